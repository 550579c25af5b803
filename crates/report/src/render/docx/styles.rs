//! Paragraph styles after GB/T 9704-2012: sizes in half points, distances in twentieths of a point.

use super::parts::WORD;

pub const TITLE: &str = "方正小标宋简体";
pub const HEI: &str = "黑体";
pub const KAI: &str = "楷体_GB2312";
pub const FANG: &str = "仿宋_GB2312";
pub const SONG: &str = "宋体";
/// Figures and Latin letters.
const LATIN: &str = "Times New Roman";

/// 225 mm in 22 lines. The 28 characters of a line come from drawing characters of 16 pt together by a fifth of a point:
/// a grid of characters does the same in Word alone.
pub const LINE: u32 = 580;

/// Paragraph and character properties of one style.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    size: u32,
    bold: bool,
    /// Twentieths of a point; `None` is as high as the content needs, for pictures and cells.
    line: Option<u32>,
    before: u32,
    after: u32,
    /// First line indented by two characters.
    indent: bool,
    align: &'static str,
    more: &'static str,
}

const BASE: Style = Style {
    id: "",
    name: "",
    font: FANG,
    size: 32,
    bold: false,
    line: Some(LINE),
    before: 0,
    after: 0,
    indent: false,
    align: "both",
    more: "",
};

/// Cells and pictures leave the grid of lines.
const FREE: &str = "<w:snapToGrid w:val=\"0\"/>";

const STYLES: &[Style] = &[
    Style { id: "Body", name: "正文段落", indent: true, ..BASE },
    Style { id: "Heading1", name: "heading 1", font: HEI, indent: true, more: "<w:outlineLvl w:val=\"0\"/>", ..BASE },
    Style { id: "Heading2", name: "heading 2", font: KAI, indent: true, more: "<w:outlineLvl w:val=\"1\"/>", ..BASE },
    Style { id: "Heading3", name: "heading 3", bold: true, indent: true, more: "<w:outlineLvl w:val=\"2\"/>", ..BASE },
    Style {
        id: "ReportTitle",
        name: "Title",
        font: TITLE,
        size: 44,
        line: Some(800),
        before: 0,
        after: LINE,
        align: "center",
        ..BASE
    },
    Style {
        id: "Subtitle",
        name: "Subtitle",
        font: HEI,
        line: Some(600),
        after: 120,
        align: "center",
        more: "<w:outlineLvl w:val=\"0\"/>",
        ..BASE
    },
    Style { id: "Note", name: "注", size: 24, line: Some(400), indent: true, align: "left", more: FREE, ..BASE },
    Style {
        id: "Caption",
        name: "caption",
        font: HEI,
        size: 24,
        line: Some(440),
        before: 120,
        align: "center",
        more: FREE,
        ..BASE
    },
    Style { id: "Picture", name: "图", line: None, before: 120, align: "center", more: FREE, ..BASE },
    Style { id: "TableHead", name: "表头", font: HEI, size: 21, line: None, align: "center", more: FREE, ..BASE },
    Style { id: "TableText", name: "表文", font: SONG, size: 21, line: None, align: "left", more: FREE, ..BASE },
    Style { id: "Spacer", name: "表后", size: 10, line: Some(240), more: FREE, ..BASE },
    Style { id: "CoverTitle", name: "封面标题", font: TITLE, size: 44, line: Some(900), align: "center", ..BASE },
    Style { id: "CoverSubtitle", name: "封面副题", font: KAI, size: 36, line: Some(720), align: "center", ..BASE },
    Style { id: "CoverLine", name: "封面说明", align: "center", ..BASE },
    Style { id: "Header", name: "header", font: HEI, size: 28, line: None, align: "center", more: FREE, ..BASE },
    Style { id: "FooterOdd", name: "footer odd", font: SONG, size: 28, line: None, align: "right", more: FREE, ..BASE },
    Style {
        id: "FooterEven",
        name: "footer even",
        font: SONG,
        size: 28,
        line: None,
        align: "left",
        more: FREE,
        ..BASE
    },
];

pub fn styles() -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles xmlns:w=\"{WORD}\"><w:docDefaults>\
         <w:rPrDefault><w:rPr>{}<w:spacing w:val=\"-4\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>",
        fonts(FANG)
    );
    for style in STYLES {
        xml.push_str(&one(style));
    }
    xml + "</w:styles>"
}

fn fonts(east: &str) -> String {
    format!("<w:rFonts w:ascii=\"{LATIN}\" w:hAnsi=\"{LATIN}\" w:cs=\"{LATIN}\" w:eastAsia=\"{east}\"/>")
}

fn one(style: &Style) -> String {
    let Style { id, name, font, size, before, after, align, .. } = style;
    let heading = id.starts_with("Heading") || *id == "Caption" || *id == "Picture";
    let next = if heading && *id != "Picture" && *id != "Caption" { "<w:next w:val=\"Body\"/>" } else { "" };
    let keep = if id.starts_with("Heading") { "<w:keepNext/>" } else { "" };
    let (grid, outline) = if style.more == FREE { (FREE, "") } else { ("", style.more) };
    let line = style.line.map_or_else(String::new, |line| format!(" w:line=\"{line}\" w:lineRule=\"exact\""));
    let indent = match (style.indent, *id) {
        (true, _) => format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{}\"/>", size * 20),
        (_, "FooterOdd") => "<w:ind w:rightChars=\"100\" w:right=\"280\"/>".to_owned(),
        (_, "FooterEven") => "<w:ind w:leftChars=\"100\" w:left=\"280\"/>".to_owned(),
        _ => String::new(),
    };
    let bold = if style.bold { "<w:b/>" } else { "" };
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>{next}\
         <w:qFormat/><w:pPr>{keep}{grid}<w:spacing w:before=\"{before}\" w:after=\"{after}\"{line}/>{indent}\
         <w:jc w:val=\"{align}\"/>{outline}</w:pPr><w:rPr>{}{bold}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>\
         </w:style>",
        fonts(font)
    )
}
