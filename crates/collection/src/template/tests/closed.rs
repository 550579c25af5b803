//! Templates of a form in which a correction is under way: what the bureau has not opened is closed.

use std::collections::BTreeSet;

use super::super::compare::at_open;
use super::*;

fn opened() -> BTreeSet<CellId> {
    BTreeSet::from([id("PEOPLE[sex=F]")])
}

#[test]
fn cells_that_were_not_opened_are_locked() {
    let template = Template { open: Some(opened()), ..template() };
    let bytes = write(&template).unwrap();
    let sheets = parts(&bytes, "xl/worksheets/sheet");
    assert_eq!(sheets.matches(r#"type="custom""#).count(), 1, "one cell takes a number");
    assert_eq!(sheets.matches(r#"type="list""#).count(), 0);
    let unlocked = |bytes: &[u8]| {
        let styles = parts(bytes, "xl/styles.xml");
        let formats = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
        let open: Vec<String> = formats
            .split("<xf ")
            .skip(1)
            .enumerate()
            .filter(|(_, format)| format.contains(r#"locked="0""#))
            .map(|(at, _)| format!("s=\"{at}\""))
            .collect();
        let sheets = parts(bytes, "xl/worksheets/sheet");
        let cells = sheets.split("<c ").skip(1).filter(|cell| open.iter().any(|format| cell.contains(format.as_str())));
        cells.map(|cell| cell.split('"').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(unlocked(&bytes), ["F6", "L6"], "the value and the note of the one");
    assert!(unlocked(&write(&super::template()).unwrap()).len() > 20);
    let book = workbook::read(&bytes).unwrap();
    let guide = &book.sheets[0];
    assert!(guide.cells.keys().any(|at| guide.text(*at).is_some_and(|text| text.contains("正在更正"))));
}

#[test]
fn what_is_changed_in_closed_cells_is_told_and_cannot_be_taken() {
    let mut book = book();
    set(&mut book, PEOPLE, "E6", Content::Number(12.0), None);
    set(&mut book, PEOPLE, "F6", Content::Number(5.0), None);
    let (mut found, open) = (filled(&book), opened());
    let differences = compare(&found, &made(), &now());
    assert_eq!(told(&at_open(&mut found.clone(), differences.clone(), None)).len(), 2);
    let kept = at_open(&mut found, differences, Some(&open));
    assert_eq!(told(&kept), ["PEOPLE[sex=F] 5||含驻外"]);
    let said = &found.remarks[0];
    assert_eq!((said.problem.kind.code, said.cell.as_ref(), said.wrong), ("entry.locked", Some(&id("PEOPLE")), false));
    assert_eq!(said.problem.place.to_string(), "1 人口!E6");
    // The marked copy, in which the cell is locked, holds what stands there.
    let shown = super::super::shown(&found, &now(), Some(&open));
    assert_eq!((shown["PEOPLE"].value, shown["PEOPLE[sex=F]"].value), (Some(10.into()), Some(5.into())));
}
