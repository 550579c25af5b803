//! The plan of these tests and its facts.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, PlanCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_monitoring::monitor;
use heng_monitoring::values::Values;
use heng_plan::model::{
    Area, BeforeTargetYear, Catalogue, CodeEntry, DisclosureRule, Domain, Indicator, IndicatorFormula, IndicatorKind,
    Item, Level, Objective, ObjectiveKind, Operator, Plan, PrimaryRule, Reference, RubricLevel, Source, Status, Target,
    TargetSet, TargetStatus, ValueType,
};
use heng_report::facts::{Facts, Frozen, Kind, Rating, ReleaseHead};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use rust_decimal::Decimal;

const AREA: &str = "999999";

fn indicator(code: &str, name: &str, unit: &str, doubt: Option<&str>) -> Indicator {
    let code = IndicatorCode::parse(code).unwrap();
    let doubt = doubt.map(str::to_owned);
    Indicator { doubt, ..Indicator::yearly(code, Text::zh(name), IndicatorKind::Rate, unit) }
}

/// Counted from the items CASES and EXPOSED.
fn cases(indicator: Indicator) -> Indicator {
    let item = |code: &str| format!("item('{code}')");
    let formula = IndicatorFormula::Fraction {
        numerator: item("CASES"),
        denominator: Some(item("EXPOSED")),
        factor: Decimal::from(100_000),
    };
    Indicator { formula, ..indicator }
}

fn item(code: &str) -> Item {
    Item::yearly(ItemCode::parse(code).unwrap(), Text::zh(code), "人", ValueType::Integer)
}

fn county(code: AreaCode, parent: &AreaCode) -> (AreaCode, Area) {
    let parent = Some(parent.clone());
    let name = Text::zh("某市");
    (code.clone(), Area { code, name, area_type: "county".to_owned(), parent, tile: None, adds_up: false })
}

fn province_of(code: &AreaCode) -> (AreaCode, Area) {
    let (code, name, area_type) = (code.clone(), Text::zh("某省"), "province".to_owned());
    (code.clone(), Area { code, name, area_type, parent: None, tile: None, adds_up: false })
}

/// A made-up figure of the province.
fn published(indicator: &str, area: &AreaCode, year: i32, value: &str) -> Reference {
    Reference {
        indicator: IndicatorCode::parse(indicator).unwrap(),
        area: area.clone(),
        period: Period::year(year),
        breakdown: Breakdown::total(),
        value: value.parse().unwrap(),
        unit: "1/10万".to_owned(),
        source: SourceCode::parse("S2").unwrap(),
    }
}

fn catalogue() -> Catalogue {
    let indicators = [
        indicator("A", "甲死亡率", "1/10万", None),
        indicator("B", "乙普及率", "%", None),
        indicator("C", "丙比例", "%", Some("是否含聘用人员未定")),
        indicator("D", "丁覆盖率", "%", None),
        Indicator { carry_years: Some(5), ..indicator("E", "戊参与率", "%", None) },
        indicator("F", "庚知晓率", "%", None),
        indicator("G", "辛检查率", "%", None),
        indicator("H", "壬签约率", "%", None),
        indicator("J", "癸配备率", "%", None),
        cases(indicator("K", "子发病率", "1/10万", None)),
    ];
    let area = AreaCode::parse(AREA).unwrap();
    let province = AreaCode::parse("990000").unwrap();
    let source = |code: &str, title: &str, rank| Source {
        code: SourceCode::parse(code).unwrap(),
        title: title.to_owned(),
        url: None,
        publisher: (rank == 1).then(|| "某市统计局".to_owned()),
        rank,
    };
    let sources = [source("S1", "某市统计年鉴", 1), source("S2", "某局年报", 2)];
    Catalogue {
        code: "cn-test".to_owned(),
        version: "1".to_owned(),
        items: ["CASES", "EXPOSED"].map(item).into_iter().map(|item| (item.code.clone(), item)).collect(),
        indicators: indicators.into_iter().map(|indicator| (indicator.code.clone(), indicator)).collect(),
        codes: [("sex".to_owned(), vec![CodeEntry::new("F", Text::zh("女"), None)])].into(),
        areas: [county(area, &province), province_of(&province)].into_iter().collect(),
        references: vec![published("A", &province, 2024, "9.1"), published("A", &province, 2018, "12")],
        sources: sources.into_iter().map(|source| (source.code.clone(), source)).collect(),
        rubric: vec![level("有措施", "有实施记录"), level("已实现", "评估组核实过材料")],
        ..Catalogue::default()
    }
}

