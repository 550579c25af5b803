//! What the reader could not place, or had to conclude, with the line where it stands.

use serde::Serialize;

/// The kinds of notice. The order is that of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// The file is damaged, locked or of a format that is not read.
    Unreadable,
    /// A PDF of pictures of pages.
    NoText,
    /// A file without a sentence of text: empty, only the menus of a page, or bytes of another kind.
    NoPlanText,
    /// A PDF whose fonts do not say which characters they draw.
    NoCharacters,
    /// Lines of the web page around the text, headers and numbers of pages were taken off.
    Furniture,
    /// A PDF of three and more columns, whose order may be another.
    ManyColumns,
    /// Lines broken in mid-sentence were joined.
    LinesJoined,
    /// Another plan follows in the same file.
    SecondPlan,
    NoTitle,
    TitleCut,
    NoArea,
    NoPeriod,
    /// The period was concluded from plans cited, not read in the title.
    PeriodConcluded,
    NoDomains,
    /// The text itself says that something was left out here.
    Gap,
    /// An entry that breaks off where text is left out.
    EntryCut,
    /// A paragraph between a heading and its first item.
    Unplaced,
    /// A heading that is neither chapter, domain nor section.
    HeadingUnplaced,
    /// Numbers of a list do not follow one another.
    NumberBreak,
    /// Objectives or measures without the heading that says which of both.
    SectionConcluded,
    /// A figure of an objective, measure or project that no pattern read.
    FigureUnread,
    /// A figure whose name the words leave out.
    NoIndicator,
    /// Two figures are to match each other, without one that could be judged.
    MatchUnread,
    /// To be brought under control: without a figure, and neither up, down nor kept.
    ControlUnread,
    /// A change measured from a base year.
    RelativeChange,
    /// A change between two bounds, read as the nearer one.
    ChangeRange,
    /// 下降8/10万: by so much, or to so much.
    ChangeOrLevel,
    /// How things were in a past year or are now.
    Fact,
}

impl NoticeCode {
    /// The texts, Chinese and English; `{}` is what the notice is about.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Unreadable => (
                "文件无法读取（已损坏、已加密或格式不支持），没有可读的规划文字；可读 .txt、.html、.docx、.pdf：{}",
                "the file cannot be read (damaged, locked or of another format) and holds no readable plan text; .txt, .html, .docx and .pdf are read: {}",
            ),
            Self::NoText => (
                "此 PDF 没有文字，可能是扫描件；请提供带文字的文件，或先做文字识别",
                "this PDF holds no text, it may be scanned pages; give a file with text, or recognise the text first",
            ),
            Self::NoPlanText => (
                "文件里没有可读的规划文字（文件是空的、只有网页菜单，或不是文本）；请换一份有正文的文件",
                "the file holds no readable plan text (it is empty, only the menus of a page, or no text at all); give one that holds the text of the plan",
            ),
            Self::NoCharacters => (
                "此 PDF 的文字没有字符编码，读不出或读不全；请提供 Word 或网页文本，或先做文字识别",
                "the fonts of this PDF do not name their characters, so its text is lost; give a Word file or web page, or recognise the text first",
            ),
            Self::Furniture => {
                ("网页或页面附加内容，不属于规划文本，已去除：{}", "part of the page, not of the plan, taken off: {}")
            }
            Self::ManyColumns => (
                "此 PDF 有三栏或更多栏的版面，段落次序可能不对，请对照原文核对",
                "this PDF is set in three or more columns; the order of its paragraphs may be wrong, compare it with the original",
            ),
            Self::LinesJoined => (
                "文本在句子中间换行，已接成段落，共{}处；行号为段落的首行",
                "lines broken in mid-sentence were joined, {} times; a line number is that of the paragraph's first",
            ),
            Self::SecondPlan => (
                "从此行起是另一份规划，没有读取，请另存为一个文件后再读：{}",
                "another plan begins here and was not read; save it as a file of its own: {}",
            ),
            Self::NoTitle => ("没有找到规划标题", "no title was found"),
            Self::TitleCut => ("标题不完整，已补全为：{}", "the title is cut off; completed to: {}"),
            Self::NoArea => ("标题中没有找到地区名称", "the title names no area"),
            Self::NoPeriod => ("没有找到规划起止年份，目标年份留空", "no period was found; target years stay empty"),
            Self::PeriodConcluded => (
                "标题没有写全起止年份，根据文中所引规划推定为：{}",
                "the title does not hold the whole period; concluded from the plans cited: {}",
            ),
            Self::NoDomains => (
                "没有找到发展领域（标题之下的“主要目标”“策略措施”）",
                "no domain was found (a heading followed by 主要目标 or 策略措施)",
            ),
            Self::Gap => ("此处有缺文", "part of the text is left out here"),
            Self::EntryCut => ("此条在缺文处中断：{}", "this entry breaks off where text is left out: {}"),
            Self::Unplaced => ("未能归入任何目标、措施或工程：{}", "belongs to no objective, measure or project: {}"),
            Self::HeadingUnplaced => ("标题未能归类：{}", "a heading of no known kind: {}"),
            Self::NumberBreak => ("编号不连续：{}", "numbers do not follow one another: {}"),
            Self::SectionConcluded => (
                "缺少“主要目标”或“策略措施”标题，按行文推定为：{}",
                "the heading 主要目标 or 策略措施 is missing; concluded from the wording: {}",
            ),
            Self::FigureUnread => {
                ("含有数字，但未识别为目标值，请人工核对：{}", "holds a figure that was not read as a target: {}")
            }
            Self::NoIndicator => (
                "读出了数值，没有读出指标名，请对照原文补上：{}",
                "a figure was read, but not what it is of; complete it from the text: {}",
            ),
            Self::MatchUnread => (
                "两项比例相适应，文中没有可判定的数值：{}",
                "two shares are to match, without a figure to judge by: {}",
            ),
            Self::ControlUnread => (
                "要求“得到控制”，没有写数值，也没有写升、降或保持，未读作目标值：{}",
                "to be brought under control, without a figure or direction, so not read as a target: {}",
            ),
            Self::RelativeChange => (
                "以基年为基数的变化幅度，需要基期值才能判定：{}",
                "a change from a base year, judged only with its base value: {}",
            ),
            Self::ChangeRange => (
                "变化幅度写成一个范围，按较近的一个数读取，请核对：{}",
                "a change between two bounds, read as the nearer one; compare it with the text: {}",
            ),
            Self::ChangeOrLevel => (
                "“下降”之后没有“到”，读作降到这个水平，请核对：{}",
                "下降 without 到 was read as a fall to this level; compare it with the text: {}",
            ),
            Self::Fact => (
                "说的是过去或现在的情况，没有读作目标值：{}",
                "says how things were or are, so it was not read as a target: {}",
            ),
        }
    }
}

/// One notice. `message` is Chinese, `message_en` the same in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Line of the input, counted from 1; none where it is about the whole.
    pub line: Option<usize>,
    pub message: String,
    pub message_en: String,
    pub code: NoticeCode,
}

impl Notice {
    pub(super) fn new(code: NoticeCode, line: Option<usize>, about: &str) -> Self {
        let (zh, en) = code.texts();
        let about = shorten(about);
        Self { line, message: zh.replace("{}", &about), message_en: en.replace("{}", &about), code }
    }
}

/// Long passages are quoted by their beginning: the line says where the rest is.
fn shorten(text: &str) -> String {
    const KEPT: usize = 60;
    if text.chars().count() <= KEPT {
        return text.to_owned();
    }
    text.chars().take(KEPT).chain(['…']).collect()
}
