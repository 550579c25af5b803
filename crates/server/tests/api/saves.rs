//! A save is made once, however often it is sent; two people on one form learn what the other saved.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::on_each;
use crate::world::{County, FIGURES, UNIT, act, county, edit, edits, person};

const ONE: &str = "0b6f5c3e-7d1a-4c8e-9b52-3f6a1d2e4c70";
const TWO: &str = "6d3c7f0a-52f4-4e59-8d0e-0a5b8d1f7c11";

fn saving(id: &str, cells: Value) -> Value {
    json!({"save_id": id, "entries": cells})
}

fn entries(county: &County) -> String {
    format!("/api/submissions/{}/entries", county.draft)
}

async fn versions(who: &mut Browser, submission: i64, cell: &str) -> Vec<String> {
    let history = who.get(&format!("/api/submissions/{submission}/history?cell={cell}")).await.done();
    history.as_array().unwrap().iter().map(|version| version["value"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_save_sent_again_gets_the_first_answer() {
    on_each(async |place| {
        let mut county = county(place).await;
        let path = entries(&county);
        let asked = saving(ONE, json!([edit("RPOP", "400000", 0), edit("NVIL_N", "1200", 0)]));
        let first = county.reporter.put(&path, asked.clone()).await.done();
        assert_eq!(first["receipt"]["save_id"], ONE);
        let cells = json!([{"cell": "RPOP", "version": 1}, {"cell": "NVIL_N", "version": 1}]);
        assert_eq!(first["receipt"]["cells"], cells);
        assert_eq!(county.reporter.put(&path, asked.clone()).await.done(), first, "the very same answer");
        let next = saving(TWO, json!([edit("RPOP", "410000", 1)]));
        county.reporter.put(&path, next).await.done();
        let again = county.reporter.put(&path, asked.clone()).await.done();
        assert_eq!(again["receipt"], first["receipt"]);
        let held = again["entries"].as_array().unwrap().iter().find(|entry| entry["cell"] == "RPOP").unwrap();
        assert_eq!(held["value"], "410000", "beside the receipt stands what is there now");
        assert_eq!(versions(&mut county.reporter, county.draft, "RPOP").await, ["400000", "410000"]);

        let other = saving(ONE, json!([edit("RPOP", "1", 2)]));
        let answer = county.reporter.put(&path, other).await;
        assert_eq!((answer.status, answer.places()), (409, vec!["save.reused@save_id".to_owned()]));
        let answer = county.reporter.put(&path, saving("1", json!([]))).await;
        assert_eq!((answer.status, answer.places()), (422, vec!["input.invalid@save_id".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn a_save_sent_again_after_the_form_was_accepted_changes_nothing() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (path, id) = (entries(&county), county.draft);
        let mut asked = edits(&FIGURES);
        asked["save_id"] = json!(ONE);
        let first = county.reporter.put(&path, asked.clone()).await.done();
        act(&mut county.reporter, id, "submit", None).await.done();
        let again = county.reporter.put(&path, asked.clone()).await.done();
        assert_eq!((&again["receipt"], &again["submission"]["state"]), (&first["receipt"], &json!("submitted")));
        act(&mut county.reviewer, id, "review", None).await.done();
        act(&mut county.admin, id, "accept", None).await.done();
        let again = county.reporter.put(&path, asked.clone()).await.done();
        assert_eq!((&again["receipt"], &again["submission"]["state"]), (&first["receipt"], &json!("accepted")));
        let new = saving(TWO, json!([edit("RPOP", "1", 1)]));
        county.reporter.put(&path, new).await.refused(409, "submission.state");
        assert_eq!(versions(&mut county.reporter, id, "RPOP").await, ["400000"]);
        // What one person typed is not saved in the name of another who uses the browser by now.
        let theirs = json!({"save_id": TWO, "user": "zhang", "entries": []});
        county.reporter.put(&path, theirs).await.refused(409, "save.user");
        // Nobody else learns by the id what was saved.
        let mut second = person(place, &mut county.admin, "second", "reporter", Some(UNIT)).await;
        second.put(&path, asked.clone()).await.refused(409, "save.reused");
        county.stranger.put(&path, asked).await.refused(403, "access.denied");
    })
    .await;
}

#[tokio::test]
async fn two_on_one_form_learn_what_the_other_saved() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (path, id) = (entries(&county), county.draft);
        let mut second = person(place, &mut county.admin, "second", "reporter", Some(UNIT)).await;
        let held = second.get(&format!("/api/submissions/{id}")).await.done();
        let mark = held["mark"].as_str().unwrap().to_owned();
        let news = |mark: &str| format!("/api/submissions/{id}/news?mark={mark}");
        let quiet = second.get(&news(&mark)).await.done();
        assert_eq!(quiet, json!({"mark": mark, "now": null}));
        let saved = county.reporter.put(&path, saving(ONE, json!([edit("RPOP", "400000", 0)]))).await.done();
        let heard = second.get(&news(&mark)).await.done();
        assert_eq!((&heard["mark"], &heard["now"]["entries"]), (&saved["mark"], &saved["entries"]));
        assert_eq!(heard["now"]["entries"][0]["updated_by"], "用户li.reporter");
        let mark = heard["mark"].as_str().unwrap().to_owned();
        assert_eq!(second.get(&news(&mark)).await.done()["now"], Value::Null);
        let mut all = edits(&FIGURES);
        all["entries"][2]["seen"] = json!(1);
        county.reporter.put(&path, all).await.done();
        act(&mut county.reporter, id, "submit", None).await.done();
        let heard = second.get(&news(&mark)).await.done();
        assert_eq!(heard["now"]["submission"]["state"], "submitted");
        let everything = second.get(&format!("/api/submissions/{id}/news")).await.done();
        assert_eq!(everything["mark"], heard["mark"]);
        county.stranger.get(&news("")).await.refused(403, "access.denied");
        Browser::new(&place.router).get(&news("")).await.refused(401, "access.sign_in");
    })
    .await;
}
