//! `kind = "table"`: a row for each of `rows`, which the cells see as `row`; `caption` sees the table's number as `n`, cells
//! the row's as `index`. Columns: `head`, `cell`, `width` (relative), `align`. A table without rows is left out.

use minijinja::value::Value;
use serde::Deserialize;

use super::{Fault, Scope};
use crate::document::{self, Align, Block, runs};
use crate::typography::full_width;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub(super) rows: String,
    #[serde(default)]
    caption: String,
    column: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    head: String,
    cell: String,
    width: u32,
    #[serde(default)]
    align: Align,
}

impl Table {
    pub(super) fn templates(&self) -> Vec<(String, &str)> {
        let mut templates = vec![("caption".to_owned(), self.caption.as_str())];
        for (index, column) in self.column.iter().enumerate() {
            templates.push((format!("column {} head", index + 1), column.head.as_str()));
            templates.push((format!("column {} cell", index + 1), column.cell.as_str()));
        }
        templates
    }

    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        let mut rows = Vec::new();
        for (index, row) in scope.list("rows", &self.rows)?.into_iter().enumerate() {
            let own = Value::from_iter([("row".to_owned(), row), ("index".to_owned(), Value::from(index + 1))]);
            let context = minijinja::context! { ..own, ..scope.context.clone() };
            let cell = |(number, column): (usize, &Column)| {
                Ok(runs(&scope.field(&format!("column {} cell", number + 1), &column.cell, &context)?))
            };
            rows.push(self.column.iter().enumerate().map(cell).collect::<Result<Vec<_>, Fault>>()?);
        }
        if rows.is_empty() {
            return Ok(());
        }
        let mut columns = Vec::new();
        for (index, column) in self.column.iter().enumerate() {
            let head = scope.field(&format!("column {} head", index + 1), &column.head, &scope.context)?;
            columns.push(document::Column { head: full_width(&head), width: column.width, align: column.align });
        }
        scope.tables += 1;
        let context = scope.with("n", Value::from(scope.tables));
        let caption = runs(&scope.field("caption", &self.caption, &context)?);
        scope.body.push(Block::Table(document::Table { caption, columns, rows, look: document::Look::Ruled }));
        Ok(())
    }
}
