//! What the tests share: names, times, and a database in which everything has happened once.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, PlanCode, RuleCode, SourceCode, UnitCode};
use heng_base::number;
use heng_base::period::Period;
use heng_base::text::Text;
use heng_collection::entry::{Entry, Proposed};
use heng_collection::form::CellId;
use heng_collection::submission::{Action, Role};
use heng_collection::terms::Terms;
use heng_monitoring::judgement::{Evidence, Explanation, Judgement, Latest, Method, State, TargetView};
use heng_monitoring::warnings::{Finding, Identity, Subject as Watched};
use heng_plan::model::{Operator, TargetSet, WarningKind, WarningSeverity};
use heng_plan::package::Files;
use heng_statistics::indicator::{IndicatorValue, Rival};
use heng_statistics::observation::{Key, Subject};
use heng_statistics::reason::Reason;
use heng_store::engine::{Actor, Store};
use heng_store::error::{Error, Result};
use heng_store::files::sha256;
use heng_store::release::{self, Content, JudgedIn, Public, Release, Status};
use heng_store::tables::courses::{self, Moment};
use heng_store::tables::entries::Edit;
use heng_store::tables::observations::{self, Figure};
use heng_store::tables::packages::{self, Kind, NewPackage};
use heng_store::tables::rounds::{self, NewRound, Round};
use heng_store::tables::saves::{self, Asked, Receipt};
use heng_store::tables::settings;
use heng_store::tables::submissions::{self, Act, Filter, Scope, Submission};
use heng_store::tables::withholdings::{self, Withholding};
use heng_store::tables::{
    confirmations, corrections, entries, handovers, imports, proposals, questions, ratings, reports, signatures, users,
    warnings,
};

pub const NOW: &str = "2026-03-31T08:00:00.000Z";
pub const LATER: &str = "2026-04-01T08:00:00.000Z";

pub fn bureau() -> Actor {
    Actor("bureau".to_owned())
}

pub fn plan() -> PlanCode {
    PlanCode::parse("sample-plan").unwrap()
}

pub fn unit(code: &str) -> UnitCode {
    UnitCode::parse(code).unwrap()
}

