//! The reader held against plans: one whole plan with a key made by hand, parts of older and other plans, and
//! arbitrary text.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use heng_plan::read::{NoticeCode, PlanPeriod, ReadPlan, ReadTarget, patterns, read_plan};
use proptest::prelude::*;

fn case(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let paths = [folder.join("../../tests/cases/plans").join(name), folder.join("tests/cases").join(name)];
    let path = paths.iter().find(|path| path.exists()).unwrap();
    std::fs::read_to_string(path).unwrap()
}

fn kaiping() -> ReadPlan {
    read_plan(&case("kaiping_women_2021.txt"))
}

/// Every target with the number of its objective, measure or project.
fn targets(read: &ReadPlan) -> Vec<(&str, &ReadTarget)> {
    let mut all = Vec::new();
    for domain in &read.domains {
        let objectives = domain.objectives.iter().flat_map(|o| o.targets.iter().map(|t| (o.number.as_str(), t)));
        let measures = domain.measures.iter().flat_map(|m| m.targets.iter().map(|t| (m.number.as_str(), t)));
        all.extend(objectives.chain(measures));
    }
    all.extend(read.projects.iter().flat_map(|p| p.targets.iter().map(|t| (p.number.as_str(), t))));
    all
}

/// A row of a key: the columns of the file, by name.
struct KeyRow(std::collections::BTreeMap<String, String>);

impl KeyRow {
    fn cell(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn is(&self, reference: &str, target: &ReadTarget) -> bool {
        let value = target.value.map(|value| value.to_string()).unwrap_or_default();
        let overlaps = target.quote.contains(self.cell("quote")) || self.cell("quote").contains(&target.quote);
        reference == self.cell("ref")
            && target.operator.as_str() == self.cell("operator")
            && value == self.cell("value")
            && target.unit.as_deref().unwrap_or("") == self.cell("unit")
            && target.year.map(|year| year.to_string()).unwrap_or_default() == self.cell("year")
            && overlaps
    }
}

fn key(name: &str) -> Vec<KeyRow> {
    let text = case(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| KeyRow(row.unwrap())).collect()
}

/// Recall and precision of what was read against a key, each target used once. Prints misses and wrong ones.
fn score(name: &str, key: &[KeyRow], mut read: Vec<(&str, &ReadTarget)>) -> (f64, f64) {
    let total = read.len();
    let mut hits = 0;
    for row in key {
        match read.iter().position(|(reference, target)| row.is(reference, target)) {
            Some(index) => {
                read.remove(index);
                hits += 1;
            }
            None => println!("{name} missed: {} {}", row.cell("ref"), row.cell("quote")),
        }
    }
    for (reference, target) in &read {
        println!("{name} wrong: {reference} {:?}", target);
    }
    let (recall, precision) = (f64::from(hits) / key.len() as f64, f64::from(hits) / total as f64);
    println!("{name}: key {}, read {total}, right {hits}; recall {recall:.3}, precision {precision:.3}", key.len());
    (recall, precision)
}

fn is_quantity(target: &ReadTarget) -> bool {
    target.value.is_some()
}

#[test]
fn structure_of_a_whole_plan() {
    let read = kaiping();
    assert_eq!(read.title.as_deref(), Some("开平市妇女发展规划(2021—2030年)"));
    assert_eq!(read.area.as_deref(), Some("开平市"));
    assert_eq!(read.period, Some(PlanPeriod { start: 2021, end: 2030 }));
    assert!(read.notices.iter().any(|notice| notice.code == NoticeCode::TitleCut && notice.line == Some(1)));
    let objectives: Vec<usize> = read.domains.iter().map(|domain| domain.objectives.len()).collect();
    let measures: Vec<usize> = read.domains.iter().map(|domain| domain.measures.len()).collect();
    assert_eq!(objectives, [13, 9, 9, 9, 9, 12, 13, 10]);
    assert_eq!(measures, [13, 10, 11, 9, 11, 14, 12, 13]);
    assert_eq!(read.projects.len(), 8);
    let titles: Vec<_> = read.chapters.iter().filter_map(|chapter| chapter.title.as_deref()).collect();
    assert_eq!(titles, ["总体要求", "发展领域、主要目标和策略措施", "重点工程", "组织实施", "监测评估"]);
    let project = &read.projects[6];
    assert_eq!((project.number.as_str(), project.title.as_str()), ("P7", "公共场所母婴室建设工程"));
    let measure = &read.domains[0].measures[8];
    assert_eq!((measure.number.as_str(), measure.title.as_str()), ("1.M9", "提升妇女健康素养"));
}

#[test]
fn quantitative_targets_of_a_whole_plan() {
    let read = kaiping();
    let found = targets(&read).into_iter().filter(|(_, target)| is_quantity(target)).collect();
    let (recall, precision) = score("quantities", &key("kaiping_women_2021.targets.csv"), found);
    assert!(recall >= 1.0 && precision >= 1.0, "recall {recall}, precision {precision}");
}

#[test]
fn directions_of_a_whole_plan() {
    let read = kaiping();
    let found = targets(&read).into_iter().filter(|(_, target)| !is_quantity(target)).collect();
    let (recall, precision) = score("directions", &key("kaiping_women_2021.directions.csv"), found);
    assert!(recall >= 1.0 && precision >= 1.0, "recall {recall}, precision {precision}");
}

#[test]
fn lines_lead_to_the_words() {
    let text = case("kaiping_women_2021.txt");
    let read = read_plan(&text);
    let input: Vec<&str> = text.lines().collect();
    let document = read.document.text();
    let kept: Vec<&str> = document.lines().collect();
    assert!(!document.contains("原文链接") && !document.contains("点赞"));
    for (_, target) in targets(&read) {
        assert!(input[target.line - 1].contains(&target.quote), "{}", target.quote);
        let line = read.document.line_of(target.line).unwrap();
        assert!(kept[line - 1].contains(&target.quote), "{}", target.quote);
    }
}

#[test]
fn json_is_the_contract() {
    let json = serde_json::to_value(kaiping()).unwrap();
    let objective = &json["domains"][0]["objectives"][1];
    assert_eq!(objective["number"], "1.2");
    let target = &objective["targets"][0];
    assert_eq!(target["indicator"], "孕产妇死亡率");
    assert_eq!((&target["operator"], &target["value"]), (&"<=".into(), &8.into()));
    assert_eq!((&target["unit"], &target["year"]), (&"1/10万".into(), &2030.into()));
    assert_eq!(target["quote"], "孕产妇死亡率下降到8/10万以下");
    assert_eq!(json["domains"][1]["objectives"][3]["targets"][0]["value"], 97.5);
    assert!(json["domains"][0]["objectives"][0]["targets"][0]["value"].is_null());
    assert_eq!(json["period"], serde_json::json!({"start": 2021, "end": 2030}));
    assert!(json.get("document").is_none());
}

/// A snapshot beside each text of `tests/cases`.
#[test]
fn parts_of_other_plans() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let read = read_plan(&std::fs::read_to_string(&path).unwrap());
        insta::with_settings!({prepend_module_to_snapshot => false, snapshot_path => "cases"}, {
            insta::assert_json_snapshot!(name, read);
        });
    }
}

