//! The signed sheet and the second factor.

use axum::body::Body;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::browser::{Answer, Browser};
use crate::place::{Place, on_each};
use crate::templates_in_part::years;
use crate::world::{County, DUE, FIGURES, PLAN, UNIT, act, county, edit, edits, submission};

const PDF: &[u8] = b"%PDF-1.4 signed";

/// A form handed in under a round that wants a signature so.
async fn handed_in(place: &Place, signature: &str) -> (County, i64) {
    let mut county = county(place).await;
    let terms = json!({"evaluation": false, "signature": signature});
    let opening = json!({"period": "2024", "title": "2024年补报", "due": DUE, "units": [UNIT], "terms": terms});
    let round = county.admin.post(&format!("/api/plans/{PLAN}/rounds"), opening).await.done();
    let id = submission(&mut county.admin, round["id"].as_i64().unwrap(), UNIT).await;
    county.reporter.put(&format!("/api/submissions/{id}/entries"), edits(&FIGURES)).await.done();
    act(&mut county.reporter, id, "submit", None).await.done();
    (county, id)
}

async fn upload(who: &mut Browser, id: i64, code: &str, bytes: &'static [u8]) -> Answer {
    let path =
        format!("/api/submissions/{id}/sheet/scans?name=scan.pdf&code={code}&signer=%E5%88%98%E5%B1%80%E9%95%BF");
    let headers = [("x-heng", "1"), ("content-type", "application/octet-stream")];
    who.request("POST", &path, &headers, Body::from(bytes)).await
}

async fn code(who: &mut Browser, id: i64) -> String {
    who.get(&format!("/api/submissions/{id}/sheet")).await.done()["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_scan_lets_the_form_pass_until_a_cell_changes() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, "required").await;
        act(&mut county.reviewer, id, "review", None).await.refused(422, "signature.missing");
        let right = code(&mut county.reporter, id).await;
        assert_eq!(right.len(), 16);
        upload(&mut county.reporter, id, "ffffff", PDF).await.refused(422, "sheet.code");
        let told = upload(&mut county.reporter, id, &right, b"MZ not a scan").await;
        told.refused(422, "sheet.file");
        assert_eq!(told.json()["problems"][0]["place"]["field"], json!("file"));
        upload(&mut county.stranger, id, &right, PDF).await.refused(403, "access.denied");
        upload(&mut county.admin, id, &right, PDF).await.refused(403, "access.denied");
        let sheet = upload(&mut county.reporter, id, &right[..6], PDF).await.done();
        assert_eq!((&sheet["state"], &sheet["signatures"][0]["signer"]), (&json!("valid"), &json!("刘局长")));

        act(&mut county.reviewer, id, "return", Some("人口数重核")).await.done();
        county
            .reporter
            .put(&format!("/api/submissions/{id}/entries"), json!({"entries": [edit("RPOP", "401000", 1)]}))
            .await
            .done();
        act(&mut county.reporter, id, "submit", None).await.done();
        let sheet = county.reviewer.get(&format!("/api/submissions/{id}/sheet")).await.done();
        assert_eq!((&sheet["state"], &sheet["signatures"][0]["valid"]), (&json!("void"), &json!(false)));
        act(&mut county.reviewer, id, "review", None).await.refused(422, "signature.void");
        let fresh = code(&mut county.reporter, id).await;
        assert_ne!(fresh, right);
        upload(&mut county.reporter, id, &right, PDF).await.refused(422, "sheet.code");
        upload(&mut county.reporter, id, &fresh, PDF).await.done();
        act(&mut county.reviewer, id, "review", None).await.done();
        upload(&mut county.reporter, id, &fresh, PDF).await.refused(409, "signature.late");

        let scan = format!("/api/submissions/{id}/sheet/scans/{}", sheet["signatures"][0]["id"]);
        let file = county.admin.get(&scan).await;
        assert_eq!((file.status, file.bytes.as_slice()), (200, PDF));
        assert_eq!(file.headers["content-type"], "application/pdf");
        county.stranger.get(&scan).await.refused(403, "access.denied");
        let taken = county.admin.get("/api/audit?action=signature.read").await.done();
        assert_eq!((&taken["total"], &taken["events"][0]["subject"]), (&json!(1), &json!(id.to_string())));
    })
    .await;
}

