//! Indicators of towns in the database: each computed of the town's own figures, and withheld as these are.

use std::collections::BTreeMap;

use heng_store::tables::observations::Figure;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::disclosure::{COUNTY, figure, record};
use crate::place::on_each;
use crate::world::{PLAN, county};

/// 困难妇女定期探访率: women visited of women on the list, in per cent.
const INDICATOR: &str = "S18";
const VISITED: &str = "DIFF_VISIT";
const LISTED: &str = "DIFF";
/// Women visited and listed; 2 of persons is withheld.
const TOWNS: [(&str, u32, u32); 3] = [("440783103", 30, 40), ("440783104", 2, 20), ("440783105", 7, 21)];

/// What a cross table says of each area in 2025: figure, and whether it is withheld.
async fn by_area(who: &mut Browser, query: &str) -> BTreeMap<String, (Value, bool)> {
    let path = format!("/api/plans/{PLAN}/data/pivot?rows=area&columns=period&from=2025&to=2025&{query}");
    let view = who.get(&path).await.done();
    let areas = &view["rows"][0]["members"];
    let heads = view["row_heads"].as_array().unwrap().iter().zip(view["cells"].as_array().unwrap());
    let told = |(head, cells): (&Value, &Value)| {
        let area = &areas[head["members"][0].as_u64().unwrap() as usize];
        let confidential = cells[0]["confidential"] == json!(true);
        (area["code"].as_str().unwrap().to_owned(), (cells[0]["display"].clone(), confidential))
    };
    heads.map(told).collect()
}

#[tokio::test]
async fn an_indicator_of_towns_is_computed_of_their_own_figures() {
    on_each(async |place| {
        let mut county = county(place).await;
        let towns = TOWNS
            .iter()
            .flat_map(|(area, visited, listed)| [counted(VISITED, area, *visited), counted(LISTED, area, *listed)]);
        record(place, towns.collect()).await;
        let query = format!("subject={INDICATOR}&breakdown=_T&status=value,confidential");
        let shown = |text: &str| (json!(text), false);
        let hidden = (Value::Null, true);
        let all = by_area(&mut county.admin, &query).await;
        assert_eq!(TOWNS.map(|(area, _, _)| &all[area]), [&shown("75.0"), &shown("10.0"), &shown("33.3")]);
        let seen = by_area(&mut county.stranger, &query).await;
        assert_eq!(TOWNS.map(|(area, _, _)| &seen[area]), [&shown("75.0"), &hidden, &shown("33.3")]);

        // 39 of 81, reported by the county itself: not the mean of the towns' 75, 10 and 33.3. The 2 would be what is left
        // of the 39, so that another goes with it.
        record(place, vec![counted(VISITED, COUNTY, 39), counted(LISTED, COUNTY, 81)]).await;
        assert_eq!(by_area(&mut county.admin, &query).await[COUNTY], shown("48.1"));
        let seen = by_area(&mut county.stranger, &query).await;
        let withheld = seen.values().filter(|cell| **cell == hidden).count();
        assert!(seen[TOWNS[1].0] == hidden && withheld >= 2, "{seen:?}");

        let path = format!("/api/plans/{PLAN}/data?{query}&area={}", TOWNS[2].0);
        let row = &county.admin.get(&path).await.done()["rows"][0];
        assert_eq!((&row["point"]["numerator"], &row["point"]["denominator"]), (&json!("7"), &json!("21")));
        assert_eq!((&row["kind"], &row["point"]["inputs"].as_array().unwrap().len()), (&json!("indicator"), &2));
        let file = format!("/api/plans/{PLAN}/data.csv?{query}&area={}", TOWNS[1].0);
        assert!(county.admin.get(&file).await.text().contains("10.0"));
        assert!(!county.stranger.get(&file).await.text().contains("10.0"));

        // A correction of a town goes into its indicator.
        record(place, vec![counted(VISITED, TOWNS[2].0, 14)]).await;
        assert_eq!(by_area(&mut county.admin, &query).await[TOWNS[2].0], shown("66.7"));
        let choices = county.admin.get(&format!("/api/plans/{PLAN}/data/choices")).await.done();
        let offered = choices["areas"].as_array().unwrap();
        assert!(TOWNS.iter().all(|(area, _, _)| offered.iter().any(|one| one["code"] == *area)));
    })
    .await;
}

/// Women of a town in 2025.
fn counted(item: &str, area: &str, value: u32) -> Figure {
    figure(item, area, "sex=F", value)
}
