use super::*;

fn read(text: &str, promises: bool) -> Vec<ReadTarget> {
    let entry = Entry { count: 1, line: 1, parts: vec![(1, text.to_owned())] };
    entry_targets(&entry, Some(2030), promises, &mut Vec::new())
}

fn told(target: &ReadTarget) -> (String, &'static str, String, String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let value = target.value.map(|value| value.to_string()).unwrap_or_default();
    (text(&target.indicator), target.operator.as_str(), value, text(&target.unit))
}

#[test]
fn every_pattern_reads_its_example() {
    for pattern in PATTERNS {
        let example = pattern.example;
        let targets = read(example.text, true);
        let expected = (
            example.indicator.to_owned(),
            example.operator.as_str(),
            example.value.to_owned(),
            example.unit.to_owned(),
        );
        assert_eq!(targets.iter().map(told).collect::<Vec<_>>(), [expected], "{}", pattern.name);
        assert_eq!(targets[0].pattern, pattern.name, "{} is read by another pattern", pattern.name);
    }
}

#[test]
fn figures_that_promise_nothing_are_left() {
    let texts = [
        "构建城市社区“15分钟生活圈”、农村社区“半小时生活圈”。",
        "定期为65岁及以上常住妇女提供健康指导。",
        "发展3岁以下婴幼儿照护服务。",
        "全面贯彻党的十九大精神，推进三项工程高质量发展。",
        "建筑面积超过1万平方米或者日人流量超过1万人次的其他场所，建设母婴室。",
        "推动客流超过1万人次的交通枢纽建设第三卫生间。",
        "加强“12338”热线建设。",
        "展望2035年，实现更大进展。",
        "每个人都有出彩的机会。",
        "建立一个覆盖城乡的工作机制。",
        "打造一批农村创业创新园区。",
    ];
    for text in texts {
        assert_eq!(read(text, true), [], "{text}");
    }
}

#[test]
fn directions_of_measures_are_what_is_done() {
    assert_eq!(read("提高孕产妇系统管理率。", false), []);
    assert_eq!(read("提高孕产妇系统管理率。", true).len(), 1);
}

#[test]
fn the_year_is_the_one_named_else_the_end_of_the_plan() {
    let targets = read("到2025年，筛查率达到60%，到 2030 年达到70%以上。治疗率达到90%。", true);
    let years: Vec<_> =
        targets.iter().map(|target| (target.indicator.clone().unwrap_or_default(), target.year)).collect();
    let expected = [("筛查率", 2025), ("筛查率", 2030), ("治疗率", 2030)];
    assert_eq!(years, expected.map(|(name, year)| (name.to_owned(), Some(year))));
}

#[test]
fn a_part_takes_the_name_of_the_figure_before() {
    let targets = read("女厕位比男厕位比例不低于1.5:1，人流量较大地区不低于2:1。", false);
    assert_eq!(targets[1].indicator.as_deref(), Some("女厕位比男厕位比例（人流量较大地区）"));
    assert_eq!(targets[1].quote, "人流量较大地区不低于2:1");
}

#[test]
fn one_clause_may_hold_two_targets() {
    let targets = read("筛查率达到70%以上、治疗率不超过5%。", true);
    assert_eq!(targets.iter().map(|target| target.operator.as_str()).collect::<Vec<_>>(), [">=", "<="]);
    assert_eq!(targets[1].quote, "治疗率不超过5%");
}

#[test]
fn verbs_decide_without_a_bound() {
    let cases = [
        ("超过30%", ">"),
        ("低于5%", "<"),
        ("不超过5%", "<="),
        ("不低于5%", ">="),
        ("降到5%", "<="),
        ("控制在5%", "<="),
        ("达到5%", ">="),
    ];
    for (words, operator) in cases {
        assert_eq!(read(&format!("某某率{words}。"), true)[0].operator.as_str(), operator, "{words}");
    }
}

#[test]
fn several_figures_with_one_verb() {
    let targets = read("5岁以下儿童贫血率和生长迟缓率分别控制在10%和5%以下。", true);
    let told: Vec<_> = targets.iter().map(told).collect();
    let expected = [("5岁以下儿童贫血率", "10"), ("生长迟缓率", "5")];
    assert_eq!(told, expected.map(|(name, value)| (name.to_owned(), "<=", value.to_owned(), "%".to_owned())));
    assert_eq!(targets[0].quote, "5岁以下儿童贫血率和生长迟缓率分别控制在10%和5%以下");
    let targets = read("新生儿、婴儿和5岁以下儿童死亡率分别下降到3.1‰、5.0‰和6.6‰以下。", true);
    assert_eq!(targets.len(), 3);
    assert_eq!(targets[1].value.map(|value| value.to_string()).as_deref(), Some("5"));
}

#[test]
fn a_figure_without_a_pattern_is_a_notice() {
    let entry =
        Entry { count: 1, line: 7, parts: vec![(7, "每年提高5个百分点，占10%的地方。".to_owned())] };
    let mut notices = Vec::new();
    assert_eq!(entry_targets(&entry, Some(2030), true, &mut notices), []);
    assert_eq!(
        notices.iter().map(|notice| (notice.line, notice.code)).collect::<Vec<_>>(),
        [(Some(7), NoticeCode::FigureUnread)]
    );
}
