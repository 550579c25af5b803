//! Rounds by schemes, over several plans and years, and their course.

use heng_plan::package::Files;
use heng_server::cases::imports;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{
    DUE, FIGURES, PLAN, UNIT, act, administrator, command, confirm, county, edit, edits, files, import, person, point,
    submission,
};

/// A plan beside the shipped one that asks the same unit for two of its items, and for one more, on a form of its own.
const SECOND: &str = "second-plan";

fn second() -> Files {
    let mut files = files(PLAN);
    let text = |files: &Files, name: &str| String::from_utf8(files[name].clone()).unwrap();
    let head =
        text(&files, "datapackage.json").replace(&format!("\"code\": \"{PLAN}\""), &format!("\"code\": \"{SECOND}\""));
    files.insert("datapackage.json".to_owned(), head.into_bytes());
    let forms = text(&files, "forms.csv").replace(&format!("F-{UNIT}"), &format!("G-{UNIT}"));
    // The unit's last item is asked for by sex as well, as the first plan does not.
    files.insert("forms.csv".to_owned(), forms.into_bytes());
    let heads = text(&files, "form_heads.csv").replace(&format!("F-{UNIT}"), &format!("G-{UNIT}"));
    files.insert("form_heads.csv".to_owned(), heads.into_bytes());
    files
}

/// The shipped plan in force, one unit confirmed, with its people.
async fn office(place: &Place) -> (Browser, Browser, Browser) {
    import(place, "catalogue").await;
    import(place, PLAN).await;
    let mut admin = administrator(place).await;
    confirm(&mut admin, UNIT).await;
    let reporter = person(place, &mut admin, "li", "reporter", Some(UNIT)).await;
    let reviewer = person(place, &mut admin, "wang", "reviewer", Some(UNIT)).await;
    (admin, reporter, reviewer)
}