/// Codes of the problems for which something was refused.
pub fn codes<T>(result: Result<T>) -> Vec<&'static str> {
    match result {
        Err(Error::Refused(problems)) => problems.iter().map(|p| p.kind.code).collect(),
        Err(other) => panic!("failed: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

pub fn entry(cell: &str, value: &str) -> Entry {
    Entry { cell: CellId::parse(cell).unwrap(), value: Some(number::read(value).unwrap()), missing: None, note: None }
}

pub fn key(item: &str, breakdown: &str, year: i32) -> Key {
    Key {
        subject: Subject::Item(ItemCode::parse(item).unwrap()),
        area: AreaCode::parse("110000").unwrap(),
        period: Period::year(year),
        breakdown: Breakdown::parse(breakdown).unwrap(),
    }
}

pub fn figure(item: &str, year: i32, value: &str, source: &str) -> Figure {
    let proposed = Proposed {
        key: key(item, "", year),
        value: Some(number::read(value).unwrap()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
    };
    Figure::new(proposed, SourceCode::parse(source).unwrap())
}

pub fn new_import(figures: Vec<Figure>, reason: Option<&str>) -> imports::NewImport {
    imports::NewImport {
        file_name: "年鉴.csv".to_owned(),
        sha256: "a".repeat(64),
        source: "统计年鉴".to_owned(),
        figures,
        reason: reason.map(str::to_owned),
    }
}

pub async fn import(store: &Store, figures: Vec<Figure>, reason: Option<&str>) -> Result<imports::Import> {
    imports::import(store, &bureau(), NOW, new_import(figures, reason)).await
}

pub async fn round(store: &Store, year: i32, units: &[&str]) -> Result<Round> {
    let new = NewRound {
        terms: Terms::default(),
        asks: Default::default(),
        days: Default::default(),
        plan: plan(),
        period: Period::year(year),
        title: format!("{year}年年报"),
        due: "2026-03-31".to_owned(),
        units: units.iter().map(|u| unit(u)).collect(),
    };
    rounds::open(store, &bureau(), NOW, new).await
}

/// Every unit that a test opens a round for.
pub fn everyone() -> Scope {
    Scope { units: ["a", "b", "culture", "health"].map(str::to_owned).to_vec() }
}

pub async fn only_submission(store: &Store, round: i64) -> Submission {
    let filter = Filter { round: Some(round), ..Filter::default() };
    submissions::list(store, &everyone(), &filter).await.unwrap().pop().unwrap()
}

pub fn edit(entry: Entry, seen: i64) -> Edit {
    Edit { entry, seen }
}

pub async fn save(store: &Store, submission: i64, edits: &[Edit]) -> Result<Vec<entries::Row>> {
    entries::save(store, &Actor("reporter".to_owned()), NOW, submission, Role::Reporter, edits).await
}

/// The same under an id of the client's, with the digest of what is written.
pub async fn save_once(
    store: &Store,
    submission: i64,
    id: &str,
    edits: &[Edit],
) -> Result<(Vec<entries::Row>, Receipt)> {
    let digest = sha256(format!("{edits:?}").as_bytes());
    let asked = Asked { save_id: id.to_owned(), submission, digest };
    saves::save(store, &Actor("reporter".to_owned()), NOW, Role::Reporter, &asked, edits).await
}

/// Every value becomes an observation of 2025, as the real judge does with a form.
pub fn proposed(entries: &[Entry]) -> Vec<Proposed> {
    let all = entries.iter().filter(|e| !e.is_empty()).map(|e| Proposed {
        key: key(e.cell.item.as_str(), &e.cell.breakdown.to_string(), 2025),
        value: e.value,
        missing: e.missing.clone(),
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
    });
    all.collect()
}

pub async fn act(
    store: &Store,
    submission: i64,
    action: Action,
    role: Role,
    reason: Option<&str>,
) -> Result<Submission> {
    let act = Act { submission, action, role, reason: reason.map(str::to_owned), seen: None, marks: Vec::new() };
    submissions::act(store, &Actor(role.code().to_owned()), LATER, act, |_, entries| Ok(proposed(entries))).await
}

/// From draft to accepted.
pub async fn through(store: &Store, submission: i64, reason: Option<&str>) -> Result<Submission> {
    act(store, submission, Action::Submit, Role::Reporter, None).await?;
    act(store, submission, Action::Review, Role::Reviewer, None).await?;
    act(store, submission, Action::Accept, Role::Administrator, reason).await
}

pub fn package_files(text: &str) -> Files {
    BTreeMap::from([
        ("datapackage.json".to_owned(), b"{}".to_vec()),
        ("items.csv".to_owned(), text.as_bytes().to_vec()),
    ])
}

pub fn new_package<'a>(version: &str, files: &'a Files) -> NewPackage<'a> {
    NewPackage { kind: Kind::Catalogue, code: "sample".to_owned(), version: version.to_owned(), files, reason: None }
}

pub fn value() -> IndicatorValue {
    let indicator = IndicatorCode::parse("RATE").unwrap();
    IndicatorValue {
        indicator: indicator.clone(),
        area: AreaCode::parse("110000").unwrap(),
        period: Period::year(2025),
        breakdown: Breakdown::parse("sex=F").unwrap(),
        value: Some(number::read("10").unwrap() / number::read("3").unwrap()),
        numerator: Some(10.into()),
        denominator: Some(3.into()),
        reasons: Vec::new(),
        inputs: vec![1, 2],
        carried_from: Some(Period::year(2024)),
        source: Some(SourceCode::parse("yearbook").unwrap()),
        rivals: vec![Rival { source: SourceCode::parse("other").unwrap(), value: Some(4.into()), observation: 9 }],
        obs_status: "A".to_owned(),
        method: "formula 1".to_owned(),
        defined_in: None,
        cases: None,
        compared: None,
    }
}

pub fn no_value() -> IndicatorValue {
    IndicatorValue {
        breakdown: Breakdown::total(),
        value: None,
        numerator: None,
        denominator: Some(0.into()),
        reasons: vec![Reason::NotReported { key: key("LIVEBIRTH", "", 2025) }],
        inputs: Vec::new(),
        carried_from: None,
        source: None,
        rivals: Vec::new(),
        ..value()
    }
}

pub fn judgement() -> Judgement {
    Judgement {
        domain: 1,
        objective: "1.2".to_owned(),
        target_id: Some("1.2-a".to_owned()),
        indicator: Some(IndicatorCode::parse("RATE").unwrap()),
        breakdown: Breakdown::total(),
        target: Some(TargetView {
            set: TargetSet::Own,
            operator: Operator::AtMost,
            value: Some(8.into()),
            unit: Some("1/10万".to_owned()),
            year: 2030,
        }),
        base: None,
        latest: Some(Latest {
            period: Period::year(2025),
            value: number::read("3.33").unwrap(),
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            interval_method: None,
            shares: Vec::new(),
            decimals: 1,
            carried: false,
        }),
        state: State::Attained,
        evidence: Some(Evidence::Few),
        on_path: None,
        nearly: false,
        reason: Some(Explanation {
            code: "met".to_owned(),
            message: "已达到".to_owned(),
            message_en: "met".to_owned(),
        }),
        method: Some(Method { name: "threshold".to_owned(), version: 1, points: 1, since: None }),
        forecast: None,
        comparison: None,
        trend: None,
        redefined_in: None,
        warnings: Vec::new(),
    }
}

pub async fn content(store: &Store) -> Content {
    Content {
        plan: plan(),
        status: Status::Preliminary,
        observations: observations::list(store, None).await.unwrap(),
        values: vec![value(), no_value()],
        judgements: vec![JudgedIn { year: 2025, judgement: judgement() }],
        ratings: ratings::list(store, "sample-plan").await.unwrap(),
        // Its one figure is withheld from everybody.
        public: Public::default(),
        packages: packages::list(store, Kind::Catalogue).await.unwrap(),
        demo: false,
        heng_version: "0.1.0".to_owned(),
    }
}

pub async fn release(store: &Store) -> Release {
    release::create(store, &bureau(), LATER, content(store).await).await.unwrap()
}

pub fn new_user(name: &str, role: Role, unit: Option<&str>) -> users::NewUser {
    users::NewUser {
        name: name.to_owned(),
        display_name: "张三".to_owned(),
        password_hash: "hash".to_owned(),
        role,
        unit: unit.map(str::to_owned),
        must_change_password: true,
    }
}

/// Everything has happened once: each append-only table holds a row.
pub async fn lived(store: &Store) {
    let (package, _) = packages::import(store, &bureau(), NOW, new_package("1", &package_files("code"))).await.unwrap();
    confirmations::confirm(store, &bureau(), NOW, "sample-plan", "health", "三定方案").await.unwrap();
    users::create(store, &bureau(), NOW, new_user("admin", Role::Administrator, None)).await.unwrap();
    import(store, vec![figure("LIVEBIRTH", 2024, "4000", "yearbook")], None).await.unwrap();
    let round = round(store, 2025, &["health"]).await.unwrap();
    let until = Moment { day: "2026-04-15".to_owned(), at: "2026-04-15T16:00:00.000Z".to_owned() };
    courses::grant(store, &bureau(), NOW, (round.id, "health"), until, "出差").await.unwrap();
    let submission = only_submission(store, round.id).await.id;
    save(store, submission, &[edit(entry("MATDEATH", "1"), 0)]).await.unwrap();
    signatures::add(store, &bureau(), NOW, submission, "刘局长", None, |_| Ok(())).await.unwrap();
    save_once(store, submission, "lived", &[edit(entry("MATDEATH", "1"), 1)]).await.unwrap();
    through(store, submission, None).await.unwrap();
    reviewed(store, submission).await;
    for level in ["begun", "carried_out"] {
        ratings::rate(store, &bureau(), NOW, rating(level)).await.unwrap();
    }
    let hidden = vec![(key("MATDEATH", "", 2025), 1.into())];
    let made = Withholding {
        catalogue: "sample".to_owned(),
        package: package.id,
        observation: 1,
        hidden,
        rounded: Vec::new(),
    };
    withholdings::record(store, &bureau(), NOW, &made).await.unwrap();
    let number = release(store).await.number;
    let new = reports::NewReport {
        plan: "sample-plan".to_owned(),
        kind: "annual".to_owned(),
        year: 2025,
        release: number,
        format: "docx".to_owned(),
    };
    reports::create(store, &bureau(), LATER, new, b"PK".to_vec()).await.unwrap();
    let computed = warnings::Computed { basis: basis(1, 1, "2026-04-01"), findings: &[finding("H03")], rules: &[] };
    warnings::record(store, &bureau(), LATER, &computed).await.unwrap();
    settings::finish_demo(store, &bureau(), LATER).await.unwrap();
    let made = proposals::NewProposal { base: &package, changes: &[], reason: "口径调整" };
    let proposal = proposals::propose(store, &bureau(), LATER, made).await.unwrap().request.id;
    proposals::reject(store, &bureau(), LATER, proposal, "依据不足").await.unwrap();
}

/// Objective 1.3 rated for 2025.
pub fn rating(level: &str) -> ratings::NewRating<'_> {
    ratings::NewRating {
        plan: "sample-plan",
        objective: "1.3",
        year: 2025,
        level,
        level_name: "有措施",
        evidence: "培训记录",
        role: "evaluator",
    }
}

