//! The whole round with the shipped packages: from the first sign-in to the report in which every reported figure names
//! its submission, and a correction after it.

use std::io::Read;

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::place::{Place, on_each};
use crate::world::{
    FIGURES, PASSWORD, PLAN, UNIT, act, command, confirm, edit, edits, first, import, open, person, point, round,
    submission,
};

struct Office {
    admin: Browser,
    reporter: Browser,
    reviewer: Browser,
    submission: i64,
}

impl Office {
    fn path(&self, part: &str) -> String {
        format!("/api/submissions/{}{part}", self.submission)
    }
}

#[tokio::test]
async fn a_round_from_the_first_sign_in_to_the_report() {
    on_each(async |place| {
        import(place, "catalogue").await;
        import(place, PLAN).await;
        let admin = begun(place).await;
        let mut office = asked(place, admin).await;
        entered(&mut office).await;
        submitted(&mut office).await;
        reviewed(&mut office).await;
        accepted(&mut office).await;
        shown(&mut office.admin).await;
        projects(&mut office.admin).await;
        released(&mut office.admin).await;
        reported(&mut office).await;
        corrected(&mut office).await;
        let verdict = heng_server::cases::audit::verify(&place.app, &command()).await.unwrap();
        assert!(verdict.ok && verdict.events > 20, "{verdict:?}");
    })
    .await;
}

/// The first administrator can do nothing before the password is changed.
async fn begun(place: &Place) -> Browser {
    let (mut admin, shown) = first(place).await;
    admin.get(&format!("/api/plans/{PLAN}/units")).await.refused(403, "access.password_change");
    let session = admin.change_password(&shown, PASSWORD).await.done();
    assert_eq!(session["must_change_password"], false);
    let can = session["can"].as_array().unwrap();
    assert!(
        ["round.open", "user.manage", "release.create"].iter().all(|action| can.contains(&json!(action))),
        "{can:?}"
    );
    admin
}

/// Units are confirmed, people made, a round opened; what is wrong with a round is said all at once.
async fn asked(place: &Place, mut admin: Browser) -> Office {
    let rounds = format!("/api/plans/{PLAN}/rounds");
    let answer = admin.post(&rounds, round("2025年年报", &[UNIT, "court", "nobody"])).await;
    assert_eq!(answer.status, 422);
    let wrong = ["round.unit_unconfirmed@units", "round.unit_unconfirmed@units", "record.missing@units"];
    assert_eq!(answer.places(), wrong);
    assert_eq!(admin.get(&rounds).await.done(), json!([]));
    let unit = format!("/api/plans/{PLAN}/units/{UNIT}/confirmation");
    admin.post(&unit, json!({"reason": " "})).await.refused(422, "reason.missing");
    confirm(&mut admin, UNIT).await;
    admin.post(&unit, json!({"reason": "三定方案"})).await.refused(409, "unit.confirmed");
    let reporter = person(place, &mut admin, "li", "reporter", Some(UNIT)).await;
    let reviewer = person(place, &mut admin, "wang", "reviewer", Some(UNIT)).await;
    let round = open(&mut admin, "2025年年报", &[UNIT]).await;
    let again = admin.post(&rounds, crate::world::round("再报", &[UNIT])).await;
    assert_eq!((again.status, again.places()), (409, vec!["round.unit_asked@units".to_owned()]));
    let submission = submission(&mut admin, round, UNIT).await;
    Office { admin, reporter, reviewer, submission }
}

