//! Rows as a file that Excel opens as it is.

use std::borrow::Cow;

use crate::failure::{Failure, Result};
use crate::views::DataRow;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Chinese first, since most who open it read the first word.
const HEADS: [&str; 21] = [
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
    "缺数原因 reason",
    "沿用自 carried from",
    "得来方式 method",
    "来源代码 source",
    "来源 source title",
    "修订 revision",
    "取用 in use",
    "观测值编号 observations",
];

pub fn write(rows: &[DataRow]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(HEADS).map_err(Failure::system)?;
    for row in rows {
        writer.write_record(cells(row).iter().map(|cell| cell.as_bytes())).map_err(Failure::system)?;
    }
    writer.into_inner().map_err(Failure::system)
}

fn cells(row: &DataRow) -> [Cow<'_, str>; HEADS.len()] {
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
        text(point.reason.as_deref().unwrap_or_default()),
        text(point.carried_from.as_deref().unwrap_or_default()),
        text(&point.method),
        text(source.map_or("", |source| &source.code)),
        text(source.map_or("", |source| &source.title)),
        Cow::Owned(row.revision.map(|revision| revision.to_string()).unwrap_or_default()),
        Cow::Borrowed(if row.standing { "是" } else { "否" }),
        joined(point.inputs.iter().map(ToString::to_string).collect()),
    ]
}

/// A text that a spreadsheet would take for a formula is marked as text.
fn text(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "死亡率", "2025", "a=b", "sex=F"] {
            assert_eq!(text(plain), plain);
        }
    }
}
