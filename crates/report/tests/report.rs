//! A small plan of two domains with every state a report speaks of, from its observations to the Word file.
#![allow(clippy::unwrap_used)]

mod sample;

use std::collections::BTreeMap;
use std::path::Path;

use heng_report::definition::{Definition, pick};
use heng_report::document::{Block, Document, Run};
use heng_report::facts::{Facts, Kind};
use heng_report::render::{Fonts, docx};

/// The shipped definitions.
fn reports() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reports");
    let mut files = BTreeMap::new();
    for folder in ["annual", "final", "shared"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(format!("{folder}/{name}"), std::fs::read(path).unwrap());
        }
    }
    files
}

fn definition(kind: &str) -> Definition {
    let (definition, problems) = Definition::read(&pick(&reports(), kind));
    assert!(problems.is_empty(), "{problems:?}");
    definition.unwrap()
}

fn document(kind: &str, facts: &Facts) -> Document {
    heng_report::build(&definition(kind), facts).unwrap()
}

fn fonts() -> Fonts {
    Fonts { regular: include_bytes!("fonts/chart-subset.otf").to_vec() }
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| if run.superscript { format!("^{}", run.text) } else { run.text.clone() }).collect()
}

/// The document as a page of text, a block a line.
fn written(document: &Document) -> String {
    let mut lines = vec![format!("标题 {}", document.title), format!("封面 {:?}", document.cover)];
    for block in &document.body {
        match block {
            Block::Heading { level, text } => lines.push(format!("{} {}", "#".repeat((*level).into()), plain(text))),
            Block::Paragraph { style, text } => lines.push(format!("{style:?} {}", plain(text))),
            Block::List { items, .. } => lines.extend(items.iter().map(|item| format!("- {}", plain(item)))),
            Block::Table(table) => {
                lines.push(format!("表 {}", plain(&table.caption)));
                let heads: Vec<_> = table.columns.iter().map(|column| column.head.as_str()).collect();
                lines.push(format!("| {}", heads.join(" | ")));
                let row = |row: &Vec<Vec<Run>>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | ");
                lines.extend(table.rows.iter().map(|cells| format!("| {}", row(cells))));
            }
            Block::Chart(chart) => lines.push(format!("图 {} [{}]", plain(&chart.caption), chart.alt)),
            Block::PageBreak => lines.push("—— 换页 ——".to_owned()),
        }
    }
    lines.join("\n")
}

/// The text of one part of the packed file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_final_report_in_words() {
    insta::assert_snapshot!(written(&document("final", &sample::facts(Kind::Final, 2030))));
}

#[test]
fn an_annual_report_in_words() {
    insta::assert_snapshot!(written(&document("annual", &sample::facts(Kind::Annual, 2026))));
}

#[test]
fn a_report_before_any_figure_says_so() {
    let facts = sample::without_data(Kind::Annual);
    let text = written(&document("annual", &facts));
    assert!(text.contains("没有可监测的\u{ff0c}不计算达标率"), "{text}");
    assert!(!text.contains("图1"), "no chart without figures");
    docx::render(&document("annual", &facts), &Fonts { regular: Vec::new() }).unwrap();
}

#[test]
fn a_report_of_an_older_release_tells_no_ratings() {
    let text = written(&document("annual", &sample::without_ratings(Kind::Annual, 2026)));
    assert!(text.contains("定性目标1项，由评估组依据材料评定：1.3“意识明显增强”。"), "{text}");
    assert!(!text.contains("有措施") && !text.contains("未评定"), "{text}");
}

#[test]
fn figures_of_rounded_counts_are_called_approximate() {
    let text = written(&document("final", &sample::rounded(Kind::Final, 2030)));
    let told = text
        .lines()
        .find_map(|line| line.split_once("下列数字由为保护统计调查对象而舍入到5的倍数的计数算出，是近似值："));
    let (estimated, approximate) = told.unwrap();
    assert!(approximate.contains("2030年子发病率") && !approximate.contains("甲死亡率"), "{approximate}");
    assert!(estimated.contains("2024年甲死亡率") && !estimated.contains("子发病率"), "{estimated}");
    assert!(text.contains("116.3/10万（近似值）"), "{text}");
}

/// Every trace mark of the text is a row of the table of figures, and every row leads to observations.
#[test]
fn every_figure_leads_back() {
    let facts = sample::facts(Kind::Final, 2030);
    assert!(facts.figures.iter().all(|fact| !fact.provenance.observations.is_empty()));
    let text = written(&document("final", &facts));
    let marks: Vec<u32> = text.split("^[").skip(1).filter_map(|rest| rest.split(']').next()?.parse().ok()).collect();
    assert!(marks.len() > facts.figures.len());
    assert!(marks.iter().all(|mark| facts.figures.iter().any(|fact| fact.mark == *mark)));
    assert!(facts.figures.iter().zip(1..).all(|(fact, mark)| fact.mark == mark));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let document = document("final", &sample::facts(Kind::Final, 2030));
    let first = docx::render(&document, &fonts()).unwrap();
    assert!(first == docx::render(&document, &fonts()).unwrap());
}

#[test]
fn the_word_file_holds_what_an_office_expects() {
    let document = document("final", &sample::facts(Kind::Final, 2030));
    let bytes = docx::render(&document, &fonts()).unwrap();
    let xml = part(&bytes, "word/document.xml");
    insta::assert_snapshot!(xml);
    assert_eq!(xml.matches("<w:tblHeader/>").count(), xml.matches("<w:tbl>").count());
    assert!(
        !xml.contains("</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"Picture\""),
        "a paragraph between table and picture"
    );
    assert!(part(&bytes, "word/styles.xml").contains("方正小标宋简体"));
    assert!(part(&bytes, "docProps/core.xml").contains("2031-04-20T02:00:00Z"));
}

#[test]
fn wording_that_names_what_is_not_there_is_refused_with_its_place() {
    let mut files = pick(&reports(), "annual");
    let broken = "[[block]]\nkind = \"paragraph\"\ntext = \"{{ rate.atained }}\"\n\n\
                  [[block]]\nkind = \"paragraph\"\ntext = \"{{ release.issuer }}\"\n";
    files.insert("attention.toml".to_owned(), broken.into());
    let (definition, problems) = Definition::read(&files);
    assert!(problems.is_empty(), "{problems:?}");
    let problems = heng_report::build(&definition.unwrap(), &sample::facts(Kind::Annual, 2026)).unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| format!("{} {}", problem.place, problem.kind.code)).collect();
    assert_eq!(places, ["attention.toml:1 text report.wording", "attention.toml:5 text report.wording"]);
}
