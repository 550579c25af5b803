//! The sheets of text: how the template is filled in, and what is wrong with one that came back.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::looks::Looks;
use super::write::{Line, NO_SECRETS, Template, lock, title};

/// What is to be known when it is filled in.
pub fn guide(sheet: &mut Worksheet, template: &Template, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    sheet.set_column_width(0, 14)?.set_column_width(1, 84)?;
    sheet.write_string_with_format(0, 0, title(template), &looks.title)?.set_row_height(0, 30)?;
    let identity = &template.identity;
    let facts = [
        ("填报单位", identity.unit_name.clone()),
        ("填报批次", identity.round_title.clone()),
        ("填报期", template.form.period_in_words()),
        ("截止日期", template.due.clone()),
        ("保密要求", NO_SECRETS.to_owned()),
    ];
    let mut row = 1;
    for (name, text) in facts.into_iter().chain(template.invented.iter().map(|text| ("说明", text.clone()))) {
        sheet.write_string_with_format(row, 0, name, &looks.said)?.write_string_with_format(
            row,
            1,
            text,
            &looks.text,
        )?;
        row += 1;
    }
    row += 1;
    for (at, text) in steps(template).into_iter().enumerate() {
        sheet.write_string_with_format(row, 0, format!("{}.", at + 1), &looks.said)?;
        sheet.write_string_with_format(row, 1, text, &looks.text)?;
        row += 1;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    lock(sheet);
    Ok(())
}

fn steps(template: &Template) -> Vec<String> {
    let reasons: Vec<&str> = template.missing.iter().map(|reason| reason.name.zh.as_str()).collect();
    let mut steps = vec![
        "只填浅黄色的格子，其余的格子已锁定。带 * 的数据项必须填报；画“—”的格子不填。".to_owned(),
        "只填数字，不带单位、百分号和文字；没有发生的填 0。".to_owned(),
        format!(
            "没有数的，在“缺数原因”栏选择：{}。分组的格子没有数时，可以直接在格子里写缺数原因。",
            reasons.join("、")
        ),
        "与上年相差很大等需要解释的，在“说明”栏写明原因。".to_owned(),
        "变红的格子有错（各部分之和不等于合计、女大于合计、超出范围）；橙色的格子必填而未填。".to_owned(),
        "填完后在系统的报表页点“上传填好的表”，核对系统列出的改动再确认；确认之前什么也不会改。".to_owned(),
        "可以改动行列的位置，不要删除隐藏的行、列和工作表，系统靠它们认出每一格。".to_owned(),
    ];
    if template.form.is_history() {
        steps.push("各年并列，年份写在列头；“缺数原因”和“说明”也按年分列，写在那一年的列里。".to_owned());
    }
    if template.open.is_some() {
        steps.push("本报表正在更正：只能改准许更正的格子，其余的格子已锁定，改了也不采用。".to_owned());
    }
    steps.extend(template.instructions.iter().cloned());
    steps
}

/// What is wrong, all of it: where, what, and what would be right.
pub fn faults(sheet: &mut Worksheet, template: &Template, lines: &[Line], looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name("问题清单")?;
    for (column, width) in [(0, 26), (1, 10), (2, 60), (3, 60)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, format!("{}：问题清单", title(template)), &looks.title)?;
    sheet.write_string_with_format(1, 0, "改好后可直接上传本文件。标红的必须改，标橙的请核对。", &looks.said)?;
    for (column, head) in ["位置", "类别", "问题", "怎样才对"].into_iter().enumerate() {
        sheet.write_string_with_format(2, column as u16, head, &looks.head)?;
    }
    for (row, line) in (3..).zip(lines) {
        let look = if line.wrong { &looks.wrong_text } else { &looks.text };
        let kind = if line.wrong { "须改正" } else { "请核对" };
        for (column, text) in
            [line.place.as_str(), kind, line.message.as_str(), line.hint.as_str()].into_iter().enumerate()
        {
            sheet.write_string_with_format(row, column as u16, text, look)?;
        }
    }
    sheet.set_freeze_panes(3, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}
