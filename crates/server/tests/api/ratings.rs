//! Qualitative objectives rated from evidence.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{PLAN, county};

/// The first objective of the plan that no figure tells of, and one that is judged by figures alone.
async fn objectives(county: &mut crate::world::County) -> (String, String) {
    let (mut rated, mut computed) = (None, None);
    for domain in 1..=8 {
        let seen = county.admin.get(&format!("/api/plans/{PLAN}/domains/{domain}")).await.done();
        for one in seen["objectives"].as_array().unwrap() {
            let number = one["number"].as_str().unwrap().to_owned();
            match one["evidence"].as_array().unwrap().is_empty() && one["kind"] != "qualitative" {
                true => computed.get_or_insert(number),
                false => rated.get_or_insert(number),
            };
        }
    }
    (rated.unwrap(), computed.unwrap())
}

#[tokio::test]
async fn an_objective_is_rated_by_the_scale_and_every_rating_stays() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (rated, computed) = objectives(&mut county).await;
        let path = format!("/api/plans/{PLAN}/objectives/{rated}/ratings");
        let seen = county.reporter.get(&path).await.done();
        assert_eq!((&seen["ratings"], &seen["can_rate"]), (&json!([]), &json!(false)));
        let levels: Vec<&Value> = seen["levels"].as_array().unwrap().iter().map(|level| &level["code"]).collect();
        assert_eq!(levels, ["none", "begun", "carried_out", "effective", "achieved"]);

        let said = |level: &str, evidence: &str| json!({"year": 2025, "level": level, "evidence": evidence});
        county.reporter.post(&path, said("begun", "文件")).await.refused(403, "access.denied");
        let wrong = json!({"year": 2031, "level": "好", "evidence": "  "});
        let told = county.admin.post(&path, wrong).await;
        let problems = told.json()["problems"].clone();
        let fields: Vec<&Value> = problems.as_array().unwrap().iter().map(|one| &one["place"]["field"]).collect();
        assert_eq!((told.status, fields), (422, vec![&json!("level"), &json!("year"), &json!("evidence")]));
        let figures_only = format!("/api/plans/{PLAN}/objectives/{computed}/ratings");
        county.admin.post(&figures_only, said("begun", "文件")).await.refused(422, "rating.computed");

        county.admin.post(&path, said("begun", "市府办〔2025〕3 号文")).await.done();
        let seen = county.admin.post(&path, said("carried_out", "12 个镇街有培训记录")).await.done();
        let told = |at: usize| (&seen["ratings"][at]["level_name"], &seen["ratings"][at]["replaced"]);
        assert_eq!((told(0), told(1)), ((&json!("有措施"), &json!(false)), (&json!("有部署"), &json!(true))));
        let all = county.reviewer.get(&format!("/api/plans/{PLAN}/ratings")).await.done();
        assert_eq!(all, seen["ratings"]);
        let english = county.admin.get(&format!("/api/plans/{PLAN}/translations")).await.done();
        assert_eq!(english["有措施"], json!("Carried out"));
        Browser::new(&place.router).get(&path).await.refused(401, "access.sign_in");

        let events = county.admin.get("/api/audit?action=objective.rate").await.done();
        assert_eq!(events["events"].as_array().unwrap().len(), 2);
        assert_eq!(events["events"][0]["subject_name"], json!(rated));
    })
    .await;
}
