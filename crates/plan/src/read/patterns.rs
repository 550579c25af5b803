//! The table of patterns by which targets are read. To add a wording, add a row with an example to one of the
//! parts of the table: every example is a test.
//!
//! Expressions are held against one clause (no `，。；：`), folded to half-width forms. `@NAME@` stands for a
//! [`FRAGMENTS`] row. Groups: `subject` the noun phrase, `value` the number, `scale` 万 or 亿, `unit`, `verb`,
//! `bound` 以上, 以下, 左右; `other` and `place` as the row's `indicator` uses them.

mod changes;
mod counts;
mod directions;
mod shares;

use crate::model::Operator;

/// How a pattern finds its operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// 以上, 以下, 左右 say it; without them the verb; without both `>=`.
    BoundThenVerb,
    /// 以上 says it; without it the text fixes the count: `=`.
    BoundThenEqual,
    Is(Operator),
    /// Group `rose` or `fell` says which way.
    RiseOrFall,
    /// Two targets: at least `value`, at most `upper`.
    FromTo,
    /// Two targets: `value` of the one, `upper` of the other, named by `place` and `other`.
    TwoShares,
}

/// How a pattern finds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFrom {
    Written,
    /// The share `part/whole`, in per cent.
    Share,
    /// 3:2 as 1.5, from groups `part` and `whole`.
    Quotient,
    /// 九成 as 90.
    Tenths,
    /// 翻两番 as a rise of 300 per cent.
    Doublings,
    /// 增加1倍 as a rise of 100 per cent.
    Times,
    Fixed(i64),
    None,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    pub name: &'static str,
    /// What it reads, in words for the manual.
    pub reads: &'static str,
    pub expression: &'static str,
    pub operator: Compare,
    pub value: ValueFrom,
    /// Unit, and noun phrase, with groups in braces; an empty one is none.
    pub unit: &'static str,
    pub indicator: &'static str,
    /// Read in objectives and projects only: in a measure these words say what is done, not what is promised.
    pub promise_only: bool,
    pub example: Example,
}

/// A clause and what is to be read in it.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    pub text: &'static str,
    pub indicator: &'static str,
    pub operator: Operator,
    pub value: &'static str,
    pub unit: &'static str,
}