#[tokio::test]
async fn where_nothing_is_to_be_signed_nothing_is_taken() {
    on_each(async |place| {
        let mut county = county(place).await;
        let sheet = county.reporter.get(&format!("/api/submissions/{}/sheet", county.draft)).await.done();
        assert_eq!((&sheet["wanted"], &sheet["can"]), (&json!("none"), &json!([])));
        upload(&mut county.reporter, county.draft, "abcdef", PDF).await.refused(409, "signature.unwanted");
    })
    .await;
}

#[tokio::test]
async fn the_sheet_is_printed_with_its_figures_and_its_code() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, "optional").await;
        let code = code(&mut county.reporter, id).await;
        let path = format!("/api/submissions/{id}/sheet/file?head=%E5%88%98%E5%B1%80%E9%95%BF&phone=0750-1");
        let file = county.reporter.get(&path).await;
        assert_eq!(file.status, 200);
        let part = |name: &str| {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file.bytes.clone())).unwrap();
            std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
        };
        let body = part("word/document.xml");
        for text in ["398000", "单位负责人：刘局长", "联系电话：0750-1", "制定机关"] {
            assert!(body.contains(text), "{text}");
        }
        for foot in ["word/footer1.xml", "word/footer2.xml"] {
            assert!(part(foot).contains(&format!("报送第 {id} 号　校验码 {code}")), "{foot}");
        }
        county.stranger.get(&path).await.refused(403, "access.denied");
        act(&mut county.reviewer, id, "review", None).await.done();
    })
    .await;
}

#[tokio::test]
async fn a_sheet_of_years_says_whose_year_a_reason_is() {
    on_each(async |place| {
        let mut county = county(place).await;
        let (_, id) = years(&mut county.admin, json!({})).await;
        let kept = json!({"cell": "RPOP@2022", "value": null, "missing": "confidential", "note": "旧年", "seen": 0});
        let entries = json!({"entries": [kept, edit("RPOP", "400000", 0)]});
        county.reporter.put(&format!("/api/submissions/{id}/entries"), entries).await.done();
        let file = county.reporter.get(&format!("/api/submissions/{id}/sheet/file")).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file.bytes.clone())).unwrap();
        let body = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
        let said = body.split("<w:t").filter_map(|part| part.split_once('>')?.1.split_once("</w:t>"));
        let said = said.map(|(text, _)| text).collect::<Vec<_>>().join("|");
        for text in [
            "填报期：2022—2024年",
            "|2022年 合计|2023年 合计|2024年 合计|",
            "2022年 合计：涉密",
            "农村供水范围总人口 2022年 合计：旧年",
        ] {
            assert!(said.contains(text), "{text}: {said}");
        }
    })
    .await;
}

/// What a second factor is set up with.
fn own() -> Value {
    json!({"password": crate::world::PASSWORD})
}

/// What the device shows, some steps from now.
fn shown(secret: &Value, ahead: u64) -> String {
    let secret = Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    let device = Builder::new().with_secret(secret).build().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    device.generate(now + 30 * ahead).to_string()
}

