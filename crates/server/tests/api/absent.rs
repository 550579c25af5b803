//! Zero, missing, not applicable and confidential are four things: in the cross table, among the rows and in the workbook.

use heng_base::period::Period;
use heng_statistics::observation::Key;
use heng_store::tables::observations::Figure;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::disclosure::{figure, record};
use crate::place::on_each;
use crate::world::{PLAN, county};

/// Women visited of women on the list, in per cent.
const INDICATOR: &str = "S18";
const VISITED: &str = "DIFF_VISIT";
const LISTED: &str = "DIFF";

fn counted(item: &str, area: &str, value: u32) -> Figure {
    figure(item, area, "sex=F", value)
}

/// Without a number in any year an area has no series.
fn year_before(item: &str, area: &str) -> Figure {
    let now = counted(item, area, 9);
    Figure { key: Key { period: Period::year(2024), ..now.key }, ..now }
}

fn empty(item: &str, area: &str, reason: &str, status: &str, conf: &str) -> Figure {
    Figure {
        value: None,
        missing: Some(reason.to_owned()),
        obs_status: status.to_owned(),
        conf_status: conf.to_owned(),
        ..counted(item, area, 0)
    }
}

/// Display, not applicable, confidential of the one figure of an area.
async fn said(who: &mut Browser, subject: &str, breakdown: &str, area: &str) -> Value {
    let query = format!("subject={subject}&breakdown={breakdown}&area={area}&from=2025&to=2025");
    let view = who.get(&format!("/api/plans/{PLAN}/data/pivot?{query}")).await.done();
    let row = who.get(&format!("/api/plans/{PLAN}/data?{query}")).await.done()["rows"][0]["point"].clone();
    let told = |one: &Value| json!([one["display"], one["not_applicable"], one["confidential"]]);
    assert_eq!(told(&view["cells"][0][0]), told(&row), "{subject} {area}");
    told(&row)
}

#[tokio::test]
async fn what_is_absent_says_which_of_three_it_is() {
    on_each(async |place| {
        let mut admin = county(place).await.admin;
        let [none, silent, zero, nobody, secret] = ["440783103", "440783104", "440783105", "440783106", "440783107"];
        let of_indicators = [none, silent, zero, nobody, secret];
        let before = of_indicators.iter().flat_map(|area| [VISITED, LISTED].map(|item| year_before(item, area)));
        let mut figures = vec![
            empty(VISITED, none, "not_applicable", "M", "F"),
            counted(LISTED, none, 40),
            empty(VISITED, silent, "not_counted", "O", "F"),
            counted(LISTED, silent, 20),
            counted(VISITED, zero, 0),
            counted(LISTED, zero, 21),
            counted(VISITED, nobody, 0),
            counted(LISTED, nobody, 0),
            empty(VISITED, secret, "confidential", "Q", "C"),
            counted(LISTED, secret, 20),
        ];
        figures.extend(before);
        record(place, figures).await;
        let (missing, not_applicable) = (json!([null, false, false]), json!([null, true, false]));
        let confidential = json!([null, false, true]);
        let of_items = [none, silent, zero, secret];
        for (area, expected) in
            of_items.iter().zip([&not_applicable, &missing, &json!(["0", false, false]), &confidential])
        {
            assert_eq!(said(&mut admin, VISITED, "sex=F", area).await, *expected, "{area}");
        }
        let expected = [&not_applicable, &missing, &json!(["0.0", false, false]), &not_applicable, &confidential];
        for (area, expected) in of_indicators.iter().zip(expected) {
            assert_eq!(said(&mut admin, INDICATOR, "_T", area).await, *expected, "{area}");
        }
        for (area, word) in [(none, "不适用"), (silent, "缺"), (secret, "不公布")] {
            let path = format!("/api/plans/{PLAN}/data/pivot.xlsx?subject={INDICATOR}&area={area}&from=2025&to=2025");
            let book = admin.get(&path).await;
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes[..])).unwrap();
            let strings = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
            let found: Vec<&str> =
                ["缺", "不适用", "不公布"].into_iter().filter(|one| strings.contains(&format!(">{one}<"))).collect();
            assert_eq!(found, [word], "{strings}");
        }
    })
    .await;
}
