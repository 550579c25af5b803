//! Rounds, submissions, entries and what becomes of them.

use super::Kind;

problems! {
    CHECK_CODE_TAKEN "check.code_taken" 422
        "审核规则代码“{value}”已经用了" "the code “{value}” is another check's"
        "换一个代码；系统自带的和指标目录中的也不能重复" "take another; those of every form and of the catalogue are taken too";
    CORRECTION_ASKED "correction.asked" 409
        "这份报表已有一项更正申请等待处理" "a request to correct this form waits already"
        "等管理员答复后再申请" "wait for its answer, then ask again";
    CORRECTION_CELLS "correction.cells" 422
        "没有选要更正的单元格" "no cell to correct is chosen"
        "至少选一个本报表的单元格" "choose one cell of this form at least";
    CORRECTION_DECIDED "correction.decided" 409
        "更正申请 {correction} 已经处理" "request for correction {correction} has been decided"
        "刷新页面看结果" "reload to see how";
    CORRECTION_EMPTIED "correction.emptied" 422
        "这个单元格原有已接收的数，更正时不能只清空" "this cell held an accepted figure; a correction cannot just empty it"
        "填更正后的数；确实没有数的，选缺数原因" "give the right figure, or the reason why there is none";
    CORRECTION_ENDED "correction.ended" 409
        "更正 {correction} 不在进行中" "correction {correction} is not under way"
        "刷新页面看结果" "reload to see how";
    ENTRY_BOTH "entry.both" 422
        "同一单元格既有数值又有缺数原因" "the cell has both a value and a reason for having none"
        "只留一个" "keep one of them";
    ENTRY_CELL_UNKNOWN "entry.cell_unknown" 422
        "报表上没有单元格“{value}”" "the form has no cell “{value}”"
        "写法如 ITEM 或 ITEM[sex=F]，只能写本报表上的" "written ITEM or ITEM[sex=F], of this form only";
    ENTRY_LARGE "entry.large" 422
        "“{value}”太大" "“{value}” is too large"
        "核对位数和计量单位" "check the number of digits and the unit";
    ENTRY_LOCKED "entry.locked" 409
        "这个单元格不在准许更正的范围内" "this cell is not among those opened for correction"
        "只改准许更正的单元格；另有要改的，本次更正完成后再申请" "change only those; for others ask again when this correction is done";
    ENTRY_NOTE_LONG "entry.note_long" 422
        "说明有 {value} 个字，太长" "the note has {value} characters, too many"
        "最多 {most} 个字" "at most {most}";
    ENTRY_NUMBER "entry.number" 422
        "“{value}”不是数" "“{value}” is no number"
        "只填数字，不带单位，如 1200 或 16.5" "digits only, without the unit, like 1200 or 16.5";
    ENTRY_REASON_UNKNOWN "entry.reason_unknown" 422
        "不认识的缺数原因“{value}”" "unknown reason “{value}”"
        "可用：{known}" "there are: {known}";
    ENTRY_STALE "entry.stale" 409
        "这个单元格已被他人改为第 {current} 版，你看到的是第 {seen} 版" "someone has changed this cell: it is at version {current}, you saw {seen}"
        "重新载入后再改" "reload, then change it";
    OBSERVATION_REASON "observation.reason" 422
        "{subject} {period} 已有数 {old}，这里是 {new}" "{subject} {period} is known to be {old}, here it is {new}"
        "写明修订原因" "say why it is revised";
    QUESTION_SETTLED "question.settled" 409
        "这个提问已经了结" "this question is settled"
        "需要时再提一次" "ask again where needed";
    REASON_LONG "reason.long" 422
        "写了 {value} 个字，太长" "the text has {value} characters, too many"
        "最多 {most} 个字" "at most {most}";
    REASON_MISSING "reason.missing" 422
        "没有写原因" "no reason is given"
        "写明原因，会留在记录里" "say why; it stays on record";
    RETURN_OPEN "return.open" 422
        "被退回的单元格还没有处理：{reason}" "the returned cell has not been dealt with: {reason}"
        "改正它，或在这个单元格写答复" "change it, or answer at the cell";
    ROUND_CLOSED "round.closed" 409
        "填报批次 {round} 已关闭" "round {round} is closed"
        "需要改数时，请管理员另开批次" "to change figures, ask the administrator for another round";
    ROUND_EMPTY "round.empty" 422
        "没有选责任单位" "no unit is chosen"
        "至少选一个单位" "choose one at least";
    ROUND_UNIT_ASKED "round.unit_asked" 409
        "单位“{unit}”的 {period} 报表已在填报批次 {round} 中" "unit “{unit}” is asked for {period} in round {round} already"
        "先接收那份报表或关闭那个批次，或从这次的名单中去掉它" "accept that form or close that round first, or take the unit off this list";
    ROUND_UNIT_TWICE "round.unit_twice" 422
        "单位“{unit}”选了两次" "unit “{unit}” is chosen twice"
        "每个单位只选一次" "choose each once";
    ROUND_UNIT_UNCONFIRMED "round.unit_unconfirmed" 422
        "单位“{unit}”尚为拟定，未经确认" "unit “{unit}” is proposed and not confirmed"
        "先在“责任单位”页确认" "confirm it first on the page of units";
    SAVE_REUSED "save.reused" 409
        "保存编号“{save_id}”已用于另一次保存" "the save id “{save_id}” was used for another save"
        "每次保存用一个新的 UUID；重发同一次保存时，内容须与第一次完全相同" "make a new UUID for each save; a save that is sent again must say the same as the first time";
    SAVE_USER "save.user" 409
        "这些改动是用户“{user}”填的，现在登录的是“{now}”" "these changes were typed by “{user}”, and “{now}” is signed in"
        "由“{user}”登录后再保存" "let “{user}” sign in to save them";
    SHEET_CHANGED "sheet.changed" 409
        "打开签名以后，报表的数改过" "the figures changed after they were shown to the signer"
        "刷新页面，核对现在的数再签名" "load the page again, look at what now stands, and sign that";
    SHEET_CODE "sheet.code" 422
        "校验码“{value}”与现在的数不符" "the code “{value}” does not fit the figures as they stand"
        "抄页脚的校验码；打印以后改过数的，重新打印、签字、盖章" "copy the code at the foot of the sheet; if figures changed since, print and sign it again";
    SHEET_FILE "sheet.file" 422
        "不是 PDF、PNG 或 JPEG 文件" "the file is no PDF, PNG or JPEG"
        "上传签字盖章后的扫描件或照片" "send a scan or photograph of the signed and stamped sheet";
    SHEET_SCANS "sheet.scans" 409
        "这份报表已有 {most} 份签字扫描件" "the form has {most} scans already"
        "不能再传；由审核员签名确认" "no more are taken: have the reviewer sign by name and second factor";
    SIGNATURE_LATE "signature.late" 409
        "报表已过签字的环节，或批次已关闭" "the form is past its signature, or its round is closed"
        "单位审核通过以前签字；需要重签时，请先退回" "sign before the unit passes it; to sign anew, have it returned first";
    SIGNATURE_MISSING "signature.missing" 422
        "还没有签字" "the form is not signed"
        "打印、签字、盖章后上传扫描件，或由审核员签名确认" "print, sign, stamp and send the scan, or sign by name and second factor";
    SIGNATURE_NAME "signature.name" 422
        "签名“{value}”与账号的姓名不符" "the name “{value}” is not the account's"
        "写本人的姓名：{name}" "write your own name: {name}";
    SIGNATURE_UNWANTED "signature.unwanted" 409
        "这个填报批次不要求签字" "this round asks for no signature"
        "不必签字，直接审核" "none is needed: review it";
    SIGNATURE_VOID "signature.void" 422
        "签字以后改过数，原来的签字作废" "figures changed after the signature: it is void"
        "按现在的数重新签字" "sign again what now stands";
    SUBMISSION_FINDING "submission.finding" 422
        "{message_zh}" "{message_en}"
        "{hint_zh}" "{hint_en}";
    SUBMISSION_STALE "submission.stale" 409
        "这份报表已被他人处理，现在是{state_zh}" "someone else has moved this form; it is now {state_en}"
        "重新载入后再处理" "reload, then act";
    SUBMISSION_STATE "submission.state" 409
        "{state_zh}的报表不能{action_zh}" "a form that is {state_en}: cannot {action_en}"
        "刷新页面看它现在的状态" "reload to see its present state";
    SUBMISSION_UNCLEAN "submission.unclean" 409
        "有没有说明的审核问题，或没有了结的提问" "findings without an explanation, or questions that are not settled"
        "打开报表逐份处理" "open the form and deal with it by itself";
    UNIT_CONFIRMED "unit.confirmed" 409
        "单位“{unit}”已经确认" "unit “{unit}” is confirmed already"
        "不必再确认" "nothing needs to be done";
}
