//! The calendar of working days, the schemes of rounds and their course.

use super::Kind;

problems! {
    CALENDAR_HEAD "calendar.head" 422
        "节假日表的表头不对" "the table of holidays has another header"
        "第一行应为 {head}" "the first line should be {head}";
    CALENDAR_NO_TABLE "calendar.no_table" 422
        "没有 {year} 年的节假日安排表，不能推算工作日" "there is no table of holidays for {year}, so that working days cannot be counted"
        "国务院办公厅公布后，把 {year}.csv 放进数据目录的 calendar 文件夹再启动；也可以直接写日期" "once the State Council has announced it, put {year}.csv into the folder calendar of the data folder and start again; or give the date itself";
    CALENDAR_ROW "calendar.row" 422
        "节假日表的“{value}”不对" "“{value}” of the table of holidays is wrong"
        "{expected_zh}" "{expected_en}";
    ROUND_AREA_DIFFERS "round.area_differs" 422
        "单位“{unit}”在各规划中的地区不同" "unit “{unit}” has different areas in the plans"
        "在一个批次里每个单位只报一个地区的数，分开批次" "in one round a unit answers for one area; open a round for each plan";
    ROUND_CATALOGUE_DIFFERS "round.catalogue_differs" 422
        "规划“{plan}”用的是另一个指标目录" "plan “{plan}” uses another catalogue"
        "一个批次里的规划须用同一个指标目录" "the plans of a round share one catalogue";
    ROUND_ENDED "round.ended" 409
        "填报批次 {round} 已过关闭日期 {day}" "round {round} ended on {day}"
        "需要继续时，请管理员改关闭日期" "to go on, ask the administrator to put the closing day off";
    ROUND_GRANTED "round.granted" 422
        "“{unit}”的报表已提交，不需要准许迟报" "“{unit}” has handed in its form; no leave to be late is needed"
        "只对还没有提交的单位准许" "leave is for units that have not handed in yet";
    ROUND_LATE "round.late" 409
        "填报批次 {round} 的填报期限 {day} 已过" "the last day of round {round}, {day}, has passed"
        "请与统计局联系，准许迟报后再填" "ask the bureau for leave to be late";
    ROUND_NOT_BEGUN "round.not_begun" 409
        "填报批次 {round} 从 {day} 开始填报" "round {round} begins on {day}"
        "到那一天再填" "enter then";
    ROUND_NOT_PAUSED "round.not_paused" 409
        "填报批次 {round} 没有暂停" "round {round} is not paused"
        "刷新页面看它现在的状态" "reload to see its present state";
    ROUND_ORDER "round.order" 422
        "{later_zh} {later} 早于{earlier_zh} {earlier}" "the {later_en} {later} is before the {earlier_en} {earlier}"
        "日期依次为开始、催报、截止、迟报期止、关闭" "the days follow one another: opening, reminding, due, end of lateness, closing";
    ROUND_PAUSED "round.paused" 409
        "填报批次 {round} 已暂停：{reason}" "round {round} is paused: {reason}"
        "填好的数已保存，批次恢复后再继续" "what was saved is kept; go on once the round is resumed";
}
