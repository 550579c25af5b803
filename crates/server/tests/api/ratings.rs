//! Qualitative objectives rated from evidence.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::disclosure::frozen;
use crate::flow::word_text;
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

/// The text of the annual report on 2025 from a release.
async fn written(admin: &mut Browser, release: i64) -> String {
    let asked = json!({"kind": "annual", "year": 2025, "release": release});
    let report = admin.post(&format!("/api/plans/{PLAN}/reports"), asked).await.done();
    word_text(&admin.get(&format!("/api/reports/{}/file", report["id"])).await.bytes)
}

#[tokio::test]
async fn a_report_tells_the_ratings_of_its_release_and_no_later_one() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (rated, _) = objectives(&mut county).await;
        let path = format!("/api/plans/{PLAN}/objectives/{rated}/ratings");
        let said = |level: &str, evidence: &str| json!({"year": 2025, "level": level, "evidence": evidence});
        let unrated = frozen(&mut county.admin).await;
        county.admin.post(&path, said("begun", "先前的依据")).await.done();
        let given = county.admin.post(&path, said("carried_out", "12 个镇街有培训记录\n抽查 3 个村")).await.done();
        let by = given["ratings"][0]["rated_by"].as_str().unwrap();
        let first = frozen(&mut county.admin).await;
        county.admin.post(&path, said("achieved", "后来的依据")).await.done();

        let text = written(&mut county.admin, unrated).await;
        assert!(text.contains("未评定。应收集的材料") && !text.contains("2025年评定为"), "{text}");
        let text = written(&mut county.admin, first).await;
        assert!(text.contains("2025年评定为“有措施”。依据：12 个镇街有培训记录；抽查 3 个村。"), "{text}");
        assert!(
            !text.contains("后来的依据") && !text.contains("先前的依据"),
            "only the last of the year, of that moment"
        );
        let row = text.lines().find(|line| line.starts_with(&rated) && line.contains("妇儿工委办公室")).unwrap();
        assert!(row.contains("有措施2025"), "{row}");
        assert!(!text.contains(by) && !text.contains("admin"), "no person is named: {by}");
        let second = frozen(&mut county.admin).await;
        assert!(written(&mut county.admin, second).await.contains("后来的依据"));

        // The file of everybody is read by whoever reads releases; the one with names wants a right.
        let file = |name: &str| format!("/api/releases/{first}/files/{name}");
        assert_eq!(county.admin.get(&file("ratings.parquet")).await.status, 200);
        assert_eq!(county.admin.get(&file("public-ratings.parquet")).await.status, 200);
        let seen = county.admin.get(&format!("/api/releases/{first}/verification")).await.done();
        let names: Vec<&Value> = seen["files"].as_array().unwrap().iter().map(|file| &file["name"]).collect();
        assert!(seen["ok"] == json!(true) && names.contains(&&json!("ratings.parquet")), "{names:?}");
    })
    .await;
}