/// A question is answered, a correction asked and refused, and a contact person hands over.
async fn reviewed(store: &Store, submission: i64) {
    let cell = CellId::parse("MATDEATH").unwrap();
    let asked = questions::ask(store, &bureau(), NOW, submission, Role::Administrator, &cell, "属实？").await.unwrap();
    questions::answer(store, &bureau(), NOW, asked.id, "属实").await.unwrap();
    let wish = corrections::ask(store, &bureau(), NOW, submission, &[cell], "漏报").await.unwrap();
    corrections::decide(store, &bureau(), NOW, wish.id, Role::Administrator, false, "附依据").await.unwrap();
    let reporter = new_user("li", Role::Reporter, Some("health"));
    let from = users::create(store, &bureau(), NOW, reporter).await.unwrap().id;
    let to = handovers::Successor::New(new_user("he", Role::Reporter, Some("health")));
    handovers::hand_over(store, &bureau(), NOW, from, to, "调岗").await.unwrap();
}

/// What warnings of the plan are computed from.
pub fn basis(packages: i64, observation: i64, day: &str) -> warnings::Basis {
    warnings::Basis {
        plan: plan().to_string(),
        package: packages,
        observation,
        step: 0,
        day: day.to_owned(),
        computed_at: NOW.to_owned(),
    }
}

/// An indicator that jumped in 2025.
pub fn finding(indicator: &str) -> Finding {
    let indicator = IndicatorCode::parse(indicator).unwrap();
    Finding {
        identity: Identity {
            kind: WarningKind::Volatility,
            subject: Watched::Indicator(indicator.clone()),
            area: AreaCode::parse("110000").unwrap(),
            breakdown: Breakdown::parse("sex=F").unwrap(),
            period: Period::year(2025),
        },
        rule: RuleCode::parse("volatility").unwrap(),
        severity: WarningSeverity::Medium,
        since: Period::year(2025),
        reason: Text::new("一年内翻一番", Some("doubled in a year".to_owned())),
        numbers: vec![("z".to_owned(), "5.1".to_owned())],
        indicator: Some(indicator),
        target: None,
        domains: vec![1],
        units: vec![unit("health")],
    }
}