fn opening(title: &str, more: Value) -> Value {
    let mut body = json!({"period": "2025", "title": title, "due": DUE, "units": [UNIT]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn opened(admin: &mut Browser, body: Value) -> Value {
    admin.post(&format!("/api/plans/{PLAN}/rounds"), body).await.done()
}

#[tokio::test]
async fn schemes_set_days_and_terms() {
    on_each(async |place| {
        let (mut admin, mut reporter, _) = office(place).await;
        let path = format!("/api/plans/{PLAN}/schemes");
        let schemes = admin.get(&format!("{path}?period=2025&opens=2026-01-08")).await.done();
        let annual = &schemes[0];
        assert_eq!((&annual["code"], &annual["proposed"]), (&json!("annual"), &json!(true)));
        // Fifty working days after 8 January 2026, over the Spring Festival with its two make-up days.
        let days = json!({
            "opens": "2026-01-08", "reminds": "2026-03-11", "due": "2026-03-25", "late_until": "2026-04-09",
            "closes": "2026-05-25", "problems": [],
        });
        assert_eq!(annual["days"], days);
        let past = &schemes[1];
        assert_eq!((&past["since"], &past["period"]), (&json!("2020"), &json!("2025")));
        let ahead = admin.get(&format!("{path}?period=2025&opens=2026-11-30")).await.done();
        let told = &ahead[0]["days"];
        assert_eq!((&told["opens"], &told["due"]), (&json!("2026-11-30"), &Value::Null));
        assert_eq!(told["problems"][0]["code"], "calendar.no_table");
        admin.get(&format!("{path}?opens=soon")).await.refused(422, "input.invalid");
        reporter.get(&path).await.refused(403, "access.denied");

        let body = opening("2025年年报", json!({"scheme": "annual"}));
        let round = opened(&mut admin, body).await;
        let terms = json!({"evaluation": false, "signature": "optional"});
        assert_eq!((&round["scheme"], &round["terms"]), (&json!("annual"), &terms));
        let wrong = opening(
            "x",
            json!({"scheme": "never", "opens": "2100-01-01", "closes": "1.1", "forms": ["a"], "since": "2026"}),
        );
        let answer = admin.post(&format!("/api/plans/{PLAN}/rounds"), wrong).await;
        let fields = ["closes", "due", "forms", "scheme", "since"].map(|field| {
            let code = if field == "due" { "round.order" } else { "input.invalid" };
            format!("{code}@{field}")
        });
        let mut places = answer.places();
        places.sort_by_key(|place| place.split('@').nth(1).unwrap().to_owned());
        assert_eq!(places, fields);
        let calendar = admin.get("/api/calendar?from=2026&to=2027").await.done();
        assert_eq!(calendar["years"], json!([2026]));
        assert_eq!(calendar["days"].as_array().unwrap().len(), 39);
        assert_eq!(calendar["days"][3], json!({"day": "2026-01-04", "working": true, "name": "元旦"}));
    })
    .await;
}

#[tokio::test]
async fn a_round_is_seen_before_it_is_opened() {
    on_each(async |place| {
        let mut county = county(place).await;
        let path = format!("/api/plans/{PLAN}/rounds/preview");
        let seen = county.admin.post(&path, opening("x", json!({"forms": [format!("{PLAN}/F-court")]}))).await.done();
        let of = |unit: &str| seen["units"].as_array().unwrap().iter().find(|row| row["unit"] == unit).unwrap().clone();
        assert_eq!(of("court")["why_not"], "at_work");
        assert!(of("court")["cells"].as_u64().unwrap() >= 4 && of("court")["left_out"] == json!([]));
        let water = of(UNIT);
        assert_eq!((&water["why_not"], &water["cells"]), (&json!("nothing"), &json!(0)));
        let left: Vec<_> = water["left_out"].as_array().unwrap().iter().map(|left| &left["why"]).collect();
        assert_eq!(left, ["form_not_chosen"; 4]);
        let codes: Vec<_> = seen["problems"].as_array().unwrap().iter().map(|problem| &problem["code"]).collect();
        assert_eq!(codes, ["input.invalid"], "the unit that is chosen has nothing to fill in");
        let seen = county.admin.post(&path, opening("x", json!({"period": "2025-Q1"}))).await.done();
        let water = seen["units"].as_array().unwrap().iter().find(|row| row["unit"] == UNIT).unwrap().clone();
        assert_eq!(water["left_out"][0]["why"], "not_counted");
        county.admin.post(&path, opening("x", json!({"period": "?"}))).await.refused(422, "input.invalid");
        county.auditor.post(&path, opening("x", json!({}))).await.refused(403, "access.denied");
        let rounds = county.admin.get(&format!("/api/plans/{PLAN}/rounds")).await.done();
        assert_eq!(rounds.as_array().unwrap().len(), 2, "nothing was opened");
    })
    .await;
}

#[tokio::test]
async fn two_plans_ask_a_unit_once() {
    on_each(async |place| {
        let (mut admin, mut reporter, mut reviewer) = office(place).await;
        imports::package(&place.app, &command(), &second(), None).await.unwrap();
        let body = opening("两个规划", json!({"plans": [SECOND]}));
        let seen = admin.post(&format!("/api/plans/{PLAN}/rounds/preview"), body.clone()).await.done();
        let water = seen["units"].as_array().unwrap().iter().find(|row| row["unit"] == UNIT).unwrap().clone();
        assert_eq!((&water["items"], &water["cells"]), (&json!(4), &json!(4)));
        assert!(water["left_out"].as_array().unwrap().iter().all(|left| left["why"] == "asked_once"));
        let round = opened(&mut admin, body.clone()).await;
        let plans: Vec<_> = round["plans"].as_array().unwrap().iter().map(|plan| &plan["code"]).collect();
        assert_eq!(plans, [PLAN, SECOND]);
        let confirmed = format!("/api/plans/{SECOND}/units/{UNIT}/confirmation");
        admin.post(&confirmed, json!({"reason": "同一单位"})).await.done();
        let again = admin.post(&format!("/api/plans/{SECOND}/rounds"), opening("又一次", json!({}))).await;
        again.refused(409, "round.unit_asked");
        for plan in [PLAN, SECOND] {
            let tasks = reporter.get(&format!("/api/submissions?plan={plan}")).await.done();
            assert_eq!(tasks.as_array().unwrap().len(), 1, "a task of either plan");
            let rounds = admin.get(&format!("/api/plans/{plan}/rounds")).await.done();
            assert_eq!(rounds[0]["counts"]["draft"], 1);
        }
        let id = submission(&mut admin, round["id"].as_i64().unwrap(), UNIT).await;
        reporter.put(&format!("/api/submissions/{id}/entries"), edits(&FIGURES)).await.done();
        act(&mut reporter, id, "submit", None).await.done();
        act(&mut reviewer, id, "review", None).await.done();
        act(&mut admin, id, "accept", None).await.done();
        let held = admin.get(&format!("/api/plans/{SECOND}/indicators/V08")).await.done();
        let points = held["series"][0]["points"].as_array().unwrap();
        assert!(
            points.iter().any(|point| point["period"] == "2025" && point["display"] == "99.5"),
            "one figure for both"
        );
        let unknown = opening("x", json!({"plans": ["nobody"]}));
        let answer = admin.post(&format!("/api/plans/{PLAN}/rounds"), unknown).await;
        assert_eq!(answer.places(), ["package.not_imported@plans"]);
    })
    .await;
}

#[tokio::test]
async fn past_years_stand_side_by_side_and_become_observations_of_their_own() {
    on_each(async |place| {
        let (mut admin, mut reporter, mut reviewer) = office(place).await;
        let round = opened(&mut admin, opening("历史数据补录", json!({"since": "2023", "scheme": "history"}))).await;
        let id = submission(&mut admin, round["id"].as_i64().unwrap(), UNIT).await;
        let path = format!("/api/submissions/{id}");
        let held = reporter.get(&path).await.done();
        assert_eq!(
            (&held["form"]["periods"], &held["submission"]["history"]),
            (&json!(["2023", "2024", "2025"]), &json!(true))
        );
        let cells: Vec<&str> = held["form"]["sections"][0]["rows"][0]["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| cell["cell"].as_str().unwrap())
            .collect();
        assert_eq!(cells, ["NVIL_SUP@2023", "NVIL_SUP@2024", "NVIL_SUP"]);
        let entries = format!("{path}/entries");
        let wrong = json!({"entries": [edit("NVIL_N@2022", "1", 0), edit("NVIL_N@2023", "x", 0)]});
        let answer = reporter.put(&entries, wrong).await;
        assert_eq!(answer.places(), ["entry.cell_unknown@NVIL_N@2022", "entry.number@NVIL_N@2023"]);
        let mut all = Vec::new();
        for (year, of) in [("@2023", 0), ("@2024", 1), ("", 2)] {
            for (cell, value) in FIGURES {
                let value: i64 = value.parse().unwrap();
                all.push(edit(&format!("{cell}{year}"), &(value + of).to_string(), 0));
            }
        }
        // Ten times the year before, which stands in the grid and nowhere else.
        all[4]["value"] = json!("12000");
        let saved = reporter.put(&entries, json!({"entries": all})).await.done();
        let found: Vec<_> = saved["findings"].as_array().unwrap().iter().map(|f| (&f["cell"], &f["check"])).collect();
        assert_eq!(found, [(&json!("NVIL_N@2024"), &json!("digit_slip")), (&json!("NVIL_N"), &json!("digit_slip"))]);
        reporter.put(&entries, json!({"entries": [edit("NVIL_N@2024", "1201", 1)]})).await.done();
        act(&mut reporter, id, "submit", None).await.done();
        act(&mut reviewer, id, "review", None).await.done();
        act(&mut admin, id, "accept", None).await.done();
        assert_eq!(point(&mut admin, "V08").await["numerator"], "398002");
        let held = admin.get(&format!("/api/plans/{PLAN}/indicators/V08")).await.done();
        let numerators: Vec<_> = held["series"][0]["points"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|point| Some((point["period"].as_str()?, point["numerator"].as_str()?)))
            .collect();
        assert_eq!(numerators, [("2023", "398000"), ("2024", "398001"), ("2025", "398002")]);
        let again = opened(&mut admin, opening("再补", json!({"since": "2022"}))).await;
        let id = submission(&mut admin, again["id"].as_i64().unwrap(), UNIT).await;
        let row =
            reporter.get(&format!("/api/submissions/{id}")).await.done()["form"]["sections"][0]["rows"][0].clone();
        let told: Vec<_> =
            row["cells"].as_array().unwrap().iter().map(|c| (&c["required"], &c["previous"]["value"])).collect();
        assert_eq!(told[0], (&json!(true), &Value::Null), "not known yet");
        assert_eq!(told[1], (&json!(false), &json!("1180")), "on record");
    })
    .await;
}

#[tokio::test]
async fn a_paused_round_and_one_to_come_take_nothing() {
    on_each(async |place| {
        let mut county = county(place).await;
        let round =
            county.admin.get(&format!("/api/submissions/{}", county.draft)).await.done()["submission"]["round"].clone();
        let (round, entries) = (format!("/api/rounds/{round}"), format!("/api/submissions/{}/entries", county.draft));
        let pause = format!("{round}/pause");
        county.admin.post(&pause, json!({"reason": " "})).await.refused(422, "reason.missing");
        let paused = county.admin.post(&pause, json!({"reason": "口径待定"})).await.done();
        assert_eq!((&paused["course"]["phase"], &paused["state"]), (&json!("paused"), &json!("open")));
        county.admin.post(&pause, json!({"reason": "再停"})).await.refused(409, "round.paused");
        let answer = county.reporter.put(&entries, edits(&FIGURES)).await;
        answer.refused(409, "round.paused");
        assert!(answer.text().contains("口径待定"), "{}", answer.text());
        act(&mut county.reporter, county.draft, "submit", None).await.refused(409, "round.paused");
        let held = county.reporter.get(&format!("/api/submissions/{}", county.draft)).await.done();
        let news = format!("/api/submissions/{}/news?mark={}", county.draft, held["mark"].as_str().unwrap());
        assert_eq!(county.reporter.get(&news).await.done()["now"], Value::Null);
        assert_eq!(
            (&held["submission"]["can"], &held["submission"]["course"]["pause_reason"]),
            (&json!([]), &json!("口径待定"))
        );
        county.reporter.send("DELETE", &pause, Some(json!({"reason": "x"}))).await.refused(403, "access.denied");
        county.admin.send("DELETE", &pause, Some(json!({"reason": "口径已定"}))).await.done();
        let heard = county.reporter.get(&news).await.done();
        assert!(
            heard["now"]["submission"]["can"].as_array().unwrap().contains(&json!("save")),
            "an open form hears of it"
        );
        county.admin.send("DELETE", &pause, Some(json!({"reason": "再来"}))).await.refused(409, "round.not_paused");
        county.reporter.put(&entries, edits(&FIGURES)).await.done();

        let days = json!({"due": DUE, "opens": "2098-01-05", "reminds": "", "reason": "推迟开始"});
        let planned = county.admin.put(&format!("{round}/days"), days).await.done();
        assert_eq!(planned["course"]["phase"], "planned");
        county.reporter.put(&entries, json!({"entries": [edit("RPOP", "1", 1)]})).await.refused(409, "round.not_begun");
        let days = json!({"due": "2026-01-01", "late_until": "2025-01-01", "reason": " "});
        let answer = county.admin.put(&format!("{round}/days"), days).await;
        assert_eq!(answer.places(), ["input.invalid@due", "round.order@late_until", "reason.missing@reason"]);
        let told = county
            .admin
            .get(&format!("/api/audit?subject={}&action=round.pause", held["submission"]["round"]))
            .await
            .done();
        assert_eq!(told["total"], 1);
    })
    .await;
}

#[tokio::test]
async fn leave_is_for_units_that_have_not_handed_in() {
    on_each(async |place| {
        let mut county = county(place).await;
        let held = county.admin.get(&format!("/api/submissions/{}", county.draft)).await.done();
        let leaves = format!("/api/rounds/{}/leaves", held["submission"]["round"]);
        let ask = |unit: &str, until: &str, reason: &str| json!({"unit": unit, "until": until, "reason": reason});
        let answer = county.admin.post(&leaves, ask(UNIT, "2020-01-01", " ")).await;
        assert_eq!(answer.places(), ["reason.missing@reason", "input.invalid@until"]);
        county.admin.post(&leaves, ask("court", DUE, "外出")).await.refused(404, "record.missing");
        county.reporter.post(&leaves, ask(UNIT, DUE, "外出")).await.refused(403, "access.denied");
        let given = county.admin.post(&leaves, ask(UNIT, DUE, "经办人更换")).await.done();
        assert_eq!((&given[0]["unit_name"], &given[0]["until"]), (&json!("市水利局"), &json!(DUE)));
        let course =
            county.reporter.get(&format!("/api/submissions/{}", county.draft)).await.done()["submission"]["course"]
                .clone();
        assert_eq!((&course["leave_until"], &course["too_late"]), (&json!(DUE), &json!(false)));
        county.reporter.put(&format!("/api/submissions/{}/entries", county.draft), edits(&FIGURES)).await.done();
        act(&mut county.reporter, county.draft, "submit", None).await.done();
        county.admin.post(&leaves, ask(UNIT, DUE, "再给")).await.refused(422, "round.granted");
    })
    .await;
}

#[tokio::test]
async fn progress_counts_units_and_domains_and_is_a_pattern_for_the_next() {
    on_each(async |place| {
        let mut county = county(place).await;
        let first =
            county.admin.get(&format!("/api/submissions/{}", county.accepted)).await.done()["submission"]["round"]
                .clone();
        let path = format!("/api/rounds/{first}/progress");
        let held = county.admin.get(&path).await.done();
        let of = |unit: &str| held["units"].as_array().unwrap().iter().find(|row| row["unit"] == unit).unwrap().clone();
        let water = of(UNIT);
        assert_eq!(
            (&water["timeliness"], &water["returns"], &water["filled"], &water["empty"], &water["days_late"]),
            (&json!("on_time"), &json!(0), &json!(4), &json!(0), &json!(0))
        );
        assert_eq!((&of("court")["timeliness"], &of("court")["handed_in"]), (&json!("waiting"), &Value::Null));
        let domains = held["domains"].as_array().unwrap();
        let accepted: u64 = domains.iter().map(|row| row["accepted"].as_u64().unwrap()).sum();
        let cells: u64 = domains.iter().map(|row| row["cells"].as_u64().unwrap()).sum();
        assert!(accepted >= 4 && cells > accepted, "{domains:?}");
        assert!(
            domains.iter().all(|row| row["filled"].as_u64().unwrap() + row["empty"].as_u64().unwrap() == row["cells"])
        );
        let water_alone = domains.iter().find(|row| row["units"] == 1 && row["filled"] == row["cells"]).unwrap();
        let told = ["on_time", "late", "overdue", "returns", "confidential"].map(|head| water_alone[head].clone());
        assert_eq!(told, [json!(1), json!(0), json!(0), json!(0), json!(0)]);
        let file = county.admin.get(&format!("{path}.csv")).await;
        assert!(file.text().contains("市水利局,department,,已接收,"), "{}", file.text());
        assert!(file.text().contains(",按时,0,,0,4,4,0,0,0"), "{}", file.text());
        let file = county.auditor.get(&format!("{path}.csv?by=domain")).await;
        assert_eq!((file.status, file.text().lines().count()), (200, domains.len() + 1));
        county.reporter.get(&path).await.refused(403, "access.denied");

        let next = county.admin.get(&format!("/api/rounds/{first}/copy")).await.done();
        // The last day is told to be missing: nobody knows the holidays of so late a year.
        assert_eq!((&next["opening"]["due"], &next["problems"][0]["code"]), (&json!(""), &json!("calendar.no_table")));
        let next = &next["opening"];
        assert_eq!((&next["period"], &next["title"]), (&json!("2026"), &json!("2026年年报")));
        assert_eq!(next["units"], json!([UNIT, "court"]));
    })
    .await;
}
