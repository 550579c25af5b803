//! Cells of tables, and formulas.

use super::Kind;

problems! {
    FORMULA_ARGUMENT "formula.argument" 422
        "公式第 {column} 个字符起：{function} 的参数“{given}”不对" "formula, character {column}: wrong argument “{given}” of {function}"
        "{expected_zh}" "{expected_en}";
    FORMULA_FORBIDDEN "formula.forbidden" 422
        "公式第 {column} 个字符起：不能使用“{given}”" "formula, character {column}: “{given}” may not be used"
        "{expected_zh}" "{expected_en}";
    FORMULA_INVALID "formula.invalid" 422
        "公式“{formula}”有误：{what}" "formula “{formula}”: {what}"
        "{expected}" "{expected}";
    FORMULA_SYNTAX "formula.syntax" 422
        "公式第 {column} 个字符起读不懂：“{given}”" "formula, character {column}: cannot be read: “{given}”"
        "{expected_zh}" "{expected_en}";
    TABLE_CELL_EMPTY "table.cell_empty" 422
        "必填的单元格为空" "a required cell is empty"
        "请填写" "fill it in";
    TABLE_COLUMN_MISSING "table.column_missing" 422
        "缺少列“{column}”" "column “{column}” is missing"
        "在表头加上这一列" "add the column to the header";
    TABLE_COLUMN_TWICE "table.column_twice" 422
        "列“{column}”写了两次" "column “{column}” stands twice"
        "表头每列只写一次" "name each column once";
    TABLE_COLUMN_UNKNOWN "table.column_unknown" 422
        "不认识的列“{column}”" "unknown column “{column}”"
        "可用的列：{known}" "columns: {known}";
    TABLE_DUPLICATE "table.duplicate" 422
        "“{value}”重复，已在第{first}行出现" "“{value}” already stands on line {first}"
        "每个只写一行" "write each once";
    TABLE_EMPTY "table.empty" 422
        "空文件，没有表头" "an empty file without a header"
        "第一行写列名：{known}" "the first row names the columns: {known}";
    TABLE_NOT_BOOLEAN "table.not_boolean" 422
        "“{value}”不是 true 或 false" "“{value}” is not true or false"
        "写 true 或 false" "write true or false";
    TABLE_NOT_BREAKDOWN "table.not_breakdown" 422
        "分组“{value}”不合写法" "breakdown “{value}” is not written as it should be"
        "写法如 sex=F;urban_rural=R，按字母顺序，合计留空" "written sex=F;urban_rural=R in alphabetical order, empty for the total";
    TABLE_NOT_CODE "table.not_code" 422
        "“{value}”不能作代码" "“{value}” is no code"
        "只用英文字母、数字、- _ .，最多 64 个字符" "letters, digits, - _ . only, at most 64 characters";
    TABLE_NOT_INTEGER "table.not_integer" 422
        "“{value}”不是整数" "“{value}” is not a whole number"
        "应为 {low} 到 {high} 的整数" "a whole number from {low} to {high}";
    TABLE_NOT_NUMBER "table.not_number" 422
        "“{value}”不是数" "“{value}” is not a number"
        "只写数字，如 8 或 97.5；百分号和单位写在 unit 列" "digits only, like 8 or 97.5; per cent signs and units go to column unit";
    TABLE_NOT_ONE_OF "table.not_one_of" 422
        "不能写“{value}”" "“{value}” is not one of the words"
        "应为以下之一：{known}" "one of: {known}";
    TABLE_NOT_ONE_OF_NEAR "table.not_one_of_near" 422
        "不能写“{value}”" "“{value}” is not one of the words"
        "是不是“{near}”？应为以下之一：{known}" "is it “{near}”? one of: {known}";
    TABLE_NOT_PERIOD "table.not_period" 422
        "“{value}”不是时期" "“{value}” is no period"
        "写法如 2025、2025-S1、2025-Q1、2025-06" "written 2025, 2025-S1, 2025-Q1, 2025-06";
    TABLE_QUOTE_OPEN "table.quote_open" 422
        "这一行起的双引号没有配对" "a double quote that opens here is never closed"
        "补上另一个双引号；单元格里的双引号写两个" "close it; a double quote within a cell is written twice";
    TABLE_ROW_RAGGED "table.row_ragged" 422
        "这一行有{cells}个单元格，表头有{columns}列" "the row has {cells} cells, the header {columns}"
        "检查逗号与引号" "check commas and quotes";
    TABLE_UNREADABLE "table.unreadable" 422
        "读不出这张表：{error}" "the table cannot be read: {error}"
        "应为 UTF-8 编码的 CSV" "it should be CSV in UTF-8";
}
