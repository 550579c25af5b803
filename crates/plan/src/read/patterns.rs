//! The table of patterns by which targets are read. To add a wording, add a row with an example: every example
//! is a test.
//!
//! Expressions are held against one clause (no `，。；：`), folded to half-width forms. `@NAME@` stands for a
//! [`FRAGMENTS`] row. Groups: `subject` the noun phrase, `value` the number, `scale` 万 or 亿, `unit`, `verb`,
//! `bound` 以上, 以下, 左右; `other` and `place` as the row's `indicator` uses them.

use crate::model::Operator;

/// How a pattern finds its operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// 以上, 以下, 左右 say it; without them the verb; without both `>=`.
    BoundThenVerb,
    /// 以上 says it; without it the text fixes the count: `=`.
    BoundThenEqual,
    Is(Operator),
}

/// How a pattern finds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFrom {
    Written,
    /// The share `part/whole`, in per cent.
    Share,
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
    ("CHINESE", r"[一二两三四五六七八九十百千]+"),
    ("BOUND", r"(?P<bound>及?以上|及?以下|以内|之内|左右|上下)?"),
    ("IN", r"(?:在|到|至|为|于)"),
    (
        "VERB1",
        r"(?:不低于|不少于|不小于|不高于|不超过|不大于|不多于|下降@IN@|下降|降低@IN@|降低|降@IN@|减少@IN@|控制@IN@|稳定@IN@|保持@IN@|维持@IN@|巩固@IN@|提高@IN@|提升@IN@|上升@IN@|增加@IN@|增长@IN@|扩大@IN@|延长@IN@|缩小@IN@|达到|达成|达|超过|突破|高于|低于|少于|多于|大于|小于|占到|为)",
    ),
    ("VERB", r"(?P<verb>(?:(?:达到|稳定|保持|巩固)[并和、])?@VERB1@)\s*"),
    // 达到总培训人数的50%
    ("WHOLE", r"(?:[^\d,]{1,15}的)?约?\s*"),
    (
        "COUNTED",
        r"(?:人次|万人次|场次|批次|平方米|平方公里|公顷|公里|小时|个月|岁|年|个|所|支|家|处|座|间|名|人|户|件|场|次|张|套|对|项|条|册|辆|床|床位|期|元|万元|亿元)",
    ),
    ("BUILT", r"(?:所|个|支|家|处|座|间|张|条|辆)"),
    ("BUILD", r"(?:建设|建立|建成|建好|设立|设置|新建|创建|成立|组建|开设|打造|新增|配备|培育|开办|改建|扩建)"),
    ("WAY", r"(?:得到|有所|有)?(?:逐步|不断|持续|明显|显著|稳步|逐年|进一步|有效|大幅度?|普遍|逐渐|继续|得到)*"),
    ("DO", r"(?:努力|着力|切实|逐步|不断|持续|进一步|有效|稳步|大力|全面|明显|显著|逐年|继续)*"),
    // Nouns of which one can say more or less.
    ("MEASURED", r"(?:率|比例|比重|占比|寿命|人数|数量|水平|面积|年限|覆盖面|收入|时间)"),
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

