//! `kind = "chart"`: the chart that the expression `chart` names; none stands for no picture. `caption` and `alt` see its
//! number as `n`.

use minijinja::value::Value;
use serde::Deserialize;

use super::{Fault, Scope};
use crate::charts::LineChart;
use crate::document::{self, Block, runs};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    pub(super) chart: String,
    caption: String,
    alt: String,
}

impl Chart {
    pub(super) fn templates(&self) -> Vec<(String, &str)> {
        vec![("caption".to_owned(), self.caption.as_str()), ("alt".to_owned(), self.alt.as_str())]
    }

    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        let value = scope.evaluate("chart", &self.chart)?;
        if value.is_none() {
            return Ok(());
        }
        let chart = LineChart::deserialize(value).map_err(|error| ("chart".to_owned(), error))?;
        scope.charts += 1;
        let context = scope.with("n", Value::from(scope.charts));
        scope.body.push(Block::Chart(document::Chart {
            chart,
            caption: runs(&scope.field("caption", &self.caption, &context)?),
            alt: scope.field("alt", &self.alt, &context)?.trim().to_owned(),
        }));
        Ok(())
    }
}
