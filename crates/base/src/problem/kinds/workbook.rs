//! Workbooks that come back: what they are, whose they are, and what stands in their cells.

use super::Kind;

problems! {
    IMPORT_CELL "import.cell" 422
        "{unit}的报表上没有数据项“{item}”的这个分组" "the form of {unit} does not ask for this breakdown of “{item}”"
        "这一项可填的分组：{known}" "it asks for: {known}";
    IMPORT_ITEM "import.item" 422
        "{unit}的报表上没有数据项“{item}”" "the form of {unit} does not ask for “{item}”"
        "写数据项的代码或上级代码，只能写向这个单位要的" "give the code of the item, or the upper level's, of what this unit is asked for";
    IMPORT_KIND "import.kind" 422
        "文件既不是 .csv、.xlsx，也不是 Parquet" "the file is neither .csv nor .xlsx nor Parquet"
        "下载空样表，照它填写" "download the empty sample and follow it";
    IMPORT_LONG "import.long" 422
        "文件超过 {most} 行" "the file has more than {most} lines"
        "分成几个文件导入" "split it into several files";
    IMPORT_NOT_NUMBER "import.not_number" 422
        "“{value}”不是数" "“{value}” is no number"
        "只写数字；没有数的，“数值”列留空，在“缺数原因”列写明原因" "digits only; where there is no number, leave value empty and write the reason";
    IMPORT_PERIOD "import.period" 422
        "这个填报批次不收“{period}”的数" "the round does not ask for “{period}”"
        "可写：{known}" "it asks for: {known}";
    IMPORT_STATE "import.state" 422
        "{unit}的报表{state_zh}，不能导入" "the form of {unit} is {state_en} and takes nothing in"
        "先退回给单位，或从文件中去掉这个单位" "return it to the unit first, or take the unit out of the file";
    IMPORT_TEMPLATE "import.template" 422
        "这是一个单位的填报模板，不是批量导入的表" "this is the template of one unit, not a table for many"
        "由这个单位在它的报表页上传；或下载空样表填写" "the unit uploads it on the page of its form; or fill in the empty sample";
    IMPORT_TWICE "import.twice" 422
        "这一格在第 {first} 行已经写过，两处的数不同" "line {first} says something else of the same cell"
        "只留一行" "keep one of the two";
    IMPORT_UNIT "import.unit" 422
        "填报批次里没有单位“{unit}”" "the round asks no unit “{unit}”"
        "写单位的代码或全称，只能写批次中的单位" "give the code or the full name of a unit of the round";
    TEMPLATE_CELL_GONE "template.cell_gone" 422
        "报表上已没有“{item}”，表中填的 {value} 不会导入" "the form no longer asks for “{item}”; what is filled in ({value}) is not taken"
        "模板下载后表式有过改动；需要时重新下载模板" "the form has changed since the template was made; download it again if need be";
    TEMPLATE_DATE "template.date" 422
        "这一格被识别成日期，不是数" "the cell holds a date and no number"
        "把单元格格式改为“常规”，重新填数" "set the cell's format to General and type the number again";
    TEMPLATE_ERROR "template.error" 422
        "这一格是公式错误 {value}" "the cell holds the error {value}"
        "改为数值" "put in the number";
    TEMPLATE_FOREIGN "template.foreign_number" 422
        "“{value}”用了别国的小数点写法，分不清是多少" "“{value}” is written with another country's decimal sign and may mean two numbers"
        "是不是 {meant}？小数点用“.”，不写千分位" "is it {meant}? write “.” before the decimals and nothing between the thousands";
    TEMPLATE_FORMULA_EMPTY "template.formula_empty" 422
        "这一格是公式“={value}”，文件里没有存它的结果" "the cell holds the formula “={value}”, and the file does not hold its result"
        "用 Excel 或 WPS 打开后保存一次，或改填数值" "open and save it in Excel or WPS once, or put in the number";
    TEMPLATE_FORMULA_TAKEN "template.formula_taken" 422
        "这一格是公式“={value}”，按保存时的结果 {taken} 取数" "the cell holds the formula “={value}”; its saved result {taken} is taken"
        "请核对这个数" "see that the number is right";
    TEMPLATE_IDENTITY "template.identity" 422
        "这不是从本系统下载的填报模板：找不到标识" "this is no template of this system: its identity is not there"
        "在报表页下载模板，把数填进去再上传；不要另建工作簿，也不要删除隐藏的工作表" "download the template from the form's page, fill that in, and keep its hidden sheet";
    TEMPLATE_LOGICAL "template.logical" 422
        "这一格是 {value}，不是数" "the cell holds {value} and no number"
        "是填 1，否填 0" "write 1 for yes, 0 for no";
    TEMPLATE_MERGED "template.merged" 422
        "填数的格子被合并（{block}），分不清数属于哪一格" "cells to be filled in are merged ({block}): whose the number is cannot be told"
        "取消合并，各格分别填写" "unmerge them and fill in each";
    TEMPLATE_NEWER "template.newer" 422
        "模板的格式版本是 {value}，本系统只认识到 {known}" "the template is of format {value}, this system knows those up to {known}"
        "请在本系统重新下载模板" "download the template from this system again";
    TEMPLATE_NOT_NUMBER "template.not_number" 422
        "“{value}”不是数" "“{value}” is no number"
        "只填数字，不带单位；没有数的填缺数原因：{known}" "digits only, without the unit; where there is no number, give a reason: {known}";
    TEMPLATE_NOTE_LONG "template.note_long" 422
        "说明有 {value} 个字，太长" "the note has {value} characters, too many"
        "最多 500 个字" "at most 500";
    TEMPLATE_OLDER "template.older" 422
        "模板的格式版本是 {value}，太旧，已不能导入" "the template is of format {value}, too old to be taken in"
        "请重新下载模板，把数抄过去" "download the template again and copy the figures over";
    TEMPLATE_OTHER "template.other" 422
        "这是 {of} 的模板，当前报表是 {here}" "this is a template of {of}; the form here is of {here}"
        "到那份报表的页面上传，或下载当前报表的模板" "upload it on the page of that form, or download the template of this one";
    TEMPLATE_OTHER_STORE "template.other_store" 422
        "这个模板是从另一套系统下载的" "this template comes from another installation"
        "在本系统重新下载模板" "download the template from this system";
    TEMPLATE_PERCENT "template.percent" 422
        "“{value}”带了百分号" "“{value}” carries a per cent sign"
        "按这一行的计量单位填数，不带百分号；单元格是百分比格式的，先改为“常规”" "write the number in the unit of its row, without the sign; where the cell is formatted as a percentage, set it to General first";
    TEMPLATE_READ_AS "template.read_as" 422
        "“{value}”是文本，按 {taken} 理解" "“{value}” is a text; it is taken for {taken}"
        "请核对这个数" "see that the number is right";
    TEMPLATE_REASON "template.reason" 422
        "不认识的缺数原因“{value}”" "unknown reason “{value}”"
        "可用：{known}" "there are: {known}";
    TEMPLATE_ROW_GONE "template.row_gone" 422
        "模板里少了“{item}”这一行，这一行的数保持原样" "the template lacks the row “{item}”; its figures stay as they are"
        "需要改这一行时，重新下载模板，或在页面上填" "to change it, download the template again or use the page";
    TEMPLATE_ROW_MANY "template.row_many" 422
        "“{item}”有两行以上" "“{item}” has more than two rows"
        "只留一行，其余删去" "keep one and delete the others";
    TEMPLATE_ROW_TWICE "template.row_twice" 422
        "“{item}”在 {first} 已有一行，两处填的不同" "“{item}” has a row at {first} already, and the two differ"
        "删去其中一行" "delete one of the two";
    TEMPLATE_SHEET_GONE "template.sheet_gone" 422
        "模板里少了“{item}”这张表，它的数保持原样" "the template lacks the sheet “{item}”; its figures stay as they are"
        "需要改时，重新下载模板，或在页面上填" "to change them, download the template again or use the page";
    TEMPLATE_SHEET_KEYS "template.sheet_keys" 422
        "工作表“{item}”的标识行或标识列（隐藏的第 1 行、A 列）不全，认不出各格" "sheet “{item}” lacks part of its hidden keys (row 1, column A), so its cells cannot be told"
        "重新下载模板；不要删除隐藏的行和列" "download the template again, and keep its hidden row and column";
    TEMPLATE_STRAY "template.stray" 422
        "“{value}”不属于报表的任何一格，没有采用" "“{value}” belongs to no cell of the form and is not taken"
        "要报的数填在浅黄色的格子里；不要另加行，画“—”的格子不填" "put what is to be reported into the cells to fill in; add no rows, and leave those with a dash";
    UPPER_ADDRESS "upper.address" 422
        "“{value}”不是单元格地址" "“{value}” is no address of a cell"
        "写法如 D12" "written like D12";
    UPPER_CODE_TWICE "upper.code_twice" 422
        "上级代码“{value}”用了两次，已在 {first} 出现" "the upper level's code “{value}” stands twice, first at {first}"
        "每个数据项、指标的上级代码各不相同" "each item and indicator has its own";
    UPPER_FIGURE "upper.figure" 422
        "一格要么填数据项，要么填指标" "a cell holds either an item or an indicator"
        "在 item 和 indicator 中写一个" "fill in one of item and indicator";
    UPPER_FILE "upper.file" 422
        "规划包里没有工作簿“{value}”" "the package holds no workbook “{value}”"
        "写规划包里上级下发的 .xlsx 的路径，如 upper/report.xlsx" "give the path of the upper level's .xlsx in the package, like upper/report.xlsx";
    UPPER_SHEET "upper.sheet" 422
        "上级报表里没有工作表“{sheet}”" "the upper level's workbook has no sheet “{sheet}”"
        "核对 upper_cells.csv 的 sheet 列" "see the column sheet of upper_cells.csv";
    WORKBOOK_BROKEN "workbook.broken" 422
        "文件不完整或已损坏，打不开" "the file is incomplete or damaged"
        "用 Excel 或 WPS 打开、另存为 .xlsx 后再上传" "open it in Excel or WPS, save it as .xlsx, and upload that";
    WORKBOOK_ENCRYPTED "workbook.encrypted" 422
        "工作簿设了打开口令，系统读不出" "the workbook is under a password"
        "去掉打开口令，另存后再上传" "take the password off, save it, and upload that";
    WORKBOOK_LARGE "workbook.large" 422
        "工作簿解开后太大：{what}" "the workbook is too large once unpacked: {what}"
        "解开后合计不超过 {size} MB；只上传从系统下载的模板，不要粘贴图片和整列格式" "at most {size} MB unpacked; upload only the template, without pictures and formats of whole columns";
    WORKBOOK_MACROS "workbook.macros" 422
        "工作簿里有宏（.xlsm），不能上传" "the workbook holds macros (.xlsm) and is not taken"
        "另存为不含宏的 .xlsx" "save it as .xlsx without macros";
    WORKBOOK_NONE "workbook.none" 422
        "这不是 Excel 工作簿" "this is no Excel workbook"
        "应为从系统下载的 .xlsx 文件" "it should be the .xlsx file downloaded from this system";
    WORKBOOK_ODS "workbook.ods" 422
        "这是 .ods 文件" "this is a .ods file"
        "用 LibreOffice 或 WPS 另存为 .xlsx" "save it as .xlsx in LibreOffice or WPS";
    WORKBOOK_SHEET_TWICE "workbook.sheet_twice" 422
        "工作表“{first}”和“{second}”在文件里是同一张表" "the sheets “{first}” and “{second}” are one and the same in the file"
        "用 Excel 或 WPS 打开、另存为 .xlsx 后再上传" "open it in Excel or WPS, save it as .xlsx, and upload that";
    WORKBOOK_SHEETS "workbook.sheets" 422
        "工作簿的工作表超过 {most} 张" "the workbook has more than {most} sheets"
        "只上传从系统下载的模板，删去另加的工作表" "upload only the template, without sheets added to it";
    WORKBOOK_XLS "workbook.xls" 422
        "这是旧格式 .xls（或 .et）文件" "this is a file of the old format .xls (or .et)"
        "用 Excel 或 WPS 打开，另存为 .xlsx 后再上传" "open it in Excel or WPS, save it as .xlsx, and upload that";
    WORKBOOK_XLSB "workbook.xlsb" 422
        "这是二进制格式 .xlsb 文件" "this is a file of the binary format .xlsb"
        "另存为 .xlsx" "save it as .xlsx";
}