#[test]
fn a_plan_whose_numbers_were_lost() {
    let text = "某县儿童发展规划（2021－2030年）\n\n儿童与安全\n主要目标\n儿童伤害死亡率以2020年数据为基数下降20%。\n\
                儿童用品抽查合格率达到９０％以上。\n策略措施\n加强监管。每个乡镇至少建立1个站点。\n重点工程\n安全工程。建设3所学校。\n";
    let read = read_plan(text);
    assert_eq!(read.domains.len(), 1, "{:?}", read.notices);
    let domain = &read.domains[0];
    assert_eq!((domain.title.as_str(), domain.objectives.len(), domain.measures.len()), ("儿童与安全", 2, 1));
    assert_eq!(domain.objectives[1].targets[0].quote, "儿童用品抽查合格率达到９０％以上");
    assert_eq!((read.projects.len(), read.projects[0].title.as_str()), (1, "安全工程"));
}

/// The whole plan, broken at so many characters as in a text copied from a page.
#[test]
fn a_broken_text_is_read_as_a_whole_one() {
    let whole = std::fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../plans/kaiping-women-2021/document.txt"),
    )
    .unwrap();
    for width in [35, 40] {
        let lines = whole.lines().flat_map(|line| {
            let characters: Vec<char> = line.chars().collect();
            let pieces: Vec<String> = characters.chunks(width).map(|piece| piece.iter().collect()).collect();
            if pieces.is_empty() { vec![String::new()] } else { pieces }
        });
        let broken = read_plan(&lines.collect::<Vec<_>>().join("\n"));
        let whole = read_plan(&whole);
        assert!(broken.notices.iter().any(|notice| notice.code == NoticeCode::LinesJoined));
        let told = |read: &ReadPlan| -> Vec<String> {
            targets(read)
                .iter()
                .map(|(number, target)| format!("{number} {:?} {}", target.value, target.quote))
                .collect()
        };
        assert_eq!(told(&broken), told(&whole), "{width}");
    }
}

