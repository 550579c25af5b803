//! Plan packages and catalogues.

use super::Kind;

problems! {
    BOUNDARIES_FORM "boundaries.form" 422
        "地界“{value}”不合写法" "the boundary “{value}” is not written as it should be"
        "应为{expected_zh}" "it should be {expected_en}";
    BOUNDARIES_LARGE "boundaries.large" 422
        "地界文件有 {value} 字节，最多 {most} 字节" "the file of boundaries has {value} bytes, {most} at most"
        "用制图软件简化边界后再导入" "simplify the boundaries with a mapping program first";
    BOUNDARIES_SOURCE "boundaries.source" 422
        "地界没有写明来源" "the boundaries name no source"
        "在集合上写 source：由谁公布" "write source on the collection: who published them";
    BOUNDARIES_TWICE "boundaries.twice" 422
        "地区“{value}”的地界写了两次" "the boundary of area “{value}” is written twice"
        "几块合成一个 MultiPolygon" "make one MultiPolygon of its pieces";
    BOUNDARIES_UNREVIEWED "boundaries.unreviewed" 422
        "地界没有审图号" "the boundaries have no approval number"
        "公开使用的地图须经审核并标注审图号（《地图管理条例》）：在集合上写 review_number；没有审图号就不附这个文件，用方块图" "a map in public use must be approved and print its number: write review_number (审图号) on the collection; without one leave the file out, tiles are drawn instead";
    PACKAGE_CATALOGUE_DIFFERS "package.catalogue_differs" 422
        "规划包用的是指标目录“{code}”第 {version} 版，这里是“{have_code}”第 {have_version} 版" "the plan wants catalogue “{code}” version {version}, this is “{have_code}” version {have_version}"
        "改 datapackage.json 的 catalogue 与 catalogue_version，或换用那一版目录" "change catalogue and catalogue_version of datapackage.json, or take that version";
    PACKAGE_CODE_PARENT_YEARS "package.code_parent_years" 422
        "“{code}”在上级“{parent}”不适用的年份也适用" "“{code}” holds in years in which its parent “{parent}” does not"
        "上级适用于 {years} 年，下级的适用年份应在其中" "its years should lie within those of the parent, {years}";
    PACKAGE_CODE_SUFFIX "package.code_suffix" 422
        "代码“{value}”以分组结尾" "code “{value}” ends like a breakdown"
        "性别与城乡是分组，不写进代码：去掉末尾的 _F _M _R _U，写在 breakdowns 列" "sex and urban/rural are breakdowns: take _F _M _R _U off the code and fill the column breakdowns";
    PACKAGE_CODE_UNSTANDARD "package.code_unstandard" 422
        "“{list}”没有代码“{value}”" "“{list}” has no code “{value}”"
        "可用的代码（SDMX）：{known}" "codes (SDMX): {known}";
    PACKAGE_CODE_YEARS "package.code_years" 422
        "代码“{value}”不适用于 {year} 年" "code “{value}” does not hold in {year}"
        "它适用于 {years} 年；{year} 年可用：{known}" "it holds in {years}; in {year} there are: {known}";
    PACKAGE_CYCLE "package.cycle" 422
        "{what_zh}绕回自己：{chain}" "{what_en} comes back to itself: {chain}"
        "去掉其中一处引用" "take one of these references away";
    PACKAGE_DENOMINATOR_MISSING "package.denominator_missing" 422
        "{kind} 类指标有分子，没有分母" "an indicator of kind {kind} has a numerator and no denominator"
        "填写 denominator；只有 count 与 fact 不要分母" "fill in denominator; only count and fact have none";
    PACKAGE_DIMENSION_FOREIGN "package.dimension_foreign" 422
        "“{subject}”没有分组“{dimension}”" "“{subject}” is not broken down by “{dimension}”"
        "可用：{known}；或在指标目录的 breakdowns 列加上它" "it has: {known}; or add the dimension to its breakdowns in the catalogue";
    PACKAGE_DOCUMENT_LINE "package.document_line" 422
        "document.txt 没有第 {value} 行，共 {lines} 行" "document.txt has no line {value}, it has {lines}"
        "写正文所在的行号" "write the line on which the text stands";
    PACKAGE_ENCODING "package.encoding" 422
        "“{path}”的 encoding 写作“{value}”" "the encoding of “{path}” is “{value}”"
        "写 \"encoding\": \"utf-8\"，文件也存为 UTF-8" "write \"encoding\": \"utf-8\" and save the file so";
    PACKAGE_FACTOR_MISSING "package.factor_missing" 422
        "有分母，没有系数" "there is a denominator and no factor"
        "填写 factor：百分比 100，千分比 1000，每 10 万 100000，比值 1" "fill in factor: 100 for %, 1000 for per mille, 100000 per 100,000, 1 for a plain ratio";
    PACKAGE_FIELD_MISSING "package.field_missing" 422
        "缺少“{value}”" "“{value}” is missing"
        "在 datapackage.json 里写上它" "write it in datapackage.json";
    PACKAGE_FIELD_UNKNOWN "package.field_unknown" 422
        "不认识的“{value}”" "unknown “{value}”"
        "可用：{known}" "known: {known}";
    PACKAGE_FILE_LISTED "package.file_listed" 422
        "datapackage.json 列出了“{value}”，但没有这个文件" "datapackage.json lists “{value}” and there is no such file"
        "补上文件，或从 resources 去掉这一项" "add the file, or take it out of resources";
    PACKAGE_FILE_MISSING "package.file_missing" 422
        "缺少文件“{value}”" "file “{value}” is missing"
        "包里必须有它；表没有内容时只写表头" "a package must hold it; a table without content has its header alone";
    PACKAGE_FILE_UNKNOWN "package.file_unknown" 422
        "不认识的表“{value}”" "unknown table “{value}”"
        "可用的表：{known}" "tables: {known}";
    PACKAGE_FILE_UNLISTED "package.file_unlisted" 422
        "“{value}”没有列在 resources 中" "“{value}” is not listed in resources"
        "在 datapackage.json 的 resources 里加上它" "add it to resources of datapackage.json";
    PACKAGE_FORM_ASKED_OF "package.form_asked_of" 422
        "unit 与 unit_type 都填了，或都没有填" "both of unit and unit_type are filled in, or neither is"
        "由一个单位填报的表只填 unit，由每个同类单位填报的表只填 unit_type" "fill in unit for a form of one unit, unit_type for a form of every unit of a type";
    PACKAGE_FORM_ITEM_TWICE "package.form_item_twice" 422
        "数据项“{value}”已在第 {first} 行的表“{form}”上" "item “{value}” already stands on form “{form}”, line {first}"
        "同一地区的一个数据项只在一张表上填一次" "for one area an item is asked for once, on one form";
    PACKAGE_FORM_TYPE_AREA "package.form_type_area" 422
        "这张表由每个“{value}”填报，单位“{unit}”与另一个单位的地区同为“{area}”" "every “{value}” is asked this form, and unit “{unit}” has the area “{area}” of another"
        "在 units.csv 的 area 列为每个单位填写各自的地区" "give each of the units an area of its own in units.csv";
    PACKAGE_FORM_TYPE_EMPTY "package.form_type_empty" 422
        "没有类型为“{value}”的责任单位，这张表无人填报" "no unit is of type “{value}”, so that nobody answers this form"
        "在 units.csv 中加上这类单位，或改写 unit_type" "add such units to units.csv, or write another type";
    PACKAGE_FORM_UNITS "package.form_units" 422
        "表“{form}”在第 {first} 行属于“{unit}”，这里属于“{value}”" "form “{form}” is of unit “{unit}” on line {first} and of “{value}” here"
        "一张表只由一个单位或一类单位填报" "one form is asked of one unit, or of one type of units";
    PACKAGE_FORMULA_AND_FRACTION "package.formula_and_fraction" 422
        "分子、分母与公式只能写一种" "numerator and denominator, or a formula, never both"
        "gap 与 index 写 formula，其余写 numerator 与 denominator" "gap and index have formula, the others numerator and denominator";
    PACKAGE_FORMULA_EMPTY "package.formula_empty" 422
        "公式“{value}”没有引用任何数据项或指标" "formula “{value}” names no item and no indicator"
        "写法如 item('X')、item('X', sex => 'F')、indicator('C')" "written item('X'), item('X', sex => 'F'), indicator('C')";
    PACKAGE_FORMULA_KIND "package.formula_kind" 422
        "{kind} 类指标不写 {column}" "an indicator of kind {kind} has no {column}"
        "gap 与 index 写 formula，其余写 numerator 与 denominator" "gap and index have formula, the others numerator and denominator";
    PACKAGE_ITEM_UNFED "package.item_unfed" 422
        "没有报表要数据项“{value}”（{name}），它也没有别的来源" "no form asks for item “{value}” ({name}), and nothing else feeds it"
        "在 forms.csv 中分给一个代表整个地区的单位，或在指标目录 items.csv 的 feed 列写明来源" "give it to a unit of the whole area in forms.csv, or say in feed of the catalogue's items.csv where its figures come from";
    PACKAGE_JSON "package.json" 422
        "读不出这个 JSON 文件：{error}" "this JSON file cannot be read: {error}"
        "检查逗号、引号与括号" "check commas, quotes and brackets";
    PACKAGE_LIMITS "package.limits" 422
        "“{value}”不能作 {kind} 的界限" "“{value}” cannot be the limits of {kind}"
        "每个界限写一次，在范围之内：{known}" "write each limit once, within its bounds: {known}";
    PACKAGE_NOT_IMPORTED "package.not_imported" 404
        "还没有导入“{code}”" "“{code}” has not been imported"
        "先运行 heng plan import 导入规划包和指标目录" "import the package and its catalogue with heng plan import";
    PACKAGE_NOTE_MISSING "package.note_missing" 422
        "text_held 是 part，却没有 text_note" "text_held is part and there is no text_note"
        "写明缺少正文的哪些部分" "say which parts of the text are missing";
    PACKAGE_NUMBER_FORM "package.number_form" 422
        "编号“{value}”不合写法" "number “{value}” is not written as it should be"
        "应写成“{example}”" "it should read “{example}”";
    PACKAGE_NUMERATOR_MISSING "package.numerator_missing" 422
        "有分母，没有分子" "there is a denominator and no numerator"
        "填写 numerator" "fill in numerator";
    PACKAGE_OBJECTIVE_BARE "package.objective_bare" 422
        "主要目标“{value}”没有带指标的目标值，也没有佐证材料" "objective “{value}” has no target with an indicator and no evidence to ask for"
        "在 targets.csv 给它一个指标；或把 kind 写作 qualitative 并填写 evidence" "give it an indicator in targets.csv, or make kind qualitative and fill in evidence";
    PACKAGE_ORDER "package.order" 422
        "{lower_name}“{lower}”大于 {upper_name}“{upper}”" "{lower_name} “{lower}” is greater than {upper_name} “{upper}”"
        "{lower_name} 不能大于 {upper_name}" "{lower_name} may not be greater than {upper_name}";
    PACKAGE_PERIOD_AHEAD "package.period_ahead" 422
        "时期 {value} 还没有到" "period {value} is not reached yet"
        "写 {until} 年或以前的时期；预测和目标不是数据" "write a period of {until} or before; a forecast or a target is no figure";
    PACKAGE_QUOTE_ABSENT "package.quote_absent" 422
        "引文“{value}”不在 document.txt 中" "the quote “{value}” does not stand in document.txt"
        "引文应与正式文本逐字相同，标点也一样" "a quote is the exact words of the text, punctuation included";
    PACKAGE_QUOTE_LINE "package.quote_line" 422
        "引文不在第 {value} 行" "the quote does not stand on line {value}"
        "应为第 {found} 行" "it stands on line {found}";
    PACKAGE_QUOTE_MISSING "package.quote_missing" 422
        "status 是 plan，却没有 {column}" "status is plan and there is no {column}"
        "填写正文原话 quote 与它在 document.txt 的行号 line；不是正文的数，status 写 proposed" "fill in quote, the text's own words, and line, its line of document.txt; a figure that the text does not hold is proposed";
    PACKAGE_QUOTE_VALUE "package.quote_value" 422
        "引文“{quote}”里没有 {value}" "the quote “{quote}” holds no {value}"
        "数值照原文写；不是原文的数，status 写 proposed" "write the figure of the text; a figure that it does not hold is proposed";
    PACKAGE_REFERENCE "package.reference" 422
        "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
        "应写 {table} 中已有的" "it should be one of {table}";
    PACKAGE_REFERENCE_LIST "package.reference_list" 422
        "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
        "可用：{known}" "there are: {known}";
    PACKAGE_REFERENCE_NEAR "package.reference_near" 422
        "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
        "是不是“{near}”？应写 {table} 中已有的" "is it “{near}”? it should be one of {table}";
    PACKAGE_SHARE "package.share" 422
        "“{value}”应在 0 与 1 之间" "“{value}” should lie between 0 and 1"
        "5% 写 0.05" "write 5% as 0.05";
    PACKAGE_SPAN "package.span" 422
        "只有年度方案可以从基期年起逐年填报" "only a scheme of years can ask for the years from the base year on"
        "frequency 写 year，或 span 写 one" "write year in frequency, or one in span";
    PACKAGE_STANDARD_OTHER "package.standard_other" 422
        "标准“{value}”是指标“{other}”的，不是“{indicator}”的" "standard “{value}” is of indicator “{other}”, not of “{indicator}”"
        "写同一指标的标准" "name a standard of the same indicator";
    PACKAGE_SUBJECT "package.subject" 422
        "indicator 与 item 要写且只写一个" "exactly one of indicator and item"
        "公布的指标值写 indicator，原始数据写 item" "a published indicator goes in indicator, a count in item";
    PACKAGE_TARGET_GAP "package.target_gap" 422
        "方向“narrow”（差距缩小）要用差距、比值或指数类指标，“{indicator}”不是" "direction “narrow” wants an indicator that is a gap, a ratio or an index; “{indicator}” is none"
        "换用女男差距、女男之比一类的指标，或改写方向" "choose an indicator such as a difference or ratio of women and men, or change the direction";
    PACKAGE_TARGET_UNCONFIRMED "package.target_unconfirmed" 422
        "没有指标，却写作已确认" "there is no indicator and it is called confirmed"
        "填写 indicator，或把 indicator_status 写作 proposed" "fill in indicator, or make indicator_status proposed";
    PACKAGE_TARGET_VALUE "package.target_value" 422
        "operator 是“{operator}”，却没有 {column}" "operator is “{operator}” and there is no {column}"
        "填写目标值和它的计量单位" "fill in the value and its unit";
    PACKAGE_TARGET_YEAR "package.target_year" 422
        "目标年 {value} 不在规划期 {start}—{end} 内" "target year {value} is outside the plan's period {start}–{end}"
        "写规划期内的年份；晚于规划期的，在 note 写明理由" "write a year of the period; for a later one say why in note";
    PACKAGE_UNIT_AREA "package.unit_area" 422
        "地区“{value}”不在规划的地区“{area}”之内" "area “{value}” does not lie in the plan's area “{area}”"
        "写规划所在地区之内的地区；代表整个地区的单位不填" "write an area within it; a unit of the whole area has none";
    PACKAGE_UNIT_DIFFERS "package.unit_differs" 422
        "“{subject}”的计量单位写作“{value}”，指标目录中是“{unit}”" "the unit of “{subject}” is “{value}” here and “{unit}” in the catalogue"
        "把数值换算成“{unit}”，单位照目录写" "convert the value to “{unit}” and write the catalogue's unit";
    PACKAGE_UNUSED "package.unused" 422
        "operator 是“{operator}”时不写 {column}" "{column} says nothing with operator “{operator}”"
        "只有 operator 是“{wanted}”才写它" "it belongs to operator “{wanted}”";
    PACKAGE_VALIDITY_OVERLAP "package.validity_overlap" 422
        "“{code}”的这一行与第 {first} 行在同一年份都有效" "this row of “{code}” and that on line {first} hold in the same year"
        "填写 valid_from 与 valid_to，使每一年只有一行有效" "fill in valid_from and valid_to so that one row holds in each year";
    PACKAGE_VALUE_BOUNDS "package.value_bounds" 422
        "值 {value} 超出“{subject}”的范围" "value {value} is outside the bounds of “{subject}”"
        "范围：{bounds}" "bounds: {bounds}";
    PACKAGE_VALUE_WHOLE "package.value_whole" 422
        "“{subject}”的值 {value} 应为整数" "the value {value} of “{subject}” should be a whole number"
        "去掉小数，或检查计量单位" "drop the fraction, or check the unit";
    PACKAGE_VERSION_DIFFERS "package.version_differs" 422
        "“{code}”各年的 {column} 不同：第 {first} 行是“{before}”，这里是“{value}”" "{column} of “{code}” differs between its years: “{before}” on line {first}, “{value}” here"
        "同一代码各年的数要能放在一起；不同的，另用一个代码" "figures of one code stand side by side; give what differs a code of its own";
}
