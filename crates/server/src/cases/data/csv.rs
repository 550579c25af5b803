//! Rows as a file that Excel opens as it is.

use std::borrow::Cow;

use crate::app::App;
use crate::csv_file::{CsvFile, text};
use crate::failure::Result;
use crate::views::DataRow;

/// Chinese first, since most who open it read the first word.
const HEADS: [&str; 24] = [
    "类别 kind",
    "代码 code",
    "名称 name",
    "计量单位 unit",
    "领域 domains",
    "地区代码 area",
    "地区 area name",
    "时期 period",
    "分组代码 breakdown",
    "分组 breakdown name",
    "数值 value",
    "未修约数值 unrounded",
    "数据状态 OBS_STATUS",
    "保密状态 CONF_STATUS",
    "缺数原因 reason",
    "沿用自 carried from",
    "得来方式 method",
    "来源代码 source",
    "来源 source title",
    "修订 revision",
    "取用 in use",
    "上级和全国公布数（参照） reference",
    "观测值编号 observations",
    "截至 as of",
];

/// `as_of`: the day of which it was asked what was known.
pub fn write(app: &App, rows: &[DataRow], as_of: &str) -> Result<Vec<u8>> {
    let mut file = CsvFile::new(app, &HEADS)?;
    for row in rows {
        file.row(cells(row, as_of).iter().map(AsRef::as_ref))?;
    }
    file.done()
}

fn cells<'a>(row: &'a DataRow, as_of: &'a str) -> [Cow<'a, str>; HEADS.len()] {
    let point = &row.point;
    let joined = |numbers: Vec<String>| Cow::Owned(numbers.join(" "));
    let or_empty = |value: &'_ Option<String>| Cow::Owned(value.clone().unwrap_or_default());
    let source = point.source.as_ref();
    [
        Cow::Borrowed(if row.kind == "item" { "数据项" } else { "指标" }),
        text(&row.subject),
        text(&row.name),
        text(&row.unit),
        joined(row.domains.iter().map(ToString::to_string).collect()),
        text(&row.area),
        text(&row.area_name),
        text(&point.period),
        text(&row.breakdown),
        text(&row.breakdown_label),
        or_empty(&point.display),
        or_empty(&point.value),
        text(&row.obs_status),
        text(&row.conf_status),
        text(point.reason.as_deref().unwrap_or_default()),
        text(point.carried_from.as_deref().unwrap_or_default()),
        text(&point.method),
        text(source.map_or("", |source| &source.code)),
        text(source.map_or("", |source| &source.title)),
        Cow::Owned(row.revision.map(|revision| revision.to_string()).unwrap_or_default()),
        Cow::Borrowed(if row.standing { "是" } else { "否" }),
        Cow::Borrowed(if row.reference { "是" } else { "否" }),
        joined(point.inputs.iter().map(ToString::to_string).collect()),
        Cow::Borrowed(as_of),
    ]
}
