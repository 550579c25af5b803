//! The one table of problems: every error that a person or a client may see.
//!
//! A code never changes its meaning and is never reused. Each message says what is wrong, each hint what would
//! be right; `{name}` is filled from the problem's details. One entry a line group, sorted by code.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::text::Lang;

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable code, `noun.fault`.
    pub code: &'static str,
    /// HTTP status under which it is answered.
    pub status: u16,
    pub zh: &'static str,
    pub en: &'static str,
    /// What would be right, in Chinese and English; may be empty.
    pub hint_zh: &'static str,
    pub hint_en: &'static str,
}

macro_rules! problems {
    ($($name:ident $code:literal $status:literal $zh:literal $en:literal $hint_zh:literal $hint_en:literal;)*) => {
        $(pub const $name: Kind = Kind {
            code: $code, status: $status, zh: $zh, en: $en, hint_zh: $hint_zh, hint_en: $hint_en,
        };)*
        /// The whole table, in order.
        pub static TABLE: &[Kind] = &[$($name),*];
    };
}

/// The rows.
pub mod kinds {
    use super::Kind;

    problems! {
        ACCESS_DENIED "access.denied" 403
            "没有权限进行此操作" "you may not do this"
            "请用有权限的账号登录,或向系统管理员申请" "sign in with an account that may, or ask the administrator";
        ACCESS_LOCKED "access.locked" 429
            "连续输错口令,账号暂时锁定" "too many wrong passwords: the account is locked for a while"
            "{minutes} 分钟后再试,或请管理员重置口令" "try again in {minutes} minutes, or ask the administrator to reset the password";
        ACCESS_ORIGIN "access.origin" 403
            "请求不是从本系统的页面发出的" "the request does not come from this system's own pages"
            "程序调用时请带上请求头 X-Heng: 1" "programs send the header X-Heng: 1";
        ACCESS_PASSWORD_CHANGE "access.password_change" 403
            "首次登录须先修改口令" "the password must be changed first"
            "修改口令后继续" "change it, then go on";
        ACCESS_REFUSED "access.refused" 401
            "用户名或口令不对" "wrong user name or password"
            "检查大小写;连续输错 {limit} 次将锁定 {minutes} 分钟" "mind upper and lower case; after {limit} failures the account is locked for {minutes} minutes";
        ACCESS_SIGN_IN "access.sign_in" 401
            "尚未登录或登录已过期" "not signed in, or the session has expired"
            "请重新登录" "sign in again";
        ARCHIVE_LARGE "archive.large" 422
            "压缩包解开后太大：{what}" "the archive is too large once unpacked: {what}"
            "最多 {entries} 个文件，合计 {size} MB" "at most {entries} files of {size} MB together";
        ARCHIVE_NONE "archive.none" 422
            "压缩包里没有规划包或指标目录" "the archive holds no package"
            "压缩包里（或它唯一的文件夹里）要有 datapackage.json" "datapackage.json lies at its top, or in its one folder";
        ARCHIVE_PATH "archive.path" 422
            "压缩包里的路径“{value}”不安全" "the path “{value}” of the archive is not safe"
            "路径不能以 / 开头，也不能含 .." "a path begins with no / and holds no ..";
        ARCHIVE_TWICE "archive.twice" 422
            "压缩包里有两个“{value}”" "the archive holds “{value}” twice"
            "每个文件只放一份" "put each file in once";
        ARCHIVE_UNREADABLE "archive.unreadable" 422
            "读不出这个压缩包：{error}" "the archive cannot be read: {error}"
            "应为未加密的 .zip；重新压缩后再传" "it should be a .zip without a password; pack it again";
        AUDIT_MANY "audit.many" 422
            "符合条件的审计记录有 {count} 条，一次最多导出 {most} 条" "{count} audit events fit, at most {most} are exported at a time"
            "缩小时间范围或加上其他条件，分次导出" "narrow the time or the other conditions and export in parts";
        DATABASE_URL "database.url" 422
            "不认识的数据库地址" "unknown kind of database address"
            "写 sqlite:路径 或 postgres://用户@主机/库名" "write sqlite:PATH or postgres://user@host/name";
        DEMO_ONLY "demo.only" 409
            "这是演示库,只放虚构数据,不收外来数据" "this is a demo store: it holds invented figures only and takes none from outside"
            "换用正式库(--data),再导入" "name the real store (--data), then import";
        DEMO_STORE_USED "demo.store_used" 409
            "库中已有内容,不能做成演示库" "the store is not empty and cannot become a demo store"
            "用 --data 指定一个新的空文件夹" "name a new, empty folder with --data";
        DEMO_UNFINISHED "demo.unfinished" 409
            "演示库上次没有生成完" "the demo store was not finished when it was made"
            "删去它的文件夹,再运行 heng demo" "remove its folder, then run heng demo again";
        DOCUMENT_UNREAD "document.unread" 422
            "{zh}" "{en}"
            "换一份文件再试" "try another file";
        ENTRY_BOTH "entry.both" 422
            "同一单元格既有数值又有缺数原因" "the cell has both a value and a reason for having none"
            "只留一个" "keep one of them";
        ENTRY_CELL_UNKNOWN "entry.cell_unknown" 422
            "报表上没有单元格“{value}”" "the form has no cell “{value}”"
            "写法如 ITEM 或 ITEM[sex=F],只能写本报表上的" "written ITEM or ITEM[sex=F], of this form only";
        ENTRY_NUMBER "entry.number" 422
            "“{value}”不是数" "“{value}” is no number"
            "只填数字,不带单位,如 1200 或 16.5" "digits only, without the unit, like 1200 or 16.5";
        ENTRY_REASON_UNKNOWN "entry.reason_unknown" 422
            "不认识的缺数原因“{value}”" "unknown reason “{value}”"
            "可用:{known}" "there are: {known}";
        ENTRY_STALE "entry.stale" 409
            "这个单元格已被他人改为第 {current} 版,你看到的是第 {seen} 版" "someone has changed this cell: it is at version {current}, you saw {seen}"
            "重新载入后再改" "reload, then change it";
        FILE_EXISTS "file.exists" 422
            "文件已经存在" "the file exists already"
            "换一个新文件夹,或先移走它" "choose a new folder, or move the file away";
        FILE_NOT_TEXT "file.not_text" 422
            "不是 UTF-8 文本" "not text in UTF-8"
            "用编辑器另存为 UTF-8" "save it as UTF-8";
        FILE_UNREADABLE "file.unreadable" 422
            "读不出文件:{error}" "the file cannot be read: {error}"
            "检查路径和权限" "check path and permissions";
        FORMULA_ARGUMENT "formula.argument" 422
            "公式第 {column} 个字符起:{function} 的参数“{given}”不对" "formula, character {column}: wrong argument “{given}” of {function}"
            "{expected_zh}" "{expected_en}";
        FORMULA_FORBIDDEN "formula.forbidden" 422
            "公式第 {column} 个字符起:不能使用“{given}”" "formula, character {column}: “{given}” may not be used"
            "{expected_zh}" "{expected_en}";
        FORMULA_INVALID "formula.invalid" 422
            "公式“{formula}”有误:{what}" "formula “{formula}”: {what}"
            "{expected}" "{expected}";
        FORMULA_SYNTAX "formula.syntax" 422
            "公式第 {column} 个字符起读不懂:“{given}”" "formula, character {column}: cannot be read: “{given}”"
            "{expected_zh}" "{expected_en}";
        INPUT_INVALID "input.invalid" 422
            "输入内容“{value}”不合要求" "the input “{value}” is not valid"
            "{expected}" "{expected}";
        INPUT_MISSING "input.missing" 422
            "未填写" "not filled in"
            "{expected}" "{expected}";
        OBSERVATION_REASON "observation.reason" 422
            "{subject} {period} 已有数 {old},这里是 {new}" "{subject} {period} is known to be {old}, here it is {new}"
            "写明修订原因" "say why it is revised";
        PACKAGE_CATALOGUE_DIFFERS "package.catalogue_differs" 422
            "规划包用的是指标目录“{code}”第 {version} 版,这里是“{have_code}”第 {have_version} 版" "the plan wants catalogue “{code}” version {version}, this is “{have_code}” version {have_version}"
            "改 datapackage.json 的 catalogue 与 catalogue_version,或换用那一版目录" "change catalogue and catalogue_version of datapackage.json, or take that version";
        PACKAGE_CODE_SUFFIX "package.code_suffix" 422
            "代码“{value}”以分组结尾" "code “{value}” ends like a breakdown"
            "性别与城乡是分组,不写进代码:去掉末尾的 _F _M _R _U,写在 breakdowns 列" "sex and urban/rural are breakdowns: take _F _M _R _U off the code and fill the column breakdowns";
        PACKAGE_CODE_UNSTANDARD "package.code_unstandard" 422
            "“{list}”没有代码“{value}”" "“{list}” has no code “{value}”"
            "可用的代码(SDMX):{known}" "codes (SDMX): {known}";
        PACKAGE_CYCLE "package.cycle" 422
            "{what_zh}绕回自己:{chain}" "{what_en} comes back to itself: {chain}"
            "去掉其中一处引用" "take one of these references away";
        PACKAGE_DENOMINATOR_MISSING "package.denominator_missing" 422
            "{kind} 类指标有分子,没有分母" "an indicator of kind {kind} has a numerator and no denominator"
            "填写 denominator;只有 count 与 fact 不要分母" "fill in denominator; only count and fact have none";
        PACKAGE_DIMENSION_FOREIGN "package.dimension_foreign" 422
            "“{subject}”没有分组“{dimension}”" "“{subject}” is not broken down by “{dimension}”"
            "可用:{known};或在指标目录的 breakdowns 列加上它" "it has: {known}; or add the dimension to its breakdowns in the catalogue";
        PACKAGE_DOCUMENT_LINE "package.document_line" 422
            "document.txt 没有第 {value} 行,共 {lines} 行" "document.txt has no line {value}, it has {lines}"
            "写正文所在的行号" "write the line on which the text stands";
        PACKAGE_ENCODING "package.encoding" 422
            "“{path}”的 encoding 写作“{value}”" "the encoding of “{path}” is “{value}”"
            "写 \"encoding\": \"utf-8\",文件也存为 UTF-8" "write \"encoding\": \"utf-8\" and save the file so";
        PACKAGE_FACTOR_MISSING "package.factor_missing" 422
            "有分母,没有系数" "there is a denominator and no factor"
            "填写 factor:百分比 100,千分比 1000,每 10 万 100000,比值 1" "fill in factor: 100 for %, 1000 for per mille, 100000 per 100,000, 1 for a plain ratio";
        PACKAGE_FIELD_MISSING "package.field_missing" 422
            "缺少“{value}”" "“{value}” is missing"
            "在 datapackage.json 里写上它" "write it in datapackage.json";
        PACKAGE_FIELD_UNKNOWN "package.field_unknown" 422
            "不认识的“{value}”" "unknown “{value}”"
            "可用:{known}" "known: {known}";
        PACKAGE_FILE_LISTED "package.file_listed" 422
            "datapackage.json 列出了“{value}”,但没有这个文件" "datapackage.json lists “{value}” and there is no such file"
            "补上文件,或从 resources 去掉这一项" "add the file, or take it out of resources";
        PACKAGE_FILE_MISSING "package.file_missing" 422
            "缺少文件“{value}”" "file “{value}” is missing"
            "包里必须有它;表没有内容时只写表头" "a package must hold it; a table without content has its header alone";
        PACKAGE_FILE_UNKNOWN "package.file_unknown" 422
            "不认识的表“{value}”" "unknown table “{value}”"
            "可用的表:{known}" "tables: {known}";
        PACKAGE_FILE_UNLISTED "package.file_unlisted" 422
            "“{value}”没有列在 resources 中" "“{value}” is not listed in resources"
            "在 datapackage.json 的 resources 里加上它" "add it to resources of datapackage.json";
        PACKAGE_FORM_ASKED_OF "package.form_asked_of" 422
            "unit 与 unit_type 都填了,或都没有填" "both of unit and unit_type are filled in, or neither is"
            "由一个单位填报的表只填 unit,由每个同类单位填报的表只填 unit_type" "fill in unit for a form of one unit, unit_type for a form of every unit of a type";
        PACKAGE_FORM_ITEM_TWICE "package.form_item_twice" 422
            "数据项“{value}”已在第 {first} 行的表“{form}”上" "item “{value}” already stands on form “{form}”, line {first}"
            "同一地区的一个数据项只在一张表上填一次" "for one area an item is asked for once, on one form";
        PACKAGE_FORM_TYPE_AREA "package.form_type_area" 422
            "这张表由每个“{value}”填报,单位“{unit}”与另一个单位的地区同为“{area}”" "every “{value}” is asked this form, and unit “{unit}” has the area “{area}” of another"
            "在 units.csv 的 area 列为每个单位填写各自的地区" "give each of the units an area of its own in units.csv";
        PACKAGE_FORM_TYPE_EMPTY "package.form_type_empty" 422
            "没有类型为“{value}”的责任单位,这张表无人填报" "no unit is of type “{value}”, so that nobody answers this form"
            "在 units.csv 中加上这类单位,或改写 unit_type" "add such units to units.csv, or write another type";
        PACKAGE_FORM_UNITS "package.form_units" 422
            "表“{form}”在第 {first} 行属于“{unit}”,这里属于“{value}”" "form “{form}” is of unit “{unit}” on line {first} and of “{value}” here"
            "一张表只由一个单位或一类单位填报" "one form is asked of one unit, or of one type of units";
        PACKAGE_FORMULA_AND_FRACTION "package.formula_and_fraction" 422
            "分子、分母与公式只能写一种" "numerator and denominator, or a formula, never both"
            "gap 与 index 写 formula,其余写 numerator 与 denominator" "gap and index have formula, the others numerator and denominator";
        PACKAGE_FORMULA_EMPTY "package.formula_empty" 422
            "公式“{value}”没有引用任何数据项或指标" "formula “{value}” names no item and no indicator"
            "写法如 item('X')、item('X', sex => 'F')、indicator('C')" "written item('X'), item('X', sex => 'F'), indicator('C')";
        PACKAGE_FORMULA_KIND "package.formula_kind" 422
            "{kind} 类指标不写 {column}" "an indicator of kind {kind} has no {column}"
            "gap 与 index 写 formula,其余写 numerator 与 denominator" "gap and index have formula, the others numerator and denominator";
        PACKAGE_ITEM_UNFED "package.item_unfed" 422
            "没有报表要数据项“{value}”({name}),它也没有别的来源" "no form asks for item “{value}” ({name}), and nothing else feeds it"
            "在 forms.csv 中分给一个代表整个地区的单位,或在指标目录 items.csv 的 feed 列写明来源" "give it to a unit of the whole area in forms.csv, or say in feed of the catalogue's items.csv where its figures come from";
        PACKAGE_JSON "package.json" 422
            "读不出这个 JSON 文件:{error}" "this JSON file cannot be read: {error}"
            "检查逗号、引号与括号" "check commas, quotes and brackets";
        PACKAGE_NOT_IMPORTED "package.not_imported" 404
            "还没有导入“{code}”" "“{code}” has not been imported"
            "先运行 heng plan import 导入规划包和指标目录" "import the package and its catalogue with heng plan import";
        PACKAGE_NOTE_MISSING "package.note_missing" 422
            "text_held 是 part,却没有 text_note" "text_held is part and there is no text_note"
            "写明缺少正文的哪些部分" "say which parts of the text are missing";
        PACKAGE_NUMBER_FORM "package.number_form" 422
            "编号“{value}”不合写法" "number “{value}” is not written as it should be"
            "应写成“{example}”" "it should read “{example}”";
        PACKAGE_NUMERATOR_MISSING "package.numerator_missing" 422
            "有分母,没有分子" "there is a denominator and no numerator"
            "填写 numerator" "fill in numerator";
        PACKAGE_OBJECTIVE_BARE "package.objective_bare" 422
            "主要目标“{value}”没有带指标的目标值,也没有佐证材料" "objective “{value}” has no target with an indicator and no evidence to ask for"
            "在 targets.csv 给它一个指标;或把 kind 写作 qualitative 并填写 evidence" "give it an indicator in targets.csv, or make kind qualitative and fill in evidence";
        PACKAGE_ORDER "package.order" 422
            "{lower_name}“{lower}”大于 {upper_name}“{upper}”" "{lower_name} “{lower}” is greater than {upper_name} “{upper}”"
            "{lower_name} 不能大于 {upper_name}" "{lower_name} may not be greater than {upper_name}";
        PACKAGE_QUOTE_ABSENT "package.quote_absent" 422
            "引文“{value}”不在 document.txt 中" "the quote “{value}” does not stand in document.txt"
            "引文应与正式文本逐字相同,标点也一样" "a quote is the exact words of the text, punctuation included";
        PACKAGE_QUOTE_LINE "package.quote_line" 422
            "引文不在第 {value} 行" "the quote does not stand on line {value}"
            "应为第 {found} 行" "it stands on line {found}";
        PACKAGE_QUOTE_MISSING "package.quote_missing" 422
            "status 是 plan,却没有 {column}" "status is plan and there is no {column}"
            "填写正文原话 quote 与它在 document.txt 的行号 line;不是正文的数,status 写 proposed" "fill in quote, the text's own words, and line, its line of document.txt; a figure that the text does not hold is proposed";
        PACKAGE_REFERENCE "package.reference" 422
            "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
            "应写 {table} 中已有的" "it should be one of {table}";
        PACKAGE_REFERENCE_LIST "package.reference_list" 422
            "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
            "可用:{known}" "there are: {known}";
        PACKAGE_REFERENCE_NEAR "package.reference_near" 422
            "没有{what_zh}“{value}”" "there is no {what_en} “{value}”"
            "是不是“{near}”?应写 {table} 中已有的" "is it “{near}”? it should be one of {table}";
        PACKAGE_SHARE "package.share" 422
            "“{value}”应在 0 与 1 之间" "“{value}” should lie between 0 and 1"
            "5% 写 0.05" "write 5% as 0.05";
        PACKAGE_STANDARD_OTHER "package.standard_other" 422
            "标准“{value}”是指标“{other}”的,不是“{indicator}”的" "standard “{value}” is of indicator “{other}”, not of “{indicator}”"
            "写同一指标的标准" "name a standard of the same indicator";
        PACKAGE_SUBJECT "package.subject" 422
            "indicator 与 item 要写且只写一个" "exactly one of indicator and item"
            "公布的指标值写 indicator,原始数据写 item" "a published indicator goes in indicator, a count in item";
        PACKAGE_TARGET_UNCONFIRMED "package.target_unconfirmed" 422
            "没有指标,却写作已确认" "there is no indicator and it is called confirmed"
            "填写 indicator,或把 indicator_status 写作 proposed" "fill in indicator, or make indicator_status proposed";
        PACKAGE_TARGET_VALUE "package.target_value" 422
            "operator 是“{operator}”,却没有 {column}" "operator is “{operator}” and there is no {column}"
            "填写目标值和它的计量单位" "fill in the value and its unit";
        PACKAGE_TARGET_YEAR "package.target_year" 422
            "目标年 {value} 不在规划期 {start}—{end} 内" "target year {value} is outside the plan's period {start}–{end}"
            "写规划期内的年份;晚于规划期的,在 note 写明理由" "write a year of the period; for a later one say why in note";
        PACKAGE_UNIT_AREA "package.unit_area" 422
            "地区“{value}”不在规划的地区“{area}”之内" "area “{value}” does not lie in the plan's area “{area}”"
            "写规划所在地区之内的地区;代表整个地区的单位不填" "write an area within it; a unit of the whole area has none";
        PACKAGE_UNIT_DIFFERS "package.unit_differs" 422
            "“{subject}”的计量单位写作“{value}”,指标目录中是“{unit}”" "the unit of “{subject}” is “{value}” here and “{unit}” in the catalogue"
            "把数值换算成“{unit}”,单位照目录写" "convert the value to “{unit}” and write the catalogue's unit";
        PACKAGE_UNUSED "package.unused" 422
            "operator 是“{operator}”时不写 {column}" "{column} says nothing with operator “{operator}”"
            "只有 operator 是“{wanted}”才写它" "it belongs to operator “{wanted}”";
        PACKAGE_VALUE_BOUNDS "package.value_bounds" 422
            "值 {value} 超出“{subject}”的范围" "value {value} is outside the bounds of “{subject}”"
            "范围:{bounds}" "bounds: {bounds}";
        PACKAGE_VALUE_WHOLE "package.value_whole" 422
            "“{subject}”的值 {value} 应为整数" "the value {value} of “{subject}” should be a whole number"
            "去掉小数,或检查计量单位" "drop the fraction, or check the unit";
        PASSWORD_CURRENT "password.current" 422
            "现在的口令不对" "the present password is wrong"
            "重新输入" "type it again";
        PASSWORD_SAME "password.same" 422
            "新口令与现在的相同" "the new password is the present one"
            "换一个" "choose another";
        PASSWORD_WEAK "password.weak" 422
            "口令太弱" "the password is too weak"
            "至少 {shortest} 个字符,含大写、小写、数字、其他字符中的三类,不含用户名" "at least {shortest} characters of three of these: capitals, small letters, digits, others; without the user name";
        REASON_MISSING "reason.missing" 422
            "没有写原因" "no reason is given"
            "写明原因,会留在记录里" "say why; it stays on record";
        RECORD_MISSING "record.missing" 404
            "找不到{what_zh}“{key}”" "no {what_en} “{key}”"
            "" "";
        RELEASE_EMPTY "release.empty" 422
            "“{plan}”还没有已接收的数据" "“{plan}” has no accepted data yet"
            "先导入数据,或接收报送" "import figures or accept a submission first";
        RELEASE_NONE "release.none" 422
            "“{plan}”还没有数据版本" "“{plan}” has no release yet"
            "先在“数据版本”页生成,或运行 heng release create --plan {plan}" "make one first, on the page of releases or with heng release create --plan {plan}";
        REPORT_BLOCK "report.block" 422
            "报告定义的这个块有误:{error}" "this block of the report definition is wrong: {error}"
            "块的种类和字段见报告定义的说明" "kinds and fields of blocks stand in the manual of report definitions";
        REPORT_EARLY "report.early" 422
            "终期报告写规划期末的 {end} 年,不写 {year} 年" "a final report is on the plan's last year, {end}, not on {year}"
            "改为 {end} 年,或写年度报告" "take {end}, or write an annual report";
        REPORT_FILE_MISSING "report.file_missing" 422
            "报告定义缺少文件“{value}”" "the report definition lacks the file “{value}”"
            "补上这个文件,或从 report.toml 的 sections 中去掉" "add the file, or take it out of sections of report.toml";
        REPORT_FONT "report.font" 500
            "画图用的字体读不出" "the font for charts cannot be read"
            "换成含中文的 TrueType 或 OpenType 字体,如 Debian 软件包 fonts-noto-cjk 中的" "give a TrueType or OpenType font that holds Chinese, as in Debian's package fonts-noto-cjk";
        REPORT_TOML "report.toml" 422
            "读不出报告定义:{error}" "the report definition cannot be read: {error}"
            "检查 TOML 的写法和字段名" "check the TOML and the names of its fields";
        REPORT_WORDING "report.wording" 422
            "报告的文字模板有误:{error}" "the wording of the report is wrong: {error}"
            "检查模板的写法,以及所用的名称是否存在、是否有值" "check the template, and that the names in it exist and have values";
        REPORT_YEAR "report.year" 422
            "数据版本 {release} 没有 {year} 年的达标判断" "release {release} judges no year {year}"
            "可选年份:{known}" "years: {known}";
        REQUEST_INVALID "request.invalid" 422
            "请求读不懂:{error}" "the request cannot be read: {error}"
            "见接口说明 /api/openapi.json" "see /api/openapi.json";
        REQUEST_METHOD "request.method" 405
            "这个地址不能用 {method} 方法" "this address knows no method {method}"
            "见接口说明 /api/openapi.json" "see /api/openapi.json";
        REQUEST_TOO_LARGE "request.too_large" 413
            "内容太大" "too large"
            "最多 {size} MB" "at most {size} MB";
        ROUND_CLOSED "round.closed" 409
            "填报批次 {round} 已关闭" "round {round} is closed"
            "需要改数时,请管理员另开批次" "to change figures, ask the administrator for another round";
        ROUND_EMPTY "round.empty" 422
            "没有选责任单位" "no unit is chosen"
            "至少选一个单位" "choose one at least";
        ROUND_UNIT_ASKED "round.unit_asked" 409
            "单位“{unit}”的 {period} 报表已在填报批次 {round} 中" "unit “{unit}” is asked for {period} in round {round} already"
            "先接收那份报表或关闭那个批次,或从这次的名单中去掉它" "accept that form or close that round first, or take the unit off this list";
        ROUND_UNIT_TWICE "round.unit_twice" 422
            "单位“{unit}”选了两次" "unit “{unit}” is chosen twice"
            "每个单位只选一次" "choose each once";
        ROUND_UNIT_UNCONFIRMED "round.unit_unconfirmed" 422
            "单位“{unit}”尚为拟定,未经确认" "unit “{unit}” is proposed and not confirmed"
            "先在“责任单位”页确认" "confirm it first on the page of units";
        SUBMISSION_FINDING "submission.finding" 422
            "{message_zh}" "{message_en}"
            "{hint_zh}" "{hint_en}";
        SUBMISSION_STALE "submission.stale" 409
            "这份报表已被他人处理,现在是{state_zh}" "someone else has moved this form; it is now {state_en}"
            "重新载入后再处理" "reload, then act";
        SUBMISSION_STATE "submission.state" 409
            "{state_zh}的报表不能{action_zh}" "a form that is {state_en}: cannot {action_en}"
            "刷新页面看它现在的状态" "reload to see its present state";
        SYSTEM_FAILED "system.failed" 500
            "系统出错,操作没有完成" "the system failed; nothing was done"
            "请稍后再试;若仍出错,把时间告诉系统管理员" "try again later, or tell the administrator the time";
        SYSTEM_UNAVAILABLE "system.unavailable" 503
            "数据库或磁盘暂时不可用,没有写入任何内容" "the database or the disk is not available at present; nothing was written"
            "稍后再试;若仍不行,请系统管理员检查数据库和磁盘空间" "try again later; if it stays, have the administrator look at the database and the free space";
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
            "可用的列:{known}" "columns: {known}";
        TABLE_DUPLICATE "table.duplicate" 422
            "“{value}”重复,已在第{first}行出现" "“{value}” already stands on line {first}"
            "每个只写一行" "write each once";
        TABLE_EMPTY "table.empty" 422
            "空文件,没有表头" "an empty file without a header"
            "第一行写列名:{known}" "the first row names the columns: {known}";
        TABLE_NOT_BOOLEAN "table.not_boolean" 422
            "“{value}”不是 true 或 false" "“{value}” is not true or false"
            "写 true 或 false" "write true or false";
        TABLE_NOT_BREAKDOWN "table.not_breakdown" 422
            "分组“{value}”不合写法" "breakdown “{value}” is not written as it should be"
            "写法如 sex=F;urban_rural=R,按字母顺序,合计留空" "written sex=F;urban_rural=R in alphabetical order, empty for the total";
        TABLE_NOT_CODE "table.not_code" 422
            "“{value}”不能作代码" "“{value}” is no code"
            "只用英文字母、数字、- _ .,最多 64 个字符" "letters, digits, - _ . only, at most 64 characters";
        TABLE_NOT_INTEGER "table.not_integer" 422
            "“{value}”不是整数" "“{value}” is not a whole number"
            "应为 {low} 到 {high} 的整数" "a whole number from {low} to {high}";
        TABLE_NOT_NUMBER "table.not_number" 422
            "“{value}”不是数" "“{value}” is not a number"
            "只写数字,如 8 或 97.5;百分号和单位写在 unit 列" "digits only, like 8 or 97.5; per cent signs and units go to column unit";
        TABLE_NOT_ONE_OF "table.not_one_of" 422
            "不能写“{value}”" "“{value}” is not one of the words"
            "应为以下之一:{known}" "one of: {known}";
        TABLE_NOT_ONE_OF_NEAR "table.not_one_of_near" 422
            "不能写“{value}”" "“{value}” is not one of the words"
            "是不是“{near}”?应为以下之一:{known}" "is it “{near}”? one of: {known}";
        TABLE_NOT_PERIOD "table.not_period" 422
            "“{value}”不是时期" "“{value}” is no period"
            "写法如 2025、2025-S1、2025-Q1、2025-06" "written 2025, 2025-S1, 2025-Q1, 2025-06";
        TABLE_QUOTE_OPEN "table.quote_open" 422
            "这一行起的双引号没有配对" "a double quote that opens here is never closed"
            "补上另一个双引号;单元格里的双引号写两个" "close it; a double quote within a cell is written twice";
        TABLE_ROW_RAGGED "table.row_ragged" 422
            "这一行有{cells}个单元格,表头有{columns}列" "the row has {cells} cells, the header {columns}"
            "检查逗号与引号" "check commas and quotes";
        TABLE_UNREADABLE "table.unreadable" 422
            "读不出这张表:{error}" "the table cannot be read: {error}"
            "应为 UTF-8 编码的 CSV" "it should be CSV in UTF-8";
        UNIT_CONFIRMED "unit.confirmed" 409
            "单位“{unit}”已经确认" "unit “{unit}” is confirmed already"
            "不必再确认" "nothing needs to be done";
        USER_LAST_ADMINISTRATOR "user.last_administrator" 409
            "“{name}”是最后一名可用的管理员" "“{name}” is the last active administrator"
            "先新建另一名管理员" "create another administrator first";
        USER_NAME_TAKEN "user.name_taken" 409
            "用户名“{name}”已被使用" "the user name “{name}” is taken"
            "换一个用户名" "choose another name";
        USER_UNIT "user.unit" 422
            "“{name}”的角色与单位不符" "role and unit of “{name}” do not fit"
            "填报员和审核员要选单位,管理员和审计员不选" "a reporter and a reviewer have a unit, an administrator and an auditor have none";
    }
}

