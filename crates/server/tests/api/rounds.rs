//! What may be changed of an open round.

use serde_json::{Value, json};

use crate::place::on_each;
use crate::world::{UNIT, confirm, county, open};

#[tokio::test]
async fn an_open_round_is_put_off_and_asks_more_units() {
    on_each(async |place| {
        let mut county = county(place).await;
        let admin = &mut county.admin;
        confirm(admin, "health").await;
        let id = open(admin, "2025年补报", &["health"]).await;
        let due = format!("/api/rounds/{id}/days");
        let wrong = json!({"due": "2026-01-01", "reason": " "});
        assert_eq!(admin.put(&due, wrong).await.places(), ["input.invalid@due", "reason.missing@reason"]);
        let answer = admin.put(&due, json!({"due": "2098-06-30", "reason": "节假日顺延"})).await.done();
        assert_eq!((&answer["due"], &answer["can"]), (&json!("2098-06-30"), &json!(["change", "close"])));
        let units = format!("/api/rounds/{id}/units");
        let mut ask = async |units_asked: Value| admin.post(&units, json!({"units": units_asked})).await;
        let wrong = ["input.invalid@units", "record.missing@units", "round.unit_unconfirmed@units"];
        assert_eq!(ask(json!(["n n", "nobody", "education"])).await.places(), wrong);
        assert_eq!(ask(json!(["health"])).await.codes(), ["round.unit_asked"]);
        assert_eq!(ask(json!([UNIT])).await.codes(), ["round.unit_asked"], "at work in another round");
        assert_eq!(ask(json!([])).await.codes(), ["round.empty"]);
        assert_eq!(ask(json!(["court"])).await.codes(), ["round.unit_asked"], "at work in another round");
        let first = admin.get("/api/plans/kaiping-women-2021/rounds").await.done();
        let first = first[2]["id"].as_i64().unwrap();
        admin.post(&format!("/api/rounds/{first}/closure"), json!({"reason": "已齐"})).await.done();
        let answer = admin.post(&units, json!({"units": ["court"]})).await.done();
        assert_eq!(answer["counts"]["draft"], 2);
        let told = admin.get(&format!("/api/audit?subject={id}&action=round.add_units")).await.done();
        assert_eq!((&told["total"], &told["events"][0]["subject_name"]), (&json!(1), &json!("2025年补报")));
    })
    .await;
}