fn level(name: &str, criterion: &str) -> RubricLevel {
    let (code, criterion) = (name.to_owned(), Text::zh(criterion));
    RubricLevel { code, name: Text::zh(name), criterion, status: Status::Proposed }
}

fn target(id: &str, indicator: Option<&str>, operator: &str, value: Option<&str>, quote: &str) -> Target {
    let objective = id.split('-').next().unwrap();
    Target {
        id: id.to_owned(),
        reference: objective.to_owned(),
        objective: Some(objective.to_owned()),
        set: TargetSet::Own,
        indicator: indicator.map(|code| IndicatorCode::parse(code).unwrap()),
        breakdown: Breakdown::total(),
        operator: Operator::parse(operator).unwrap(),
        value: value.map(|value| value.parse().unwrap()),
        unit: value.map(|_| if matches!(indicator, Some("A" | "K")) { "1/10万" } else { "%" }.to_owned()),
        year: 2030,
        tolerance: None,
        side: None,
        standard: None,
        status: if value.is_some() { TargetStatus::Plan } else { TargetStatus::Direction },
        indicator_confirmed: true,
        quote: Some(quote.to_owned()),
        line: None,
        note: None,
    }
}

fn plan() -> Plan {
    let objective = |number: &str, domain, kind, text: &str| Objective {
        number: number.to_owned(),
        domain,
        text: text.to_owned(),
        kind,
        evidence: Vec::new(),
        line: None,
    };
    let women = Breakdown::parse("sex=F").unwrap();
    let province = Target { set: TargetSet::Province, ..target("1.2-p", Some("B"), ">=", Some("90"), "省目标") };
    Plan {
        code: PlanCode::parse("test-2021").unwrap(),
        title: Text::zh("某市某某发展规划(2021—2030年)"),
        area: AreaCode::parse(AREA).unwrap(),
        level: Level::County,
        start: 2021,
        end: 2030,
        base_year: 2020,
        catalogue: "cn-test".to_owned(),
        catalogue_version: "1".to_owned(),
        nearly_tolerance: Some(Decimal::new(5, 2)),
        before_target_year: BeforeTargetYear::default(),
        intervals: Default::default(),
        text_whole: true,
        text_note: None,
        document: String::new(),
        domains: vec![
            Domain { number: 1, title: Text::zh("甲领域") },
            Domain { number: 2, title: Text::zh("乙领域") },
            Domain { number: 3, title: Text::zh("丙领域") },
        ],
        objectives: vec![
            objective("1.1", 1, ObjectiveKind::Numeric, "甲死亡率下降到8/10万以下。"),
            objective("1.2", 1, ObjectiveKind::Numeric, "乙普及率达到95%以上。"),
            objective("1.3", 1, ObjectiveKind::Qualitative, "意识明显增强。"),
            objective(
                "1.4",
                1,
                ObjectiveKind::Numeric,
                "庚知晓率、辛检查率、壬签约率达到80%以上,癸配备率保持90%以上。",
            ),
            objective("1.5", 1, ObjectiveKind::Numeric, "子发病率控制在8/10万以下。"),
            objective("2.1", 2, ObjectiveKind::Numeric, "丙比例达到30%以上,丁覆盖率达到60%以上。"),
            objective("2.2", 2, ObjectiveKind::Direction, "戊参与率逐步提高。"),
            Objective {
                evidence: vec!["政策文件".to_owned(), "服务台账".to_owned()],
                ..objective("2.3", 2, ObjectiveKind::Qualitative, "服务网络健全。")
            },
        ],
        targets: vec![
            target("1.1-a", Some("A"), "<=", Some("8"), "甲死亡率下降到8/10万以下"),
            target("1.2-a", Some("B"), ">=", Some("95"), "乙普及率达到95%以上"),
            province,
            target("1.4-a", Some("F"), ">=", Some("80"), "庚知晓率达到80%以上"),
            target("1.4-b", Some("G"), ">=", Some("80"), "辛检查率达到80%以上"),
            target("1.4-c", Some("H"), ">=", Some("80"), "壬签约率达到80%以上"),
            target("1.4-d", Some("J"), ">=", Some("90"), "癸配备率保持90%以上"),
            target("1.5-a", Some("K"), "<=", Some("8"), "子发病率控制在8/10万以下"),
            target("2.1-a", Some("C"), ">=", Some("30"), "丙比例达到30%以上"),
            target("2.1-b", Some("D"), ">=", Some("60"), "丁覆盖率达到60%以上"),
            Target { breakdown: women, ..target("2.2-a", Some("E"), "up", None, "戊参与率逐步提高") },
            target("2.2-b", None, "up", None, "己逐步提高"),
        ],
        measures: Vec::new(),
        projects: Vec::new(),
        units: Default::default(),
        responsibilities: Vec::new(),
        form_items: Vec::new(),
        form_heads: Vec::new(),
        schemes: Vec::new(),
        series: Vec::new(),
        checks: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Item, year, value; numbered from 201.
const COUNTS: &[(&str, i32, &str)] = &[
    ("CASES", 2020, "1"),
    ("EXPOSED", 2020, "4000"),
    ("CASES", 2023, "0"),
    ("EXPOSED", 2023, "4100"),
    ("CASES", 2026, "1"),
    ("EXPOSED", 2026, "4200"),
    ("CASES", 2030, "0"),
    ("EXPOSED", 2030, "4300"),
];

/// Indicator, breakdown, year, value, source, OBS_STATUS; numbered from 101.
const FIGURES: &[(&str, &str, i32, &str, &str, &str)] = &[
    ("A", "", 2020, "12.5", "S1", "A"),
    ("A", "", 2023, "11.0", "S1", "A"),
    ("A", "", 2024, "9.7", "S1", "E"),
    ("A", "", 2026, "8.4", "S1", "A"),
    ("A", "", 2029, "8.1", "S1", "A"),
    ("A", "", 2030, "7.96", "S1", "P"),
    ("B", "", 2020, "80", "S1", "A"),
    ("B", "", 2026, "95.2", "S1", "A"),
    ("B", "", 2030, "93.6", "S1", "A"),
    ("B", "", 2030, "93.1", "S2", "A"),
    ("C", "", 2020, "22", "S2", "A"),
    ("C", "", 2026, "23.4", "S2", "A"),
    ("C", "", 2030, "24.2", "S2", "A"),
    ("D", "", 2024, "50", "S2", "A"),
    ("E", "sex=F", 2020, "40", "S2", "A"),
    ("E", "sex=F", 2022, "41.5", "S2", "A"),
    ("E", "sex=F", 2026, "39.5", "S2", "A"),
    ("F", "", 2020, "60", "S1", "A"),
    ("F", "", 2023, "66", "S1", "A"),
    ("F", "", 2026, "73", "S1", "A"),
    ("F", "", 2030, "81.2", "S1", "A"),
    ("G", "", 2020, "60", "S1", "A"),
    ("G", "", 2026, "70", "S1", "A"),
    ("G", "", 2030, "79.0", "S1", "A"),
    ("H", "", 2026, "70", "S1", "A"),
    ("H", "", 2030, "82", "S1", "A"),
    ("J", "", 2020, "91", "S1", "A"),
    ("J", "", 2026, "88", "S1", "A"),
    ("J", "", 2030, "90.4", "S1", "A"),
];

fn observation(id: i64, subject: Subject, breakdown: &str, year: i32, value: &str, from: (&str, &str)) -> Observation {
    let area = AreaCode::parse(AREA).unwrap();
    Observation {
        id,
        key: Key { subject, area, period: Period::year(year), breakdown: Breakdown::parse(breakdown).unwrap() },
        value: Some(value.parse().unwrap()),
        missing: None,
        obs_status: from.1.to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse(from.0).unwrap(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    }
}

fn observations() -> Vec<Observation> {
    let figure = |(id, (code, breakdown, year, value, source, status)): (i64, &(&str, &str, i32, &str, &str, &str))| {
        let subject = Subject::Indicator(IndicatorCode::parse(code).unwrap());
        observation(id, subject, breakdown, *year, value, (source, status))
    };
    let count = |(id, (code, year, value)): (i64, &(&str, i32, &str))| {
        observation(id, Subject::Item(ItemCode::parse(code).unwrap()), "", *year, value, ("S1", "A"))
    };
    (101..).zip(FIGURES).map(figure).chain((201..).zip(COUNTS).map(count)).collect()
}

/// Objective 1.3 was rated in 2025, 2.3 not before 2029.
fn ratings() -> Vec<Rating> {
    let rated = |objective: &str, year, level: &str, evidence: &str, role: Option<&str>| Rating {
        objective: objective.to_owned(),
        year,
        level: level.to_owned(),
        evidence: evidence.to_owned(),
        role: role.map(str::to_owned),
    };
    vec![
        rated("1.3", 2024, "有部署", "文件", None),
        rated("1.3", 2025, "有措施", "12个镇街有培训记录。\n 抽查3个村\n", Some("evaluator")),
        rated("2.3", 2029, "已实现", "核实报告", Some("administrator")),
    ]
}

/// The same facts as a release of the time before ratings were frozen gives them.
pub fn without_ratings(kind: Kind, year: i32) -> Facts {
    of(kind, year, observations(), None)
}

pub fn facts(kind: Kind, year: i32) -> Facts {
    of(kind, year, observations(), Some(&ratings()))
}

pub fn without_data(kind: Kind) -> Facts {
    of(kind, 2026, Vec::new(), None)
}

/// The same of a catalogue that rounds the item CASES, which disclosure control has done.
pub fn rounded(kind: Kind, year: i32) -> Facts {
    let rule = DisclosureRule {
        code: "cases".to_owned(),
        items: vec![ItemCode::parse("CASES").unwrap()],
        units: Vec::new(),
        except: Vec::new(),
        rule: PrimaryRule::Round { base: 5 },
        width: 2,
        status: Status::Proposed,
        note: None,
    };
    let mut observations = observations();
    for one in observations.iter_mut().filter(|one| one.key.subject.code() == "CASES") {
        (one.value, one.obs_status) = (Some(Decimal::from(5)), "E".to_owned());
    }
    under(Catalogue { disclosure: vec![rule], ..catalogue() }, kind, year, observations, Some(&ratings()))
}

fn of(kind: Kind, year: i32, observations: Vec<Observation>, ratings: Option<&[Rating]>) -> Facts {
    under(catalogue(), kind, year, observations, ratings)
}

fn under(
    catalogue: Catalogue,
    kind: Kind,
    year: i32,
    observations: Vec<Observation>,
    ratings: Option<&[Rating]>,
) -> Facts {
    let plan = plan();
    let rank = |source: &SourceCode| catalogue.sources.get(source).map_or(u32::MAX, |source| source.rank);
    let values = Values::compute(&plan, &catalogue, &Dataset::new(observations, rank));
    let judgements = monitor(&plan, &catalogue, &heng_statistics::formula::Formulas::read(&catalogue), &values, year);
    let values: Vec<_> = values.all().cloned().collect();
    let head = ReleaseHead {
        number: 7,
        is_final: true,
        created_at: "2031-04-20T02:00:00Z".to_owned(),
        created_on: "2031-04-20".to_owned(),
        manifest_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        supersedes: Some(6),
        issuer: None,
        origins: [(101, "导入第1号".to_owned()), (106, "报送第12号".to_owned())].into(),
    };
    let frozen = Frozen { plan: &plan, catalogue: &catalogue, values: &values, judgements: &judgements, ratings };
    Facts::from_release(frozen, head, kind, year)
}