async fn entered(office: &mut Office) {
    let entries = office.path("/entries");
    let bad = json!({"entries": [
        edit("NVIL_SUP", "很多", 0),
        edit("TAP_POP[sex=F]", "1", 0),
        edit("NVIL_N", "1200", 0),
        {"cell": "RPOP", "value": null, "missing": "lost", "note": null, "seen": 0},
    ]});
    let answer = office.reporter.put(&entries, bad).await;
    assert_eq!(answer.status, 422);
    let wrong = ["entry.number@NVIL_SUP", "entry.cell_unknown@TAP_POP[sex=F]", "entry.reason_unknown@RPOP"];
    assert_eq!(answer.places(), wrong);
    let held = office.reporter.get(&office.path("")).await.done();
    assert_eq!((&held["entries"], &held["submission"]["filled"]), (&json!([]), &json!(0)), "all or none");
    let saved = office.reporter.put(&entries, json!({"entries": [edit("NVIL_SUP", "1180.5", 0)]})).await.done();
    assert_eq!((&saved["entries"][0]["version"], &saved["submission"]["required_open"]), (&json!(1), &json!(3)));
    let stale =
        office.reporter.put(&entries, json!({"entries": [edit("NVIL_SUP", "7", 0), edit("RPOP", "1", 0)]})).await;
    assert_eq!((stale.status, stale.places()), (409, vec!["entry.stale@NVIL_SUP".to_owned()]));
    assert_eq!(office.reporter.get(&office.path("")).await.done()["entries"].as_array().unwrap().len(), 1);
}