#[tokio::test]
async fn a_reviewer_signs_by_name_and_second_factor() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, "required").await;
        let sign = format!("/api/submissions/{id}/sheet/signatures");
        let sheet = code(&mut county.reviewer, id).await;
        let by = |name: &str, code: &str| json!({"name": name, "code": code, "sheet": &sheet});
        let name = "用户wang.reviewer";
        county.reporter.post(&sign, by("用户li.reporter", "000000")).await.refused(403, "access.denied");
        county.reviewer.post(&sign, by(name, "000000")).await.refused(409, "factor.none");
        let made = county.reviewer.post("/api/session/factor", own()).await.done();
        assert!(made["qr"].as_str().unwrap().starts_with("data:image/svg+xml,%3C"));
        county.reviewer.post(&sign, by(name, &shown(&made["secret"], 0))).await.refused(409, "factor.none");
        let begun = county.reviewer.put("/api/session/factor", json!({"code": shown(&made["secret"], 0)})).await.done();
        assert_eq!(begun, json!({"state": "active"}));
        county.reviewer.post("/api/session/factor", own()).await.refused(409, "factor.active");
        county.reviewer.post(&sign, by("别人", &shown(&made["secret"], 1))).await.refused(422, "signature.name");
        county.reviewer.post(&sign, by(name, &shown(&made["secret"], 0))).await.refused(422, "factor.code");
        // Of a sheet that the signer did not see nothing is signed, and the code is not spent.
        let other = json!({"name": name, "code": shown(&made["secret"], 1), "sheet": "0123456789abcdef"});
        county.reviewer.post(&sign, other).await.refused(409, "sheet.changed");
        let sheet = county.reviewer.post(&sign, by(name, &shown(&made["secret"], 1))).await.done();
        assert_eq!((&sheet["state"], &sheet["signatures"][0]["kind"]), (&json!("valid"), &json!("factor")));
        act(&mut county.reviewer, id, "review", None).await.done();
        let chain = county.admin.get("/api/audit?limit=500").await.text();
        assert!(!chain.contains(made["secret"].as_str().unwrap()), "the secret is nowhere on record");
    })
    .await;
}

#[tokio::test]
async fn guesses_lock_the_factor_and_the_administrator_lifts_it() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, "required").await;
        let made = county.reviewer.post("/api/session/factor", own()).await.done();
        for _ in 0..4 {
            county.reviewer.put("/api/session/factor", json!({"code": "x"})).await.refused(422, "factor.code");
        }
        county.reviewer.put("/api/session/factor", json!({"code": "x"})).await.refused(429, "factor.locked");
        let right = json!({"code": shown(&made["secret"], 0)});
        county.reviewer.put("/api/session/factor", right).await.refused(429, "factor.locked");
        let users = county.admin.get("/api/users").await.done();
        let reviewer =
            users.as_array().unwrap().iter().find(|one| one["name"] == "wang.reviewer").unwrap()["id"].clone();
        let reset = format!("/api/users/{reviewer}/factor-reset");
        county.reviewer.post(&reset, json!({"reason": "换手机"})).await.refused(403, "access.denied");
        county.admin.post(&reset, json!({"reason": " "})).await.refused(422, "reason.missing");
        assert_eq!(county.admin.post(&reset, json!({"reason": "换手机"})).await.status, 204);
        let again = county.reviewer.post("/api/session/factor", own()).await.done();
        assert_ne!(again["secret"], made["secret"]);
        county.reviewer.put("/api/session/factor", json!({"code": shown(&again["secret"], 0)})).await.done();
        let _ = id;
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_set_up_with_the_password() {
    on_each(async |place| {
        let mut county = county(place).await;
        let wrong = json!({"password": "guess"});
        for _ in 0..4 {
            let answer = county.reviewer.post("/api/session/factor", wrong.clone()).await;
            assert_eq!((answer.status, answer.places()), (422, vec!["password.current@password".to_owned()]));
        }
        county.reviewer.post("/api/session/factor", wrong).await.refused(429, "access.locked");
        county.reviewer.post("/api/session/factor", own()).await.refused(429, "access.locked");
    })
    .await;
}

#[tokio::test]
async fn a_form_holds_so_many_scans() {
    on_each(async |place| {
        let (mut county, id) = handed_in(place, "optional").await;
        let right = code(&mut county.reporter, id).await;
        for _ in 0..20 {
            upload(&mut county.reporter, id, &right, PDF).await.done();
        }
        upload(&mut county.reporter, id, &right, PDF).await.refused(409, "sheet.scans");
    })
    .await;
}

#[tokio::test]
async fn an_address_holds_no_nul() {
    on_each(async |place| {
        let mut county = county(place).await;
        let id = county.draft;
        let printed = format!("/api/submissions/{id}/sheet/file?head=a%00");
        county.reporter.get(&printed).await.refused(422, "request.invalid");
        county.admin.get("/api/audit?action=a%00").await.refused(422, "request.invalid");
        county.admin.get("/api/plans/a%00").await.refused(422, "request.invalid");
        assert_eq!(county.reporter.get(&printed.replace("%00", "%2500")).await.status, 200);
    })
    .await;
}
