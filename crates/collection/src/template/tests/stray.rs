//! What stands in a template and belongs to no cell of the form.

use super::*;

#[test]
fn what_belongs_to_no_cell_is_told_where_it_stands() {
    let mut book = book();
    set(&mut book, PEOPLE, "C60", text("活产数"), None);
    set(&mut book, PEOPLE, "E60", Content::Number(1234.0), None);
    set(&mut book, PEOPLE, "J8", text("未统计"), None);
    set(&mut book, PEOPLE, "F7", Content::Number(9.0), Some("E6-G6"));
    set(&mut book, PEOPLE, "G7", Content::Empty, Some("E6+G6"));
    assert_eq!(
        remarks(&book),
        ["F7", "G7", "J8", "E60"].map(|at| format!("1 人口!{at} template.stray")),
        "in the columns that are filled in, and no others"
    );
    assert_eq!(told(&differences(&book)), Vec::<String>::new());
    let found = filled(&book);
    assert!(!found.faulty());
    let message = found.remarks[3].problem.to_string();
    assert!(message.contains("“1234”不属于报表的任何一格"), "{message}");
    let marks = super::super::marks(&found, &[], ToString::to_string);
    assert_eq!(marks.lines[1].place, "1 人口!G7");
}

#[test]
fn a_figure_in_a_cell_that_is_not_asked_for_is_told() {
    let mut form = sample::form();
    form.sections[0].rows[0].cells.retain(|cell| cell.id.to_string() != "PEOPLE[sex=M]");
    // On another row the column is still there.
    let mut other = sample::form().sections[0].rows[0].clone();
    other.item = heng_base::codes::ItemCode::parse("LADDER").unwrap();
    other.cells.iter_mut().for_each(|cell| cell.id.item = other.item.clone());
    form.sections[0].rows.push(other);
    form.sections[1].rows.pop();
    let template = Template { form: form.clone(), shown: BTreeMap::new(), versions: BTreeMap::new(), ..template() };
    let mut book = workbook::read(&write(&template).unwrap()).unwrap();
    let codes = |book: &Workbook| -> Vec<String> {
        let found = read(book, &identity(), &form, &sample::missing()).unwrap();
        found.remarks.iter().map(|said| format!("{} {}", said.problem.place, said.problem.kind.code)).collect()
    };
    assert_eq!(codes(&book), Vec::<String>::new(), "a dash is nothing");
    set(&mut book, PEOPLE, "I6", Content::Number(5.0), None);
    assert_eq!(codes(&book), ["1 人口!I6 template.stray"]);
}