pub use kinds::TABLE;

/// Where a problem stands. All parts are optional; those present are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column name of a table, or field of a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match (&self.file, self.line) {
            (Some(file), Some(line)) => parts.push(format!("{file}:{line}")),
            (Some(file), None) => parts.push(file.clone()),
            (None, Some(line)) => parts.push(format!(":{line}")),
            (None, None) => {}
        }
        if let (Some(sheet), Some(cell)) = (&self.sheet, &self.cell) {
            parts.push(format!("{sheet}!{cell}"));
        } else if let Some(cell) = &self.cell {
            parts.push(cell.clone());
        }
        parts.extend(self.field.clone());
        f.write_str(&parts.join(" "))
    }
}

/// One problem: which row of the table, where, and the values that fill its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: &'static Kind,
    pub place: Place,
    pub details: BTreeMap<&'static str, String>,
}

impl Problem {
    pub fn new(kind: &'static Kind) -> Self {
        Self { kind, place: Place::default(), details: BTreeMap::new() }
    }

    /// What was typed is not what was `expected`, or nothing was typed.
    pub fn input(value: impl ToString, expected: impl ToString) -> Self {
        let value = value.to_string();
        let kind = if value.trim().is_empty() { &kinds::INPUT_MISSING } else { &kinds::INPUT_INVALID };
        Self::new(kind).with("value", value).with("expected", expected)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.details.insert(name, value.to_string());
        self
    }

    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.place.field = Some(field.into());
        self
    }

    #[must_use]
    pub fn cell(mut self, cell: impl Into<String>) -> Self {
        self.place.cell = Some(cell.into());
        self
    }

    pub fn message(&self, lang: Lang) -> String {
        self.fill(if lang == Lang::En { self.kind.en } else { self.kind.zh })
    }

    pub fn hint(&self, lang: Lang) -> String {
        self.fill(if lang == Lang::En { self.kind.hint_en } else { self.kind.hint_zh })
    }

    fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        for (name, value) in &self.details {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// `place: message(hint)` for a terminal.
    pub fn line_for(&self, lang: Lang) -> String {
        let place = self.place.to_string();
        let hint = self.hint(lang);
        let mut text = if place.is_empty() { self.message(lang) } else { format!("{place}: {}", self.message(lang)) };
        if !hint.is_empty() {
            text.push_str(if lang == Lang::En { "; " } else { "。" });
            text.push_str(&hint);
        }
        text
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line_for(Lang::Zh))
    }
}

impl std::error::Error for Problem {}

impl Serialize for Problem {
    /// The shape that clients see: code, place, message and hint in both languages, details.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            code: &'a str,
            message: String,
            hint: String,
            message_en: String,
            hint_en: String,
            place: &'a Place,
            details: &'a BTreeMap<&'static str, String>,
        }
        Shown {
            code: self.kind.code,
            message: self.message(Lang::Zh),
            hint: self.hint(Lang::Zh),
            message_en: self.message(Lang::En),
            hint_en: self.hint(Lang::En),
            place: &self.place,
            details: &self.details,
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted() {
        let codes: Vec<_> = TABLE.iter().map(|k| k.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn message_is_filled_and_placed() {
        let problem = Problem::input("abc", "应为整数").file("items.csv").line(3).field("min");
        assert_eq!(problem.to_string(), "items.csv:3 min: 输入内容“abc”不合要求。应为整数");
        assert_eq!(Problem::input(" ", "应为整数").to_string(), "未填写。应为整数");
    }
}
