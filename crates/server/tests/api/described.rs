//! The description of the API in the repository, from which clients are generated.

use crate::browser::Browser;
use crate::place::on_each;

#[test]
fn the_description_is_that_of_the_program() {
    let held = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.json")).unwrap();
    let held: serde_json::Value = serde_json::from_str(&held).unwrap();
    let own = serde_json::to_value(heng_server::openapi()).unwrap();
    assert!(held == own, "docs/api.json is not the API's description any more: run `make gen`");
}

/// The names of paths in the description are those of the router, so that no route takes what it does not know.
#[tokio::test]
async fn no_route_takes_a_parameter_that_it_does_not_describe() {
    on_each(async |place| {
        let description = serde_json::to_value(heng_server::openapi()).unwrap();
        let paths = description["paths"].as_object().unwrap().iter();
        let asked = paths.filter(|(_, path)| path.get("get").is_some()).map(|(name, _)| name);
        let mut guest = Browser::new(&place.router);
        let mut count = 0;
        for path in asked {
            let filled = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>();
            let answer = guest.get(&format!("{}?nonsense=1", filled.join("/"))).await;
            assert_eq!(answer.places(), ["request.parameter@nonsense"], "{path}");
            count += 1;
        }
        assert!(count > 50, "{count} routes are asked");
    })
    .await;
}