/// The patterns, tried in this order at each clause; the first that matches counts.
pub const PATTERNS: &[Pattern] = &[
    Pattern {
        name: "relative_change",
        reads: "以基年为基数的变化幅度",
        expression: r"^(?P<subject>.*?)(?:以|较|比|与|同)?比?(?P<place>\d{4})\s*年(?:为基数|相比|的?基础上)?(?P<verb>下降|降低|减少)\s*(?P<part>\d+)\s*/\s*(?P<whole>\d+)",
        operator: Compare::Is(Operator::Down),
        value: ValueFrom::Share,
        unit: "%（比{place}年）",
        indicator: "{subject}",
        promise_only: false,
        example: example("18岁以下儿童伤害死亡率以2010年为基数下降1/6", "18岁以下儿童伤害死亡率", Operator::Down, "16.67", "%（比2010年）"),
    },
    Pattern {
        name: "relative_percent",
        reads: "比基年下降百分之几",
        expression: r"^(?P<subject>.*?)(?:以|较|比|与|同)(?P<place>\d{4})\s*年(?:为基数|相比|的?基础上)?(?P<verb>下降|降低|减少)\s*(?P<value>@NUMBER@)\s*%@BOUND@",
        operator: Compare::Is(Operator::Down),
        value: ValueFrom::Written,
        unit: "%（比{place}年）",
        indicator: "{subject}",
        promise_only: false,
        example: example("出生缺陷致死率比2020年下降20%", "出生缺陷致死率", Operator::Down, "20", "%（比2020年）"),
    },
    Pattern {
        name: "per_hundred_thousand",
        reads: "十万分率：死亡率、发病率",
        expression: r"^(?P<subject>.*?)@VERB@@WHOLE@(?P<value>@NUMBER@)\s*/\s*10\s*万(?P<births>活产)?@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "1/10万{births}",
        indicator: "{subject}",
        promise_only: false,
        example: example("先天梅毒报告发病率下降至15/10万活产以下", "先天梅毒报告发病率", Operator::AtMost, "15", "1/10万活产"),
    },
    Pattern {
        name: "percent",
        reads: "百分率、千分率、百分点",
        expression: r"^(?P<subject>.*?)@VERB@@WHOLE@(?P<value>@NUMBER@)\s*(?P<unit>%|‰|个百分点)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("农村技能培训女性比例达到总培训人数的50%左右", "农村技能培训女性比例", Operator::About, "50", "%"),
    },
    Pattern {
        name: "fraction_in_words",
        reads: "“百分之”“千分之”“十万分之”",
        expression: r"^(?P<subject>.*?)@VERB@@WHOLE@(?P<base>百|千|十万)分之(?P<value>@NUMBER@|@CHINESE@)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{base}",
        indicator: "{subject}",
        promise_only: false,
        example: example("婴儿死亡率控制在千分之六以下", "婴儿死亡率", Operator::AtMost, "6", "‰"),
    },
    Pattern {
        name: "share_of_people",
        reads: "“百分之几以上的某某做到某事”",
        expression: r"^(?:促进|推动|确保|保证|保障|使|让|实现|有)?(?P<value>@NUMBER@)\s*(?P<unit>%)@BOUND@的(?P<subject>.{2,}(?:接受|参加|享有|得到|获得|达到|掌握|拥有|建立|纳入|使用|配备|设立|开展).+)$",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("促进70%以上的妇女在35-45岁接受宫颈癌筛查", "妇女在35-45岁接受宫颈癌筛查", Operator::AtLeast, "70", "%"),
    },
    Pattern {
        name: "bare_percent",
        reads: "没有动词的百分率（须紧接“率”“比例”）",
        expression: r"^(?P<subject>.*?(?:率|比例|比重|占比))\s*(?P<value>@NUMBER@)\s*(?P<unit>%|‰)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("孕产妇住院分娩率98%以上", "孕产妇住院分娩率", Operator::AtLeast, "98", "%"),
    },
    Pattern {
        name: "ratio",
        reads: "两者之比",
        expression: r"^(?P<subject>.*?)@VERB@(?P<value>@NUMBER@)(?P<unit>:1)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("女厕位比男厕位比例不低于1.5:1", "女厕位比男厕位比例", Operator::AtLeast, "1.5", ":1"),
    },
    Pattern {
        name: "every_place_has_count",
        reads: "每个地方建几个以上",
        expression: r"^(?:确保|实现|力争)?(?P<place>每(?:个|所|家)?[^\d,]{1,12}?)(?:至少|要|都|均|应)*(?:@BUILD@|有|建有|设有)(?:至少)?(?P<value>\d+|@CHINESE@)(?P<unit>@BUILT@)(?P<bound>及?以上)?(?:的)?(?P<subject>.+)$",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{place}{subject}",
        promise_only: false,
        example: example("每个行政村建立一支以上巾帼志愿服务队", "每个行政村巾帼志愿服务队", Operator::AtLeast, "1", "支"),
    },
    Pattern {
        name: "every_place_has",
        reads: "每个地方都有",
        expression: r"^(?:确保|实现|力争)?(?P<place>每(?:个|所|家)?(?:城乡|村|社区|行政村|自然村|乡|镇|街道|县|市|区|学校|中小学|医院|机构|单位)[^,]{0,10}?)(?:都|均)(?:@BUILD@|建有|设有|配有|有)(?P<subject>.+)$",
        operator: Compare::Is(Operator::AtLeast),
        value: ValueFrom::Fixed(100),
        unit: "%",
        indicator: "{place}有{subject}",
        promise_only: false,
        example: example("每个城乡社区都有巾帼志愿服务队伍", "每个城乡社区有巾帼志愿服务队伍", Operator::AtLeast, "100", "%"),
    },
    Pattern {
        name: "every_year",
        reads: "每年的次数、人数",
        expression: r"^(?:每年|年均)(?P<subject>[^\d]{2,}?)(?:不少于|不低于|达到|达|至少)?(?P<value>@NUMBER@|@CHINESE@)(?P<scale>万)?(?P<unit>人次|场次|批次|次|场|人|名|期|件|户|个|家|对)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}/年",
        indicator: "{subject}",
        promise_only: false,
        example: example("每年为妇女提供家政技能培训600人次以上", "为妇女提供家政技能培训", Operator::AtLeast, "600", "人次/年"),
    },
    Pattern {
        name: "build_count",
        reads: "建设几所（个、支……）；没有“以上”为确定数",
        expression: r"^(?:[^\d,]{0,12}?)(?:@BUILD@)(?:至少)?(?P<value>\d+|@CHINESE@)(?P<unit>@BUILT@)@BOUND@的?(?P<subject>[^,]+?)$",
        operator: Compare::BoundThenEqual,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("建设1所标准化妇幼保健机构", "标准化妇幼保健机构", Operator::Equal, "1", "所"),
    },
    Pattern {
        name: "amount",
        reads: "带计量单位的数量",
        expression: r"^(?P<subject>.*?)@VERB@@WHOLE@(?P<value>@NUMBER@)(?P<scale>万|亿)?(?P<unit>@COUNTED@)@BOUND@",
        operator: Compare::BoundThenVerb,
        value: ValueFrom::Written,
        unit: "{unit}",
        indicator: "{subject}",
        promise_only: false,
        example: example("每千人口拥有3岁以下婴幼儿托位数达到4.5个", "每千人口拥有3岁以下婴幼儿托位数", Operator::AtLeast, "4.5", "个"),
    },
    Pattern {
        name: "full_coverage",
        reads: "全覆盖",
        expression: r"^(?P<subject>.+?)(?:实现|达到)?(?P<place>市、镇两级|市、县两级|县、乡两级|省、市、县三级|城乡)?(?:全覆盖|全面覆盖)$",
        operator: Compare::Is(Operator::AtLeast),
        value: ValueFrom::Fixed(100),
        unit: "%",
        indicator: "{subject}",
        promise_only: false,
        example: example("实现大型公共场所母婴室全覆盖", "大型公共场所母婴室", Operator::AtLeast, "100", "%"),
    },
    Pattern {
        name: "not_below_other",
        reads: "一个比例不低于另一个比例，记作两者之差",
        expression: r"^(?P<subject>.+?(?:率|比例|比重|占比))(?:一般|原则上|应)*(?:不低于|不少于)(?P<other>[^\d]+?(?:率|比例|比重|占比))$",
        operator: Compare::Is(Operator::AtLeast),
        value: ValueFrom::Fixed(0),
        unit: "百分点",
        indicator: "{subject}与{other}之差",
        promise_only: false,
        example: example("女代表比例一般不低于本地区女性比例", "女代表比例与本地区女性比例之差", Operator::AtLeast, "0", "百分点"),
    },
    Pattern {
        name: "outside_standard",
        reads: "达到国家、省等规定的标准；几个指标并列时各为一项",
        expression: r"^(?P<subject>.+?(?:率|比例|面积|量|数|水平|年限|程度|质量))(?:达到|符合|不低于|高于)(?:国家|省|市|全国|全省|全市|世界|同期)[^,\d]{0,12}(?:标准|要求|平均水平|平均值)$",
        operator: Compare::Is(Operator::Standard),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: false,
        example: example("城市人均公园绿地面积达到国家和省规定的标准", "城市人均公园绿地面积", Operator::Standard, "", ""),
    },
    Pattern {
        name: "completed",
        reads: "完成某某建设，建成某某：是否建成",
        expression: r"^(?:完成(?P<subject>[^,]{2,}?)建设(?:任务)?|(?:全面|如期)?建成(?P<other>[^,]*?(?:馆|中心|所|院|站|园|基地|室|场|校|库|楼|厅|点|路|桥|系统|平台|网络)))$",
        operator: Compare::Is(Operator::Equal),
        value: ValueFrom::Fixed(1),
        unit: "",
        indicator: "{subject}{other}",
        promise_only: false,
        example: example("建成湿地公园宣教馆", "湿地公园宣教馆", Operator::Equal, "1", ""),
    },
    Pattern {
        name: "exists",
        reads: "全市设有某某：是否设有",
        expression: r"^全(?:省|市|州|县|区|旗)(?:设有|建有)(?P<subject>.+)$",
        operator: Compare::Is(Operator::Equal),
        value: ValueFrom::Fixed(1),
        unit: "",
        indicator: "{subject}",
        promise_only: false,
        example: example("全市设有常态化婚姻家庭服务项目", "常态化婚姻家庭服务项目", Operator::Equal, "1", ""),
    },
    Pattern {
        name: "rise_slows",
        reads: "上升趋势减缓",
        expression: r"^(?P<subject>.+?)(?:的)?(?:上升|增长|增加)(?:趋势|势头|速度)@WAY@(?:减缓|放缓|趋缓|得到遏制|得到控制|遏制|控制)$",
        operator: Compare::Is(Operator::SlowUp),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("妇女焦虑障碍、抑郁症患病率上升趋势减缓", "妇女焦虑障碍、抑郁症患病率", Operator::SlowUp, "", ""),
    },
    Pattern {
        name: "gap_narrows",
        reads: "差距缩小",
        expression: r"^(?P<subject>.+@DISTANCE@)@WAY@缩小$",
        operator: Compare::Is(Operator::Narrow),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("男女收入差距明显缩小", "男女收入差距", Operator::Narrow, "", ""),
    },
    Pattern {
        name: "narrow_gap",
        reads: "缩小差距",
        expression: r"^(?:.{0,8}?)@DO@缩小(?P<subject>.*@DISTANCE@)$",
        operator: Compare::Is(Operator::Narrow),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("缩小两性家务劳动时间差距", "两性家务劳动时间差距", Operator::Narrow, "", ""),
    },
    Pattern {
        name: "goes_up",
        reads: "某某（率、比例、水平、意识……）提高",
        expression: r"^(?P<subject>.+(?:@MEASURED@|@PERCEIVED@))@WAY@(?:提高|提升|增强|增加|上升|延长|增长|扩大)$",
        operator: Compare::Is(Operator::Up),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("乳腺癌人群筛查率逐步提高", "乳腺癌人群筛查率", Operator::Up, "", ""),
    },
    Pattern {
        name: "goes_down",
        reads: "某某（率、人数……）降低、减少",
        expression: r"^(?P<subject>.+(?:@MEASURED@|@EVENT@))@WAY@(?:降低|下降|减少)$",
        operator: Compare::Is(Operator::Down),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("女职工职业病发病率明显降低", "女职工职业病发病率", Operator::Down, "", ""),
    },
    Pattern {
        name: "raise",
        reads: "提高某某率、比例、水平",
        expression: r"^(?:(?:促进|推动|帮助).{0,12}?)?@DO@(?:提高|提升|增加|扩大|延长)(?P<subject>.*@MEASURED@)(?:和.{1,6})?$",
        operator: Compare::Is(Operator::Up),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("提高生育保险参保率", "生育保险参保率", Operator::Up, "", ""),
    },
    Pattern {
        name: "lower",
        reads: "降低某某率，减少某事的发生",
        expression: r"^(?:预防和|预防、|防止和|有效预防和)?@DO@(?:降低|减少)(?P<subject>.*(?:@MEASURED@|@EVENT@))$",
        operator: Compare::Is(Operator::Down),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("减少非意愿妊娠", "非意愿妊娠", Operator::Down, "", ""),
    },
    Pattern {
        name: "kept",
        reads: "保持合理比例、保持稳定、得到控制",
        expression: r"^(?P<subject>.+?)(?:保持(?:合理|适当|一定)(?:的)?(?:比例|水平)|保持(?:基本)?(?:稳定|平衡)|得到(?:有效)?控制)$",
        operator: Compare::Is(Operator::Keep),
        value: ValueFrom::None,
        unit: "",
        indicator: "{subject}",
        promise_only: true,
        example: example("中国共产党女党员保持合理比例", "中国共产党女党员", Operator::Keep, "", ""),
    },
];
