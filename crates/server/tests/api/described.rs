//! The description of the API in the repository, from which clients are generated.

#[test]
fn the_description_is_that_of_the_program() {
    let held = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.json")).unwrap();
    let held: serde_json::Value = serde_json::from_str(&held).unwrap();
    let own = serde_json::to_value(heng_server::openapi()).unwrap();
    assert!(held == own, "docs/api.json is not the API's description any more: run `make gen`");
}
