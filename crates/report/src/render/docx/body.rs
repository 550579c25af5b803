//! The text of the document.

use std::fmt::Write;

use super::escape;
use super::parts::WORD;
use crate::charts::Png;
use crate::document::{Align, Block, Cover, Document, Look, Run, Style, Table};

/// 156 mm, the width of the type area.
const WIDTH: u32 = 8844;
/// 225 mm, its height.
const HEIGHT: u32 = 12756;
/// 156 mm in English Metric Units.
const WIDTH_EMU: u64 = 5_616_000;

pub fn document(document: &Document, pictures: &[Png]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{WORD}\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>"
    );
    let headed = document.header.is_some();
    if let Some(cover) = &document.cover {
        xml.push_str(&self::cover(cover, headed));
    }
    let mut drawn = pictures.iter().enumerate();
    for block in &document.body {
        match block {
            Block::Heading { level, text } => {
                let _ = writeln!(xml, "{}", paragraph(&format!("Heading{level}"), "", text));
            }
            Block::Paragraph { style, text } => {
                let _ = writeln!(xml, "{}", paragraph(style_id(*style), "", text));
            }
            Block::List { style, items } => {
                items.iter().for_each(|item| xml.push_str(&format!("{}\n", paragraph(style_id(*style), "", item))));
            }
            Block::Table(table) => xml.push_str(&self::table(table)),
            Block::Chart(chart) => {
                if let Some((index, png)) = drawn.next() {
                    xml.push_str(&picture(index + 1, png, &chart.alt));
                    let _ = writeln!(xml, "{}", paragraph("Caption", "", &chart.caption));
                }
            }
            Block::PageBreak => xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n"),
        }
    }
    xml.push_str(&section(true, headed));
    xml + "</w:body></w:document>"
}

fn style_id(style: Style) -> &'static str {
    match style {
        Style::Body => "Body",
        Style::Note => "Note",
        Style::Title => "ReportTitle",
        Style::Subtitle => "Subtitle",
    }
}

/// `more` goes into the paragraph's properties.
fn paragraph(style: &str, more: &str, text: &[Run]) -> String {
    let runs: String = text.iter().map(run).collect();
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>")
}

/// The hint keeps quotation marks and dashes as wide as Chinese characters.
fn run(run: &Run) -> String {
    let bold = if run.strong { "<w:b/>" } else { "" };
    let raised = if run.superscript { "<w:vertAlign w:val=\"superscript\"/>" } else { "" };
    format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>{bold}{raised}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(&run.text)
    )
}

/// The first page, a section of its own without a page number. The distances put the foot at the foot of the type area.
fn cover(cover: &Cover, headed: bool) -> String {
    // A line of 156 mm holds 20 characters of the title, 24 of the subtitle, 27 of the rest.
    let rows = |lines: &[String], fit: usize| -> u32 {
        lines.iter().map(|line| u32::try_from(line.chars().count().div_ceil(fit)).unwrap_or(1)).sum()
    };
    let used = rows(&cover.title, 20) * 900 + rows(&cover.subtitle, 24) * 720;
    let used = used + (rows(&cover.lines, 27) + rows(&cover.foot, 27)) * super::styles::LINE;
    let left = HEIGHT.saturating_sub(used + 700);
    let parts = [
        ("CoverTitle", &cover.title, left * 3 / 10),
        ("CoverSubtitle", &cover.subtitle, 300),
        ("CoverLine", &cover.lines, left * 3 / 10),
        ("CoverLine", &cover.foot, left * 4 / 10 - 300.min(left * 4 / 10)),
    ];
    let mut xml = String::new();
    for (style, lines, before) in parts {
        let height = match style {
            "CoverTitle" => 900,
            "CoverSubtitle" => 720,
            _ => super::styles::LINE,
        };
        for (index, line) in lines.iter().enumerate() {
            let spacing = format!("<w:spacing w:before=\"{before}\" w:line=\"{height}\" w:lineRule=\"exact\"/>");
            let more = if index == 0 { spacing.as_str() } else { "" };
            let text = Run { text: line.clone(), ..Run::default() };
            let _ = writeln!(xml, "{}", paragraph(style, more, &[text]));
        }
    }
    let end = "<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>";
    let _ = writeln!(xml, "<w:p><w:pPr>{end}{}</w:pPr></w:p>", section(false, headed));
    xml
}

