//! Packages and plan documents as browsers send them.

use axum::body::Body;
use heng_plan::package::{Files, archive};
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::{on_each, root};
use crate::world::{PLAN, administrator, files, import};

fn packed(files: &Files) -> Vec<u8> {
    archive::pack(files.iter().map(|(name, content)| (name.as_str(), content.as_slice()))).unwrap()
}

async fn send(who: &mut Browser, path: &str, bytes: Vec<u8>) -> Answer {
    let length = bytes.len().to_string();
    let headers = [("x-heng", "1"), ("content-type", "application/octet-stream"), ("content-length", &length)];
    who.request("POST", path, &headers, Body::from(bytes)).await
}

/// The shipped county package with one line of a file put in the place of another.
fn changed(file: &str, from: &str, to: &str) -> Files {
    let mut files = files(PLAN);
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {file}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

#[tokio::test]
async fn a_document_is_read_and_drafted() {
    on_each(async |place| {
        let mut admin = administrator(place).await;
        let text = std::fs::read(root("tests/cases/plans/kaiping_women_2021.txt")).unwrap();
        let read = send(&mut admin, "/api/packages/reading?name=plan.txt", text.clone()).await.done();
        let said = |field: &str| read[field].clone();
        assert_eq!((said("area"), said("start"), said("end")), (json!("开平市"), json!(2021), json!(2030)));
        assert_eq!((read["domains"].as_array().unwrap().len(), said("objectives")), (8, json!(84)));
        let targets = |entry: &Value| entry["targets"].as_array().unwrap().len() as u64;
        let all = read["domains"].as_array().unwrap().iter().flat_map(|domain| {
            ["objectives", "measures"].into_iter().flat_map(|kind| domain[kind].as_array().unwrap())
        });
        let counted: u64 = all.chain(read["projects"].as_array().unwrap()).map(targets).sum();
        assert_eq!(said("targets").as_u64(), Some(counted));
        let draft = send(&mut admin, "/api/packages/draft?name=plan.txt", text).await;
        assert_eq!(draft.headers["content-type"], "application/zip");
        let files = archive::unpack(&draft.bytes).unwrap();
        assert!(files.contains_key("targets.csv") && files.contains_key("document.txt"));
        let check = send(&mut admin, "/api/packages/check", draft.bytes).await.done();
        assert!(!check["problems"].as_array().unwrap().is_empty(), "people have yet to decide: {check}");
    })
    .await;
}

#[tokio::test]
async fn what_holds_no_plan_is_refused() {
    on_each(async |place| {
        let mut admin = administrator(place).await;
        let reading = "/api/packages/reading?name=plan.pdf";
        send(&mut admin, reading, b"%PDF-1.7 nothing".to_vec()).await.refused(422, "document.unread");
        send(&mut admin, reading, Vec::new()).await.refused(422, "input.missing");
        let large = vec![b'x'; 33 << 20];
        send(&mut admin, reading, large).await.refused(413, "request.too_large");
        for path in ["/api/packages/check", "/api/packages?reason=x"] {
            send(&mut admin, path, b"no archive".to_vec()).await.refused(422, "archive.not_zip");
            let other = Files::from([("readme.txt".to_owned(), Vec::new())]);
            send(&mut admin, path, packed(&other)).await.refused(422, "archive.none");
        }
    })
    .await;
}

#[tokio::test]
async fn all_faults_are_told_and_nothing_is_written() {
    on_each(async |place| {
        let mut admin = administrator(place).await;
        let absent = send(&mut admin, "/api/packages/check", packed(&files(PLAN))).await.done();
        assert_eq!(absent["problems"][0]["code"], "package.not_imported");
        import(place, "catalogue").await;
        let mut bad = changed("units.csv", "water,", "wa ter,");
        bad.remove("forms.csv");
        let check = send(&mut admin, "/api/packages/check", packed(&bad)).await.done();
        let problems = check["problems"].as_array().unwrap();
        let place_of = |problem: &Value| format!("{}@{}", problem["code"].as_str().unwrap(), problem["place"]["file"]);
        let told: Vec<String> = problems.iter().map(place_of).collect();
        assert!(told.contains(&r#"table.not_code@"units.csv""#.to_owned()), "{told:?}");
        assert!(told.iter().any(|one| one.contains("forms.csv")), "{told:?}");
        let answer = send(&mut admin, "/api/packages?reason=x", packed(&bad)).await;
        assert_eq!((answer.status, answer.codes().len()), (422, problems.len()));
        assert_eq!(admin.get("/api/packages").await.done().as_array().unwrap().len(), 1, "the catalogue alone");
    })
    .await;
}

#[tokio::test]
async fn a_package_is_compared_and_put_in_force_with_a_reason() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let mut admin = administrator(place).await;
        let same = send(&mut admin, "/api/packages/check", packed(&files(PLAN))).await.done();
        assert_eq!((&same["problems"], &same["changes"]), (&json!([]), &json!([])));
        assert_eq!(same["package"]["counts"][1], json!({"table": "objectives", "count": 84}));
        let newer = packed(&changed("units.csv", "市水利局", "市水务局"));
        let check = send(&mut admin, "/api/packages/check", newer.clone()).await.done();
        assert_eq!(check["problems"], json!([]));
        assert_eq!(check["replaces"]["code"], PLAN);
        let change = &check["changes"][0];
        assert_eq!(
            (&change["path"], &change["changed"]),
            (&json!("units.csv"), &json!({"count": 1, "first": ["water: name_zh 市水利局 → 市水务局"]}))
        );
        send(&mut admin, "/api/packages?reason=%20", newer.clone()).await.refused(422, "reason.missing");
        let path = "/api/packages?reason=%E6%9C%BA%E6%9E%84%E6%94%B9%E9%9D%A9";
        assert_eq!(send(&mut admin, path, newer.clone()).await.done()["fresh"], true);
        assert_eq!(send(&mut admin, path, newer).await.done()["fresh"], false);
        let held = admin.get("/api/packages").await.done();
        let in_force: Vec<_> =
            held.as_array().unwrap().iter().map(|p| (p["id"].as_i64(), p["in_force"].as_bool())).collect();
        assert_eq!(in_force, [(Some(3), Some(true)), (Some(2), Some(false)), (Some(1), Some(true))]);
        let link = &admin.get("/api/audit?action=package.import&limit=1").await.done()["events"][0].clone();
        assert_eq!((&link["details"]["reason"], &link["actor"]), (&json!("机构改革"), &json!("admin")));
        let file = admin.get("/api/packages/2/file").await;
        assert_eq!(archive::unpack(&file.bytes).unwrap(), files(PLAN));
        let catalogue = files("catalogue");
        let text = String::from_utf8(catalogue["datapackage.json"].clone()).unwrap();
        let later = text.replacen("\"version\": \"", "\"version\": \"9", 1);
        let mut catalogue = catalogue;
        catalogue.insert("datapackage.json".to_owned(), later.into_bytes());
        let check = send(&mut admin, "/api/packages/check", packed(&catalogue)).await.done();
        assert_eq!(check["unfit_plans"].as_array().unwrap().len(), 1, "{}", check["package"]);
        // Of the same version, without a town that the plan has units in.
        let mut catalogue = files("catalogue");
        let areas = String::from_utf8(catalogue["areas.csv"].clone()).unwrap();
        let fewer: Vec<&str> = areas.split_inclusive('\n').filter(|line| !line.starts_with("440783001")).collect();
        catalogue.insert("areas.csv".to_owned(), fewer.concat().into_bytes());
        let check = send(&mut admin, "/api/packages/check", packed(&catalogue)).await.done();
        let unfit = &check["unfit_plans"][0];
        assert_eq!((&check["problems"], &unfit["first"]["code"]), (&json!([]), &json!("package.reference")));
        assert!(unfit["faults"].as_u64() >= Some(1), "{unfit}");
        admin.get("/api/packages/99/file").await.refused(404, "record.missing");
    })
    .await;
}
