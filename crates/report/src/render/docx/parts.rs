//! The small parts of the file.

use super::escape;
use crate::document::Document;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub fn content_types(headed: bool) -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut xml = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>"
    );
    let parts = [
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    for (file, kind) in parts.into_iter().chain(headed.then_some(("header1", "header"))) {
        xml.push_str(&format!("<Override PartName=\"/word/{file}.xml\" ContentType=\"{word}.{kind}+xml\"/>"));
    }
    xml + "</Types>"
}

pub fn relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>"
    )
}

/// The document's parts, and its pictures as `rIdImage1` and on.
pub fn document_relations(pictures: usize, headed: bool) -> String {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let mut xml = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    xml.push_str(&relation("rIdStyles", "styles", "styles.xml"));
    xml.push_str(&relation("rIdSettings", "settings", "settings.xml"));
    xml.push_str(&relation("rIdFonts", "fontTable", "fontTable.xml"));
    xml.push_str(&relation("rIdFooterOdd", "footer", "footer1.xml"));
    xml.push_str(&relation("rIdFooterEven", "footer", "footer2.xml"));
    if headed {
        xml.push_str(&relation("rIdHeader", "header", "header1.xml"));
    }
    for index in 1..=pictures {
        xml.push_str(&relation(&format!("rIdImage{index}"), "image", &format!("media/image{index}.png")));
    }
    xml + "</Relationships>"
}

/// Title and times; the times are the release's.
pub fn core(document: &Document) -> String {
    let at = escape(&document.created_at);
    let times = ["created", "modified"]
        .map(|name| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:{name}>"))
        .concat();
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dc:language>zh-CN</dc:language>{}</cp:coreProperties>",
        escape(&document.title),
        if document.created_at.is_empty() { String::new() } else { times }
    )
}

pub fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" \
         w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// What stands in where an office lacks a font.
pub fn fonts() -> String {
    let mut xml = format!("{HEAD}<w:fonts xmlns:w=\"{WORD}\">");
    for (name, instead) in [
        (super::styles::TITLE, "华文中宋"),
        (super::styles::HEI, "SimHei"),
        (super::styles::KAI, "楷体"),
        (super::styles::FANG, "仿宋"),
        (super::styles::SONG, "SimSun"),
    ] {
        xml.push_str(&format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{instead}\"/><w:charset w:val=\"86\"/></w:font>"
        ));
    }
    xml + "</w:fonts>"
}

/// One line above every page.
pub fn header(text: &str) -> String {
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r>\
         <w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t>{}</w:t></w:r></w:p></w:hdr>",
        escape(text)
    )
}

/// The page number between dashes, at the outer edge as the style has it; above it what stands on every page.
pub fn footer(style: &str, text: Option<&str>) -> String {
    let above = text.map_or_else(String::new, |text| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Note\"/><w:jc w:val=\"center\"/></w:pPr><w:r>\
             <w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t>{}</w:t></w:r></w:p>",
            escape(text)
        )
    });
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{WORD}\">{above}<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">— </w:t></w:r>{}<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
         {}<w:r><w:t>1</w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
        field("begin"),
        field("separate"),
        field("end")
    )
}