/// Handing in is refused while a finding stops it, each with its cell.
async fn submitted(office: &mut Office) {
    let answer = act(&mut office.reporter, office.submission, "submit", None).await;
    assert_eq!(answer.status, 422);
    let finding = |cell: &str| format!("submission.finding@{cell}");
    assert_eq!(answer.places(), ["NVIL_SUP", "NVIL_N", "TAP_POP", "RPOP"].map(finding));
    let mut figures = edits(&FIGURES);
    figures["entries"][1]["seen"] = json!(1);
    let saved = office.reporter.put(&office.path("/entries"), figures).await.done();
    assert_eq!(saved["findings"], json!([]));
    let history = office.reporter.get(&office.path("/history?cell=NVIL_SUP")).await.done();
    let values: Vec<_> = history.as_array().unwrap().iter().map(|version| version["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["1180.5", "1180"]);
    let stale = json!({"action": "submit", "reason": null, "seen": 7});
    office.reporter.post(&office.path("/actions"), stale).await.refused(409, "submission.stale");
    moved(&act(&mut office.reporter, office.submission, "submit", None).await, "submitted");
    let late = office.reporter.put(&office.path("/entries"), json!({"entries": [edit("RPOP", "1", 1)]})).await;
    late.refused(409, "submission.state");
}

fn moved(answer: &Answer, state: &str) {
    assert_eq!(answer.done()["submission"]["state"], state);
}

/// The reviewer returns it with a reason, it is handed in again and passes.
async fn reviewed(office: &mut Office) {
    let id = office.submission;
    act(&mut office.reviewer, id, "return", Some(" ")).await.refused(422, "reason.missing");
    act(&mut office.reviewer, id, "return", None).await.refused(422, "reason.missing");
    moved(&act(&mut office.reviewer, id, "return", Some("自然村数请核对")).await, "returned");
    act(&mut office.reviewer, id, "review", None).await.refused(409, "submission.state");
    moved(&act(&mut office.reporter, id, "submit", None).await, "submitted");
    act(&mut office.admin, id, "accept", None).await.refused(409, "submission.state");
    moved(&act(&mut office.reviewer, id, "review", None).await, "reviewed");
}

/// The figures are there, and the way back from an indicator leads to the submission.
async fn accepted(office: &mut Office) {
    moved(&act(&mut office.admin, office.submission, "accept", None).await, "accepted");
    let held = office.admin.get(&office.path("")).await.done();
    assert_json_snapshot!("submission", held, {
        ".**.updated_at" => "[time]", ".**.at" => "[time]", ".mark" => "[mark]", ".form.sections[].rows[].definition" => "[definition]",
    });
    let point = point(&mut office.admin, "V08").await;
    assert_eq!((&point["value"], &point["display"]), (&json!("99.5"), &json!("99.5")));
    assert_eq!((&point["numerator"], &point["denominator"]), (&json!("398000"), &json!("400000")));
    let inputs = point["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 2);
    for id in inputs {
        let trail = office.admin.get(&format!("/api/observations/{id}")).await.done();
        let told = &trail["submission"];
        assert_eq!(
            (&told["id"], &told["unit"], &told["can_read"]),
            (&json!(office.submission), &json!(UNIT), &json!(true))
        );
        assert_eq!(told["changes"].as_array().unwrap().len(), 5);
        assert_eq!(trail["source"]["title"], "市水利局报送");
    }
}

async fn shown(admin: &mut Browser) {
    let plan = format!("/api/plans/{PLAN}");
    assert_json_snapshot!("overview", admin.get(&plan).await.done());
    let mut domain = admin.get(&format!("{plan}/domains/7?year=2025")).await.done();
    let objective = domain["objectives"].as_array().unwrap().iter().find(|o| o["number"] == "7.6").cloned();
    domain["objectives"] = json!([objective.unwrap()]);
    let of_measures: Vec<&Value> = domain["measures"].as_array().unwrap().iter().flat_map(targets).collect();
    assert_eq!(of_measures.len(), 4);
    assert!(of_measures.iter().all(|target| target["judgement"]["state"].is_string()));
    domain["measures"] = json!(domain["measures"].as_array().unwrap().len());
    assert_json_snapshot!("domain", domain);
}

/// What stands in projects alone is shown with its state, and counted beside the attainment rate.
async fn projects(admin: &mut Browser) {
    let plan = format!("/api/plans/{PLAN}");
    let held = admin.get(&format!("{plan}/projects?year=2025")).await.done();
    let projects = held["projects"].as_array().unwrap();
    let of_projects: Vec<&Value> = projects.iter().flat_map(targets).collect();
    assert_eq!((projects.len(), of_projects.len()), (8, 10));
    assert!(of_projects.iter().all(|target| target["judgement"]["state"].is_string()));
    assert_eq!(admin.get(&plan).await.done()["plan"]["targets_elsewhere"], 20);
    let held = admin.get(&format!("{plan}/indicators/W04")).await.done();
    assert_eq!(targets(&held)[0]["judgement"]["state"], "no_data", "its page tells it too");
}

fn targets(of: &Value) -> &[Value] {
    of["targets"].as_array().unwrap()
}

async fn released(admin: &mut Browser) {
    let path = format!("/api/plans/{PLAN}/releases");
    let release = admin.post(&path, json!({"status": "preliminary"})).await.done();
    assert_eq!((&release["number"], &release["observations"]), (&json!(1), &json!(4)));
    let detail = admin.get("/api/releases/1").await.done();
    assert_json_snapshot!("release", detail, {
        ".**.created_at" => "[time]", ".**.sha256" => "[hash]", ".**.manifest_sha256" => "[hash]", ".**.hash" => "[hash]",
        ".**.bytes" => "[bytes]", ".manifest.audit.sequence" => "[sequence]",
    });
    let verification = admin.get("/api/releases/1/verification").await.done();
    assert_eq!((&verification["ok"], verification["files"].as_array().unwrap().len()), (&json!(true), 11));
    let manifest = admin.get("/api/releases/1/files/manifest.json").await;
    assert_eq!(manifest.done(), detail["manifest"]);
    assert_eq!(manifest.headers["content-disposition"], "attachment; filename=\"release-1-manifest.json\"");
}

/// The annual report as a Word file: wherever a reported figure stands, its note names the submission.
async fn reported(office: &mut Office) {
    let path = format!("/api/plans/{PLAN}/reports");
    let writing = json!({"kind": "annual", "year": 2025, "release": 1});
    let report = office.admin.post(&path, writing).await.done();
    let file = office.admin.get(&format!("/api/reports/{}/file", report["id"])).await;
    assert_eq!(file.status, 200);
    assert!(file.headers["content-type"].to_str().unwrap().ends_with("wordprocessingml.document"));
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    assert_eq!(disposition, format!("attachment; filename={}", report["file_name"]));
    assert_eq!(report["sha256"], json!(heng_store::files::sha256(&file.bytes)));
    let text = word_text(&file.bytes);
    let origin = format!("报送第{}号", office.submission);
    for (figure, note) in [("98.3", 1), ("99.5", 2)] {
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(figure)).collect();
        let (notes, uses): (Vec<&str>, _) = lines.into_iter().partition(|line| line.contains(&origin));
        assert!(
            notes.iter().any(|line| line.starts_with(&note.to_string())),
            "no note {note} names {origin}: {notes:?}"
        );
        assert!(uses.len() >= 2 && uses.iter().all(|line| line.contains(&format!("[{note}]"))), "{uses:?}");
    }
    assert!(text.contains("妇儿工委办公室"));
}

/// The text of a Word file, a table row or paragraph a line.
pub fn word_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut lines = String::new();
    for row in xml.split("</w:tr>") {
        let (before, row) = row.rsplit_once("<w:tr>").or(row.rsplit_once("<w:tr ")).unwrap_or((row, ""));
        for paragraph in before.split("</w:p>").chain([row]) {
            lines.push_str(&stripped(paragraph));
            lines.push('\n');
        }
    }
    lines
}

fn stripped(xml: &str) -> String {
    let pieces = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    pieces.collect()
}

/// A figure is corrected by a second round: the old one stays, the new one is its revision, with the reason.
async fn corrected(office: &mut Office) {
    let before = point(&mut office.admin, "V08").await;
    let round = open(&mut office.admin, "2025年年报更正", &[UNIT]).await;
    office.submission = submission(&mut office.admin, round, UNIT).await;
    let mut figures = FIGURES;
    figures[3].1 = "396000";
    office.reporter.put(&office.path("/entries"), edits(&figures)).await.done();
    let id = office.submission;
    moved(&act(&mut office.reporter, id, "submit", None).await, "submitted");
    moved(&act(&mut office.reviewer, id, "review", None).await, "reviewed");
    act(&mut office.admin, id, "accept", None).await.refused(422, "observation.reason");
    moved(&act(&mut office.admin, id, "accept", Some("漏报一个镇")).await, "accepted");
    let after = point(&mut office.admin, "V08").await;
    assert_eq!((&before["display"], &after["display"]), (&json!("99.5"), &json!("99.0")));
    assert_eq!(after["denominator"], before["denominator"]);
    let trail = revised(office, &after).await;
    assert_eq!((&trail["revision"], &trail["reason"]), (&json!(2), &json!("漏报一个镇")));
    let values: Vec<_> = trail["revisions"].as_array().unwrap().iter().map(|r| r["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["398000", "396000"]);
    let path = format!("/api/plans/{PLAN}/releases");
    let second = office.admin.post(&path, json!({"status": "final"})).await.done();
    assert_eq!((&second["number"], &second["supersedes"]), (&json!(2), &json!(1)));
    closed(office, round).await;
}

/// The input that the correction changed.
async fn revised(office: &mut Office, point: &Value) -> Value {
    for id in point["inputs"].as_array().unwrap() {
        let trail = office.admin.get(&format!("/api/observations/{id}")).await.done();
        if trail["submission"]["id"] == json!(office.submission) {
            return trail;
        }
    }
    panic!("no input comes from the correction: {point}");
}

async fn closed(office: &mut Office, round: i64) {
    let path = format!("/api/rounds/{round}/closure");
    office.admin.post(&path, json!({"reason": ""})).await.refused(422, "reason.missing");
    let closed = office.admin.post(&path, json!({"reason": "已收齐"})).await.done();
    assert_eq!(
        (&closed["state"], &closed["can"], &closed["counts"]["accepted"]),
        (&json!("closed"), &json!([]), &json!(1))
    );
    office.admin.post(&path, json!({"reason": "再关"})).await.refused(409, "round.closed");
    act(&mut office.admin, office.submission, "accept", Some("再收")).await.refused(409, "round.closed");
    let open = office.reporter.get(&format!("/api/submissions?plan={PLAN}")).await.done();
    assert_eq!(open.as_array().unwrap().len(), 1, "of open rounds: {open}");
}