/// Pieces that several expressions share. A later one may use an earlier one.
pub const FRAGMENTS: &[(&str, &str)] = &[
    ("NUMBER", r"\d+(?:,\d{3})*(?:\.\d+)?"),
    ("CHINESE", r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?"),
    // What a rate is of: 10万, 100,000, 千.
    ("OF", r"(?:\d+(?:,\d{3})*\s*[千万]?|[一十百]?[百千万])"),
    ("BOUND", r"\s*(?P<bound>[及含或(]{0,2}以上|[及含或(]{0,2}以下|及?以内|之内|左右|上下)?"),
    ("IN", r"(?:在|到|至|为|于)"),
    (
        "VERB1",
        r"(?:不(?:得|应|能|可)?(?:低于|少于|小于|高于|超过|大于|多于)|下降@IN@|下降|降低@IN@|降低|降@IN@|减少@IN@|减@IN@|压减@IN@|缩短@IN@|控制@IN@|稳定@IN@|保持@IN@|维持@IN@|巩固@IN@|提高@IN@|提升@IN@|上升@IN@|增加@IN@|增长@IN@|增@IN@|升@IN@|扩大@IN@|延长@IN@|缩小@IN@|达到|达成|达|超过|突破|高于|低于|少于|多于|大于|小于|占到|[≤≥≦≧<>])",
    ),
    // What says a limit by itself, so that the number after it is a figure.
    (
        "LIMIT",
        r"(?:不(?:得|应|能|可)?(?:低于|少于|小于|高于|超过|大于|多于)|降至|降到|下降到|下降至|控制在|达到|提高到|提高至|保持在)\s*",
    ),
    // 达到不少于
    ("VERB", r"(?P<verb>(?:(?:达到|稳定|保持|巩固)[并和、])?@VERB1@(?:至少|不少于|不低于)?)\s*"),
    // Before a rate these are enough; before a count they may begin a phrase: 实现3个中心联网.
    ("FIRM", r"(?P<verb>(?:(?:达到|稳定|保持|巩固)[并和、])?(?:@VERB1@|保持|稳定|维持|巩固|控制|实现|至少))\s*"),
    // 提高到2030年的、达到总培训人数的50%
    ("WHOLE", r"(?:\d{4}\s*年(?:底|末)?的?)?(?:[^\d,]{1,15}的)?约?\s*"),
    ("RISE", r"(?:提高|提升|增长|增加|上升|扩大|延长|递增|增)"),
    ("FALL", r"(?:下降|降低|减少|缩小|缩短|递减|压减)"),
    ("ROSE", r"(?P<rose>@RISE@)"),
    ("FELL", r"(?P<fell>@FALL@)"),
    ("BASEYEAR", r"(?P<place>\d{4}\s*年|上一?(?:年度?|届)|“?[一二三四五六七八九十]{1,3}五”?期?末|基期|期初|规划初期)"),
    // 以2020年为基数, 比上年, 在“十三五”末的基础上; or nothing.
    (
        "BASED",
        r"(?:以|较|比|与|同|在)比?@BASEYEAR@(?:底|末)?(?:的?(?:数据|水平|数值|基数))?(?:为基数|为基准|相比|的?基础上)?",
    ),
    ("BASE", r"(?:@BASED@)?"),
    ("STANDARD", r"(?P<other>(?:国家|省|市|全国|全省|全市|世界|同期)[^,\d]{0,12}(?:标准|要求|平均水平|平均值|平均数))"),
    (
        "PART",
        r"(?:城市|城镇|城区|市区|农村|乡村|农牧区|牧区|山区|城乡|男性|女性|男童|女童|男生|女生|男|女|东部|中部|西部|[省市县区乡镇村](?:级)?|乡镇|街道|社区|幼儿园|小学|初中|高中)(?:地区|妇女|儿童)?",
    ),
    (
        "COUNTED",
        r"(?:人次|万人次|场次|批次|平方米|平方公里|公顷|公里|小时|个月|学时|课时|分钟|周岁|岁|年|个|所|支|家|处|座|间|名|人|户|件|场|次|张|套|对|项|条|册|辆|床位|床|期|例|起|部|台|本|千克|公斤|亩|厘米|米|元)",
    ),
    ("BUILT", r"(?:所|个|支|家|处|座|间|张|条|辆|对|批次)"),
    ("SERVE", r"(?:培训|扶持|帮扶|救助|资助|培养|选树|招募|服务|惠及|举办|开展|发放|帮助|动员|组织|带动|新增)"),
    ("BUILD", r"(?:建设|建立|建成|建好|设立|设置|新建|创建|成立|组建|开设|打造|新增|配备|培育|开办|改扩建|改建|扩建)"),
    (
        "WAY",
        r"(?:得到|有所|有|稳中有|呈)?(?:逐步|不断|持续|明显|显著|稳步|逐年|进一步|有效|大幅度?|普遍|逐渐|继续|得到)*",
    ),
    ("DO", r"(?:努力|着力|切实|逐步|不断|持续|进一步|有效|稳步|大力|全面|明显|显著|逐年|继续)*"),
    // Nouns of which one can say more or less.
    ("MEASURED", r"(?:率|比例|比重|占比|寿命|人数|数量|水平|面积|年限|覆盖面|收入|时间|人次|比率)"),
    ("PERCEIVED", r"(?:意识|能力|素养|程度|满意度|知晓度)"),
    ("DISTANCE", r"(?:差距|差异|鸿沟)"),
    ("EVENT", r"(?:妊娠|传播|贫血|发生|死亡|伤害|犯罪|缺陷|残疾|流产|辍学|病例|感染)"),
];

const fn example(
    text: &'static str,
    indicator: &'static str,
    operator: Operator,
    value: &'static str,
    unit: &'static str,
) -> Example {
    Example { text, indicator, operator, value, unit }
}

/// The table, part by part; the patterns are tried in this order at each clause, and the first that matches counts.
pub const TABLE: [&[Pattern]; 4] = [changes::CHANGES, shares::SHARES, counts::COUNTS, directions::DIRECTIONS];

pub fn patterns() -> impl Iterator<Item = &'static Pattern> {
    TABLE.iter().flat_map(|part| part.iter())
}

/// An expression with its fragments put in.
///
/// The text is folded, so that digits are 0 to 9 and white space is that of ASCII: those of all scripts, of which the
/// figures have no use, would make the table several times as slow to compile.
pub(super) fn expand(expression: &str) -> String {
    // Fragments use only earlier ones, so one pass from the last to the first resolves all.
    let put = |text: String, (name, piece): &(&str, &str)| text.replace(&format!("@{name}@"), piece);
    FRAGMENTS.iter().rev().fold(expression.to_owned(), put).replace(r"\d", "[[:digit:]]").replace(r"\s", "[[:space:]]")
}
