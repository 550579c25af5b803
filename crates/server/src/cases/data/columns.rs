//! What a file of rows tells of each, the same in CSV and in a workbook.

use std::borrow::Cow;

use crate::views::DataRow;

/// Chinese first, since most who open it read the first word.
pub const HEADS: [&str; 25] = [
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
    "所用计数舍入到倍数 counts rounded to",
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

/// Places of the numbers among them: as published, and unrounded.
pub const NUMBERS: [usize; 2] = [10, 11];

/// `as_of`: the day of which it was asked what was known.
pub fn cells<'a>(row: &'a DataRow, as_of: &'a str) -> [Cow<'a, str>; HEADS.len()] {
    let point = &row.point;
    let joined = |numbers: Vec<String>| Cow::Owned(numbers.join(" "));
    let or_empty = |value: &'_ Option<String>| Cow::Owned(value.clone().unwrap_or_default());
    let source = point.source.as_ref();
    [
        Cow::Borrowed(if row.kind == "item" { "数据项" } else { "指标" }),
        Cow::Borrowed(row.subject.as_str()),
        Cow::Borrowed(row.name.as_str()),
        Cow::Borrowed(row.unit.as_str()),
        joined(row.domains.iter().map(ToString::to_string).collect()),
        Cow::Borrowed(row.area.as_str()),
        Cow::Borrowed(row.area_name.as_str()),
        Cow::Borrowed(point.period.as_str()),
        Cow::Borrowed(row.breakdown.as_str()),
        Cow::Borrowed(row.breakdown_label.as_str()),
        or_empty(&point.display),
        or_empty(&point.value),
        Cow::Borrowed(row.obs_status.as_str()),
        Cow::Borrowed(row.conf_status.as_str()),
        Cow::Owned(point.rounded_to.map(|base| base.to_string()).unwrap_or_default()),
        Cow::Borrowed(point.reason.as_deref().unwrap_or_default()),
        Cow::Borrowed(point.carried_from.as_deref().unwrap_or_default()),
        Cow::Borrowed(point.method.as_str()),
        Cow::Borrowed(source.map_or("", |source| source.code.as_str())),
        Cow::Borrowed(source.map_or("", |source| source.title.as_str())),
        Cow::Owned(row.revision.map(|revision| revision.to_string()).unwrap_or_default()),
        Cow::Borrowed(if row.standing { "是" } else { "否" }),
        Cow::Borrowed(if row.reference { "是" } else { "否" }),
        joined(point.inputs.iter().map(ToString::to_string).collect()),
        Cow::Borrowed(as_of),
    ]
}
