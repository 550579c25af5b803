//! What people learn who may not see everything.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{NATION, PLAN, county, import, nation, point};

/// A guest sees figures that anybody can look up, and those alone.
#[tokio::test]
async fn a_guest_sees_published_figures_only() {
    on_each(async |place| {
        import(place, "catalogue").await;
        nation(place).await;
        let mut guest = Browser::new(&place.router);
        let held = guest.get(&format!("/api/plans/{NATION}?year=2020")).await.done();
        assert_eq!((&held["plan"]["figures_open"], &held["plan"]["can_read_figures"]), (&json!(true), &json!(true)));
        assert!(held["rate"]["attained"].as_u64() > Some(0), "{}", held["rate"]);
        let indicator = guest.get(&format!("/api/plans/{NATION}/indicators/H03")).await.done();
        let points = indicator["series"][0]["points"].as_array().unwrap();
        let input = points.iter().find_map(|point| point["inputs"][0].as_i64()).unwrap();
        let trail = guest.get(&format!("/api/observations/{input}")).await.done();
        assert!(trail["source"]["url"].is_string() || trail["source"]["publisher"].is_string());
        assert!(!trail.to_string().contains("tester"), "a guest is told who works here: {trail}");
    })
    .await;
}

#[tokio::test]
async fn a_guest_does_not_see_what_units_reported() {
    on_each(async |place| {
        let mut county = county(place).await;
        assert_eq!(point(&mut county.admin, "V08").await["display"], "99.5");
        let mut guest = Browser::new(&place.router);
        let plan = format!("/api/plans/{PLAN}");
        let held = guest.get(&plan).await.done();
        assert_eq!(held["plan"]["can_read_figures"], false);
        assert!(held["plan"]["latest_year"].is_null());
        assert_eq!(held["rate"]["all"], 0);
        let objective = guest.get(&format!("{plan}/objectives/7.6")).await.done();
        assert_eq!(objective["series"], json!([]));
        let indicator = guest.get(&format!("{plan}/indicators/V08")).await.done();
        assert_eq!(indicator["series"], json!([]));
        guest.get(&format!("/api/observations/{}", county.observation)).await.refused(401, "access.sign_in");
        guest.get("/api/observations/999").await.refused(401, "access.sign_in");
        for page in ["", "/domains/7", "/objectives/7.6", "/projects", "/indicators", "/indicators/V08"] {
            let told = guest.get(&format!("{plan}{page}")).await;
            for figure in ["99.5", "98.3", "398000", "1180", "reporter"] {
                assert!(!told.done().to_string().contains(figure), "{page} tells {figure}");
            }
            assert!(judged(&told.json()).is_empty(), "{page} tells a state");
        }
        let mut stranger = county.stranger;
        let trail = stranger.get(&format!("/api/observations/{}", county.observation)).await.done();
        assert_eq!((&trail["submission"]["can_read"], &trail["submission"]["changes"]), (&json!(false), &json!([])));
        missing_and_foreign_are_alike(&mut stranger, county.accepted).await;
    })
    .await;
}

/// Judgements told anywhere in an answer.
fn judged(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("judgement").filter(|held| !held.is_null());
            own.into_iter().chain(fields.values().flat_map(judged)).collect()
        }
        Value::Array(items) => items.iter().flat_map(judged).collect(),
        _ => Vec::new(),
    }
}

async fn missing_and_foreign_are_alike(stranger: &mut Browser, foreign: i64) {
    let told = [foreign, 999].map(|id| format!("/api/submissions/{id}"));
    let (foreign, missing) = (stranger.get(&told[0]).await, stranger.get(&told[1]).await);
    foreign.refused(403, "access.denied");
    assert_eq!((foreign.status, foreign.text()), (missing.status, missing.text()));
}
