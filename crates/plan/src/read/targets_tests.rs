use super::*;
use crate::read::NoticeCode;
use crate::read::patterns::patterns;

const PLAN: Option<PlanPeriod> = Some(PlanPeriod { start: 2021, end: 2030 });

fn read(text: &str, promises: bool) -> Vec<ReadTarget> {
    let entry = Entry { count: 1, line: 1, parts: vec![(1, text.to_owned())] };
    entry_targets(&entry, PLAN, promises, &mut Vec::new())
}

fn told(target: &ReadTarget) -> (String, &'static str, String, String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let value = target.value.map(|value| value.to_string()).unwrap_or_default();
    (text(&target.indicator), target.operator.as_str(), value, text(&target.unit))
}

#[test]
fn every_pattern_reads_its_example() {
    for pattern in patterns() {
        let example = pattern.example;
        let targets = read(example.text, true);
        let expected = (
            example.indicator.to_owned(),
            example.operator.as_str(),
            example.value.to_owned(),
            example.unit.to_owned(),
        );
        let mut read: Vec<_> = targets.iter().map(told).collect();
        // Of two targets the example names the first.
        read.truncate(if ["range", "shares_of_two"].contains(&pattern.name) { 1 } else { read.len() });
        assert_eq!(read, [expected], "{}", pattern.name);
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
fn quotation_marks_stay_in_pairs() {
    let quotes = |text| read(text, true).into_iter().map(|target| target.quote).collect::<Vec<_>>();
    assert_eq!(quotes("毛入园率：“达到70%”的目标。"), ["“达到70%”"]);
    let two = read("提出“主任中女性比例达到10%以上”“居委会成员中女性比例保持在50%左右”。", true);
    assert_eq!(two[1].quote, "“居委会成员中女性比例保持在50%左右”");
    assert_eq!(two[1].indicator.as_deref(), Some("居委会成员中女性比例"));
    for quote in quotes("“两癌”检查率达到70%，“村委会成员中女性比例达到30%以上。主任中女性比例达到10%以上”。")
    {
        assert!(quote.matches('“').count() == quote.matches('”').count(), "{quote}");
    }
}

#[test]
fn a_figure_without_a_pattern_is_a_notice() {
    let entry =
        Entry { count: 1, line: 7, parts: vec![(7, "每年提高5个百分点，占10%的地方。".to_owned())] };
    let mut notices = Vec::new();
    assert_eq!(entry_targets(&entry, PLAN, true, &mut notices), []);
    assert_eq!(
        notices.iter().map(|notice| (notice.line, notice.code)).collect::<Vec<_>>(),
        [(Some(7), NoticeCode::FigureUnread); 2]
    );
}

#[test]
fn what_is_left_is_said_in_its_words() {
    let cases = [
        ("收入年均增长5%—6%。", NoticeCode::FigureUnread, "收入年均增长5%—6%"),
        ("发病率控制在3/7000以内。", NoticeCode::FigureUnread, "发病率控制在3/7000以内"),
        ("死亡率（1/10万）12。", NoticeCode::FigureUnread, "死亡率(1/10万)12"),
        ("城市不超过6。", NoticeCode::FigureUnread, "城市不超过6"),
        ("活动室增加3个。", NoticeCode::FigureUnread, "活动室增加3个"),
        ("发病率下降2—3个百分点。", NoticeCode::ChangeRange, "发病率下降2—3个百分点"),
        ("孕产妇死亡率下降8/10万。", NoticeCode::ChangeOrLevel, "孕产妇死亡率下降8/10万"),
        ("截至2020年底，就业率为62%。", NoticeCode::Fact, "就业率为62%"),
    ];
    for (text, code, words) in cases {
        let entry = Entry { count: 1, line: 1, parts: vec![(1, text.to_owned())] };
        let mut notices = Vec::new();
        entry_targets(&entry, PLAN, true, &mut notices);
        let said = notices.iter().any(|notice| notice.code == code && notice.message.contains(words));
        assert!(said, "{text}: {notices:?}");
    }
}

#[test]
fn a_share_that_a_measure_only_tells_is_no_target() {
    assert_eq!(read("妇女占48.5%，就业率为62%。", false), []);
    assert_eq!(read("就业率达到62%，妇女占比为48%以上。", false).len(), 2);
    assert_eq!(read("到2030年，就业率为62%。", false).len(), 1);
}

#[test]
fn a_standard_of_others_is_kept() {
    let target = &read("婴儿死亡率低于全国平均水平。", true)[0];
    assert_eq!((target.standard.as_deref(), target.value), (Some("全国平均水平"), None));
}

/// Each clause with the targets that it holds: name, operator, value, unit, year.
type Expected = &'static [(&'static str, &'static str, &'static str, &'static str, i32)];

#[test]
fn wordings_of_plans() {
    let cases: &[(&str, Expected)] = &[
        ("高中阶段毛入学率比2020年提高3个百分点。", &[("高中阶段毛入学率", "up", "3", "百分点（比2020年）", 2030)]),
        ("以2020年为基数，儿童溺水死亡率下降1/4。", &[("儿童溺水死亡率", "down", "25", "%（比2020年）", 2030)]),
        ("儿童伤害死亡率下降四分之一。", &[("儿童伤害死亡率", "down", "25", "%", 2030)]),
        ("儿童伤害死亡率逐步下降20%以上。", &[("儿童伤害死亡率", "down", "20", "%", 2030)]),
        ("婴儿死亡率下降到5‰以下。", &[("婴儿死亡率", "<=", "5", "‰", 2030)]),
        ("孕产妇死亡率降至万分之一以下。", &[("孕产妇死亡率", "<=", "1", "1/万", 2030)]),
        ("孕产妇死亡率控制在９／１０万以内。", &[("孕产妇死亡率", "<=", "9", "1/10万", 2030)]),
        ("孕产妇死亡率下降到1／10万。", &[("孕产妇死亡率", "<=", "1", "1/10万", 2030)]),
        (
            "孕产妇系统管理率城市达到95%以上、农村达到87%以上。",
            &[("孕产妇系统管理率（城市）", ">=", "95", "%", 2030), ("孕产妇系统管理率（农村）", ">=", "87", "%", 2030)],
        ),
        (
            "孕产妇死亡率城市控制在9/10万以下，农村控制在12/10万以下。",
            &[
                ("孕产妇死亡率（城市）", "<=", "9", "1/10万", 2030),
                ("孕产妇死亡率（农村）", "<=", "12", "1/10万", 2030),
            ],
        ),
        (
            "筛查率2025年达到60%，2030年达到70%以上。",
            &[("筛查率", ">=", "60", "%", 2025), ("筛查率", ">=", "70", "%", 2030)],
        ),
        (
            "到2025年、2030年，筛查率分别达到60%和70%。",
            &[("筛查率", ">=", "60", "%", 2025), ("筛查率", ">=", "70", "%", 2030)],
        ),
        (
            "筛查率到2025年和2030年分别达到60%和70%。",
            &[("筛查率", ">=", "60", "%", 2025), ("筛查率", ">=", "70", "%", 2030)],
        ),
        ("筛查率由2020年的55%提高到2030年的70%。", &[("筛查率", ">=", "70", "%", 2030)]),
        ("“十四五”末筛查率达到60%。", &[("筛查率", ">=", "60", "%", 2025)]),
        ("2020年筛查率达到50%。", &[]),
        ("孕产妇死亡率不超过8/100000。", &[("孕产妇死亡率", "<=", "8", "1/10万", 2030)]),
        ("孕产妇死亡率控制在１５／100,000以内。", &[("孕产妇死亡率", "<=", "15", "1/10万", 2030)]),
        ("婴儿死亡率8/1000以下。", &[("婴儿死亡率", "<=", "8", "‰", 2030)]),
        ("婴儿死亡率降到8／1，000。", &[("婴儿死亡率", "<=", "8", "‰", 2030)]),
        ("婴儿死亡率降到4.5/千。", &[("婴儿死亡率", "<=", "4.5", "‰", 2030)]),
        ("致死率控制在3/10000以内。", &[("致死率", "<=", "3", "1/万", 2030)]),
        ("检查率达到90/100以上。", &[("检查率", ">=", "90", "%", 2030)]),
        (
            "孕产妇死亡率、婴儿死亡率分别控制在8/100000和5/1000以下。",
            &[("孕产妇死亡率", "<=", "8", "1/10万", 2030), ("婴儿死亡率", "<=", "5", "‰", 2030)],
        ),
        ("住院分娩率达到百分之九十九点五。", &[("住院分娩率", ">=", "99.5", "%", 2030)]),
        ("发病率控制在万分之三点五以内。", &[("发病率", "<=", "3.5", "1/万", 2030)]),
        ("发病率万分之八十以下。", &[("发病率", "<=", "80", "1/万", 2030)]),
        ("参保率达到百分之一百零五。", &[("参保率", ">=", "105", "%", 2030)]),
        ("体检率达到九成五以上。", &[("体检率", ">=", "95", "%", 2030)]),
        ("依据2020年普查，妇女占48.5%，就业率为62%。", &[]),
        ("2020年筛查率为50%，到2030年达到70%以上。", &[("筛查率", ">=", "70", "%", 2030)]),
        ("目前筛查率为50%，力争达到70%。", &[("筛查率", ">=", "70", "%", 2030)]),
        ("婴儿死亡率（‰）不超过6。", &[("婴儿死亡率", "<=", "6", "‰", 2030)]),
        ("婴儿死亡率（单位：‰）不超过6。", &[("婴儿死亡率", "<=", "6", "‰", 2030)]),
        ("孕产妇死亡率（1/10万）降至12。", &[("孕产妇死亡率", "<=", "12", "1/10万", 2030)]),
        ("平均预期寿命（岁）达到80。", &[("平均预期寿命", ">=", "80", "岁", 2030)]),
        ("婴儿死亡率低于全国平均水平。", &[("婴儿死亡率", "<", "", "", 2030)]),
        ("婴儿死亡率控制在全省平均水平以下。", &[("婴儿死亡率", "<=", "", "", 2030)]),
        (
            "平均受教育年限达到11年，比2020年提高1.2年。",
            &[("平均受教育年限", ">=", "11", "年", 2030), ("平均受教育年限", "up", "1.2", "年（比2020年）", 2030)],
        ),
        (
            "人均预期寿命达到80岁，比2020年提高2岁以上。",
            &[("人均预期寿命", ">=", "80", "岁", 2030), ("人均预期寿命", "up", "2", "岁（比2020年）", 2030)],
        ),
        ("毛入学率比2020年提高2—3个百分点。", &[("毛入学率", "up", "2", "百分点（比2020年）", 2030)]),
        ("农村女性培训人数达到不少于5000人次。", &[("农村女性培训人数", ">=", "5000", "人次", 2030)]),
        (
            "贫困妇女比例低于10%，或者不超过8%。",
            &[("贫困妇女比例", "<", "10", "%", 2030), ("贫困妇女比例", "<=", "8", "%", 2030)],
        ),
        (
            "出生人口性别比控制在103—107之间。",
            &[("出生人口性别比", ">=", "103", "", 2030), ("出生人口性别比", "<=", "107", "", 2030)],
        ),
        ("女性比例不得低于30%。", &[("女性比例", ">=", "30", "%", 2030)]),
        ("每个县至少建成1所及以上妇幼保健院。", &[("每个县妇幼保健院", ">=", "1", "所", 2030)]),
        ("建成不少于3个示范点。", &[("示范点", ">=", "3", "个", 2030)]),
        ("女村委委员占村委会成员的比例不低于30%。", &[("女村委委员占村委会成员的比例", ">=", "30", "%", 2030)]),
        ("90%以上的村建有儿童之家。", &[("村建有儿童之家", ">=", "90", "%", 2030)]),
        ("平均预期寿命提高到80岁左右。", &[("平均预期寿命", "~", "80", "岁", 2030)]),
        ("师生比不低于1:20。", &[("师生比", ">=", "0.05", ":1", 2030)]),
        ("农民收入年均增长6%以上。", &[("农民收入年均增长", ">=", "6", "%", 2030)]),
        ("女性科技人才数量翻一番。", &[("女性科技人才数量", "up", "100", "%", 2030)]),
        (
            "婴儿死亡率、儿童死亡率分别控制在千分之六和千分之八以内。",
            &[("婴儿死亡率", "<=", "6", "‰", 2030), ("儿童死亡率", "<=", "8", "‰", 2030)],
        ),
        (
            "95%以上的城市社区和85%以上的农村社区建立家长学校。",
            &[("城市社区建立家长学校", ">=", "95", "%", 2030), ("农村社区建立家长学校", ">=", "85", "%", 2030)],
        ),
        (
            "孕产妇死亡率：城市≤15/10万，农村≤25/10万。",
            &[
                ("孕产妇死亡率（城市）", "<=", "15", "1/10万", 2030),
                ("孕产妇死亡率（农村）", "<=", "25", "1/10万", 2030),
            ],
        ),
        ("低出生体重发生率＜4%。", &[("低出生体重发生率", "<", "4", "%", 2030)]),
        ("新生儿访视率≥90%。", &[("新生儿访视率", ">=", "90", "%", 2030)]),
        (
            "市、县（市、区）均建有1所及以上标准化的妇幼保健机构。",
            &[("市、县(市、区)标准化的妇幼保健机构", ">=", "1", "所", 2030)],
        ),
        ("每个社区每年开展活动不少于4次。", &[("每个社区开展活动", ">=", "4", "次/年", 2030)]),
        ("发放妇女创业担保贷款5亿元。", &[("发放妇女创业担保贷款", "=", "500000000", "元", 2030)]),
        ("每万名儿童拥有科技辅导员2人以上。", &[("每万名儿童拥有科技辅导员", ">=", "2", "人", 2030)]),
        ("检测率均在98%以上。", &[("检测率", ">=", "98", "%", 2030)]),
        ("学前教育毛入园率：“达到70%”的目标。", &[("学前教育毛入园率", ">=", "70", "%", 2030)]),
        ("到2025年“女性比例达到30%以上”。", &[("女性比例", ">=", "30", "%", 2025)]),
        ("性病感染率得到控制。", &[]),
        ("婚检率保持90%以上。", &[("婚检率", ">=", "90", "%", 2030)]),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let read = read(text, true);
        let told: Vec<_> = read
            .iter()
            .map(|target| {
                let (name, operator, value, unit) = told(target);
                (name, operator, value, unit, target.year.unwrap_or(0))
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(name, operator, value, unit, year)| {
                (name.to_owned(), operator, value.to_owned(), unit.to_owned(), year)
            })
            .collect();
        if told != expected {
            wrong.push(format!("{text}\n  read {told:?}\n  not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