/// Page and margins: 天头 37 mm, 订口 28 mm, type area 156 × 225 mm.
fn section(numbered: bool, headed: bool) -> String {
    let headers = if headed {
        "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:headerReference w:type=\"even\" r:id=\"rIdHeader\"/>"
    } else {
        ""
    };
    let (footers, numbers) = if numbered {
        (
            "<w:footerReference w:type=\"default\" r:id=\"rIdFooterOdd\"/>\
             <w:footerReference w:type=\"even\" r:id=\"rIdFooterEven\"/>",
            "<w:pgNumType w:start=\"1\"/>",
        )
    } else {
        ("", "")
    };
    format!(
        "<w:sectPr>{headers}{footers}<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" \
         w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>{numbers}\
         <w:docGrid w:type=\"lines\" w:linePitch=\"580\"/></w:sectPr>"
    )
}

fn table(table: &Table) -> String {
    let mut xml = String::new();
    if !table.caption.is_empty() {
        let _ = writeln!(xml, "{}", paragraph("Caption", "<w:keepNext/>", &table.caption));
    }
    let widths = widths(table);
    let rule = |side: &str, size: u32| {
        format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"000000\"/>")
    };
    let rules = match table.look {
        Look::Plain => String::new(),
        Look::Ruled => [("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4)]
            .map(|(side, size)| rule(side, size))
            .concat(),
    };
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let _ = writeln!(
        xml,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:top w:w=\"30\" w:type=\"dxa\"/><w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"30\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>"
    );
    let heads = table.columns.iter().zip(&widths).map(|(column, width)| {
        let text = Run { text: column.head.clone(), ..Run::default() };
        cell(*width, &paragraph("TableHead", "", &[text]))
    });
    let heads: String = heads.collect();
    if table.look == Look::Ruled {
        let _ = writeln!(xml, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>");
    }
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns).zip(&widths).map(|((text, column), width)| {
            let align = match column.align {
                Align::Left => "",
                Align::Center => "<w:jc w:val=\"center\"/>",
                Align::Right => "<w:jc w:val=\"right\"/>",
            };
            cell(*width, &paragraph("TableText", align, text))
        });
        let cells: String = cells.collect();
        let _ = writeln!(xml, "<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
    }
    // A picture right after a table would hide its lower rule, and two tables would grow together.
    xml + "</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"Spacer\"/></w:pPr></w:p>\n"
}

/// The widths fill the type area to the last twentieth of a point.
fn widths(table: &Table) -> Vec<u32> {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum::<u32>().max(1);
    let mut widths: Vec<u32> = table.columns.iter().map(|column| WIDTH * column.width / whole).collect();
    let rest = WIDTH.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

fn cell(width: u32, paragraph: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{paragraph}</w:tc>"
    )
}

/// A picture as wide as the type area, kept with its caption.
fn picture(number: usize, png: &Png, alt: &str) -> String {
    let height = WIDTH_EMU * u64::from(png.height) / u64::from(png.width.max(1));
    let alt = escape(alt);
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/><w:keepNext/></w:pPr><w:r><w:drawing>\
         <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{WIDTH_EMU}\" cy=\"{height}\"/>\
         <wp:docPr id=\"{number}\" name=\"图{number}\" descr=\"{alt}\"/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"image{number}.png\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdImage{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{WIDTH_EMU}\" cy=\"{height}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>\
         </w:drawing></w:r></w:p>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;

    #[test]
    fn columns_fill_the_type_area() {
        let column = |width| Column { head: String::new(), width, align: Align::Left };
        let table = Table {
            caption: Vec::new(),
            columns: vec![column(1), column(1), column(1)],
            rows: Vec::new(),
            look: Look::Ruled,
        };
        assert_eq!(widths(&table).iter().sum::<u32>(), WIDTH);
    }

    #[test]
    fn text_cannot_break_the_markup() {
        let made = run(&Run { text: "a<b>&\u{1}\"".to_owned(), strong: true, superscript: false });
        assert!(made.contains("a&lt;b&gt;&amp;&quot;</w:t>") && made.contains("<w:b/>"));
    }
}