#[test]
fn objectives_and_measures_in_chapters_of_their_own() {
    let text = "某市妇女发展规划（2011—2020年）\n二、主要目标\n（一）妇女与健康\n1、筛查率达到80%。\n（二）妇女与教育\n1、入学率达到95%。\n\
                三、策略措施\n（一）妇女与健康\n1、加强筛查。\n（二）妇女与教育\n1、加强教育。\n四、组织实施\n加强领导。\n";
    let read = read_plan(text);
    let counts: Vec<_> =
        read.domains.iter().map(|d| (d.number.as_str(), d.objectives.len(), d.measures.len())).collect();
    assert_eq!(counts, [("1", 1, 1), ("2", 1, 1)]);
    assert_eq!(targets(&read)[0].1.year, Some(2020));
}

#[test]
fn articles_are_numbered_through_the_text() {
    let text = "某市妇女发展规划（2021—2030年）\n第二章 发展领域\n第一节 妇女与健康\n主要目标\n\
                第四条 城市孕产妇系统管理率达到95%以上。\n第五条 筛查率达到90%。\n策略措施\n第六条 加强管理。\n";
    let read = read_plan(text);
    let told: Vec<_> = targets(&read).iter().map(|(number, t)| (*number, t.indicator.clone().unwrap())).collect();
    assert_eq!(told, [("1.4", "城市孕产妇系统管理率".to_owned()), ("1.5", "筛查率".to_owned())]);
    assert_eq!(read.domains[0].measures[0].number, "1.M6");
    assert_eq!(read.notices, []);
}

#[test]
fn roman_chapters_decimals_letters_and_named_projects() {
    let text = "某市妇女发展规划（2021—2030年）\nⅠ、总体要求\n略。\nⅡ、发展领域\n（一）妇女与健康\n1.1 主要目标\n\
                1.1.1 筛查率达到90%。\n1.1.2 治疗率达到95%：\na.城市达到96%。\n1.2 策略措施\n1.2.1 加强管理。\n\
                Ⅲ、重点工程\n项目一：母婴室建设工程。建设3所母婴室。\n项目二：健康工程。建设1所医院。\n";
    let read = read_plan(text);
    let titles: Vec<_> = read.chapters.iter().filter_map(|chapter| chapter.title.as_deref()).collect();
    assert_eq!(titles, ["总体要求", "发展领域", "重点工程"], "{:?}", read.notices);
    let domain = &read.domains[0];
    assert_eq!((domain.title.as_str(), domain.objectives.len(), domain.measures.len()), ("妇女与健康", 2, 1));
    let projects: Vec<_> = read.projects.iter().map(|p| (p.number.as_str(), p.title.as_str())).collect();
    assert_eq!(projects, [("P1", "母婴室建设工程"), ("P2", "健康工程")]);
    assert_eq!(targets(&read).len(), 5);
}

#[test]
fn short_labels_and_lists_on_one_line() {
    let text = "某市妇女发展规划（2021—2030年）\n一、妇女与健康\n目标：①孕产妇死亡率控制在12/10万以下；②婴儿死亡率控制在5‰以下。\n\
                措施：①加强服务；②落实。\n二、妇女与教育\n目标：1.毛入园率达到95%。2.毛入学率达到95%。\n措施：1.加强服务。\n\
                三、妇女与经济\n主要目标：\n（1）就业率达到95%；（2）参保率达到90%。\n策略措施：加强服务。\n\
                四、重点工程\n1.培训工程。\n目标：1.培训1000人。2.建设3所学校。\n2.健康工程。\n";
    let read = read_plan(text);
    let counts: Vec<_> =
        read.domains.iter().map(|d| (d.title.as_str(), d.objectives.len(), d.measures.len())).collect();
    assert_eq!(counts, [("妇女与健康", 2, 2), ("妇女与教育", 2, 1), ("妇女与经济", 2, 1)]);
    let projects: Vec<_> = read.projects.iter().map(|p| (p.title.as_str(), p.targets.len())).collect();
    assert_eq!(projects, [("培训工程", 2), ("健康工程", 0)]);
    assert_eq!(read.notices, []);
}

#[test]
fn a_blank_parts_the_number_from_the_title_of_a_domain() {
    let text = "某市妇女发展规划（2021—2030年）\n一　妇女与健康\n主要目标：\n1.筛查率达到95%。\n2 妇女与教育\n主要目标：\n1.入学率达到95%。\n";
    let read = read_plan(text);
    let titles: Vec<_> = read.domains.iter().map(|domain| domain.title.as_str()).collect();
    assert_eq!(titles, ["妇女与健康", "妇女与教育"]);
}

#[test]
fn promises_outside_domains_are_said() {
    let text = "某市妇女发展规划（2021—2030年）\n一、总体要求\n截至2020年底，筛查率为60%。\n到2030年，筛查率达到95%。\n\
                二、妇女与教育\n主要指标如下。\n1.毛入园率达到95%。\n2.加强服务。\n三、妇女与健康\n主要目标：\n1.筛查率达到90%。\n";
    let said: Vec<_> = read_plan(text).notices.iter().map(|notice| (notice.line, notice.code)).collect();
    assert_eq!(said, [(Some(4), NoticeCode::FigureUnread), (Some(7), NoticeCode::FigureUnread)]);
}

/// The row of the manual for a pattern.
fn manual_row(pattern: &patterns::Pattern) -> String {
    let example = pattern.example;
    let figure = [example.value, example.unit].concat();
    let scope = if pattern.promise_only { "目标、工程" } else { "目标、措施、工程" };
    let operator = example.operator.as_str();
    format!(
        "| `{}` | {} | {} | {} | {operator} | {figure} | {scope} |",
        pattern.name, pattern.reads, example.text, example.indicator
    )
}

#[test]
fn the_manual_has_the_table_of_patterns() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let manual = std::fs::read_to_string(folder.join("../../docs/plan-reader.md")).unwrap();
    let rows: Vec<String> = patterns::patterns().map(manual_row).collect();
    let found = manual.lines().filter(|line| line.starts_with("| `"));
    assert_eq!(found.collect::<Vec<_>>(), rows, "docs/plan-reader.md; rows as they should be:\n{}", rows.join("\n"));
}

/// Lines as plans have them, and any others.
fn plan_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[一二十]{1,2}、.{0,12}",
        "[（(][一二三][)）].{0,40}",
        "[0-9]{1,3}[.、．].{0,60}",
        Just("主要目标：".to_owned()),
        Just("策略措施:".to_owned()),
        Just("三、重点工程".to_owned()),
        Just("[...]".to_owned()),
        "[1-3]\\.[妇女率比例和、，。]{0,9}(达到|分别降到|不低于|每年|建设|占)[0-9０-９]{1,30}[.:/,]?[0-9]{0,3}(%|‰|/10万|万人次|所|个)?(以上|以下|左右)?[。，、和]?.{0,12}",
        "甲市妇女发展规划[（(][0-9]{4}[—-]?[0-9]{0,4}年?[)）]?",
        "[妇女率达到以上，“”]{14,16}[0-9]{0,3}%?",
        any::<String>(),
    ];
    proptest::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_any_text(text in plan_lines()) {
        let read = read_plan(&text);
        let lines: Vec<&str> = text.split('\n').collect();
        // Lines that were broken are joined: the document has the quotes.
        let document = read.document.text();
        let kept: Vec<&str> = document.lines().collect();
        for (_, target) in targets(&read) {
            let line = read.document.line_of(target.line).unwrap();
            prop_assert!(target.line <= lines.len() && kept[line - 1].contains(&target.quote), "{:?}", target);
            prop_assert!(!target.quote.is_empty());
        }
        for notice in &read.notices {
            prop_assert!(notice.line.is_none_or(|line| line >= 1 && line <= lines.len()));
        }
        for domain in &read.domains {
            let mut numbers: Vec<_> = domain.objectives.iter().map(|o| &o.number).collect();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), domain.objectives.len());
        }
        serde_json::to_string(&read).unwrap();
        heng_plan::draft::draft(&read);
    }

    #[test]
    fn reads_any_bytes_of_text(text in any::<String>()) {
        read_plan(&text);
    }
}
