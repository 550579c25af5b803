//! What is asked of the server and the database, releases and reports.

use super::Kind;

problems! {
    AUDIT_MANY "audit.many" 422
        "符合条件的审计记录有 {count} 条，一次最多导出 {most} 条" "{count} audit events fit, at most {most} are exported at a time"
        "缩小时间范围或加上其他条件，分次导出" "narrow the time or the other conditions and export in parts";
    DATABASE_URL "database.url" 422
        "不认识的数据库地址" "unknown kind of database address"
        "写 sqlite:路径 或 postgres://用户@主机/库名" "write sqlite:PATH or postgres://user@host/name";
    DEMO_ONLY "demo.only" 409
        "这是演示库，只放虚构数据，不收外来数据" "this is a demo store: it holds invented figures only and takes none from outside"
        "换用正式库（--data），再导入" "name the real store (--data), then import";
    DEMO_STORE_USED "demo.store_used" 409
        "库中已有内容，不能做成演示库" "the store is not empty and cannot become a demo store"
        "用 --data 指定一个新的空文件夹" "name a new, empty folder with --data";
    DEMO_UNFINISHED "demo.unfinished" 409
        "演示库上次没有生成完" "the demo store was not finished when it was made"
        "删去它的文件夹，再运行 heng demo" "remove its folder, then run heng demo again";
    INPUT_INVALID "input.invalid" 422
        "输入内容“{value}”不合要求" "the input “{value}” is not valid"
        "{expected_zh}" "{expected_en}";
    INPUT_MISSING "input.missing" 422
        "未填写" "not filled in"
        "{expected_zh}" "{expected_en}";
    PROPOSAL_CONFLICT "proposal.conflict" 409
        "“{code}”在提出之后又被改过（{file}）" "“{code}” has been changed since the proposal was made ({file})"
        "撤回这份修订，按现行目录重新提出" "withdraw the proposal and make it anew on the catalogue in force";
    PROPOSAL_DECIDED "proposal.decided" 409
        "修订 {proposal} 已经办结" "proposal {proposal} is settled"
        "刷新页面看结果；要再改，另提一份" "load the page again; to change more, make another";
    PROPOSAL_EMPTY "proposal.empty" 422
        "没有改动任何内容" "nothing is changed"
        "改好后再提出" "change something, then propose it";
    PROPOSAL_MANY "proposal.many" 422
        "一份修订改动了 {count} 行，最多 {most} 行" "the proposal changes {count} rows, at most {most} are changed at once"
        "分几份提出；大改动请导入整个目录包" "make several proposals, or import the whole catalogue";
    PROPOSAL_OWN "proposal.own" 403
        "自己提出的修订由另一个人批准或否决" "one's own proposal is approved or rejected by another person"
        "请另一位同事办理，或自己撤回" "ask a colleague, or withdraw it";
    PROPOSAL_ROW_GONE "proposal.row_gone" 409
        "目录里没有要改的这一行：“{code}”" "the catalogue has no such row to change: “{code}”"
        "刷新页面，按现行目录重新修改" "load the page again and change the catalogue in force";
    PROPOSAL_ROW_USED "proposal.row_used" 422
        "“{code}”不能删除：已有 {count} 个数据用到它" "“{code}” cannot be taken out: {count} recorded figures are of it"
        "保留这一行；今后不再用的，填写适用末年 valid_to" "keep the row; where it is not to be used any more, fill in valid_to";
    RATING_COMPUTED "rating.computed" 422
        "主要目标 {objective} 按指标判断，不作定性评定" "objective {objective} is judged by figures and not rated"
        "只评定定性目标" "rate qualitative objectives only";
    RATING_EVIDENCE "rating.evidence" 422
        "没有写依据，或写得太长" "no evidence is given, or too much"
        "写明看到的材料（文件、记录、数据），最多 {most} 个字" "say what was seen (documents, records, figures), {most} characters at most";
    RECORD_MISSING "record.missing" 404
        "找不到{what_zh}“{key}”" "no {what_en} “{key}”"
        "" "";
    RELEASE_EMPTY "release.empty" 422
        "“{plan}”还没有已接收的数据" "“{plan}” has no accepted data yet"
        "先导入数据，或接收报送" "import figures or accept a submission first";
    RELEASE_NONE "release.none" 422
        "“{plan}”还没有数据版本" "“{plan}” has no release yet"
        "先在“数据版本”页生成，或运行 heng release create --plan {plan}" "make one first, on the page of releases or with heng release create --plan {plan}";
    RELEASE_UNPROTECTED "release.unprotected" 422
        "数据版本 {release} 生成时还没有统计保密，不能用来编写报告" "release {release} was made without disclosure control; no report can be written from it"
        "生成新的数据版本，再编写报告" "make a new release, then write the report";
    REPORT_BLOCK "report.block" 422
        "报告定义的这个块有误：{error}" "this block of the report definition is wrong: {error}"
        "块的种类和字段见报告定义的说明" "kinds and fields of blocks stand in the manual of report definitions";
    REPORT_EARLY "report.early" 422
        "终期报告写规划期末的 {end} 年，不写 {year} 年" "a final report is on the plan's last year, {end}, not on {year}"
        "改为 {end} 年，或写年度报告" "take {end}, or write an annual report";
    REPORT_FILE_MISSING "report.file_missing" 422
        "报告定义缺少文件“{value}”" "the report definition lacks the file “{value}”"
        "补上这个文件，或从 report.toml 的 sections 中去掉" "add the file, or take it out of sections of report.toml";
    REPORT_FONT "report.font" 500
        "画图用的字体读不出" "the font for charts cannot be read"
        "换成含中文的 TrueType 或 OpenType 字体，如 Debian 软件包 fonts-noto-cjk 中的" "give a TrueType or OpenType font that holds Chinese, as in Debian's package fonts-noto-cjk";
    REPORT_TOML "report.toml" 422
        "读不出报告定义：{error}" "the report definition cannot be read: {error}"
        "检查 TOML 的写法和字段名" "check the TOML and the names of its fields";
    REPORT_WORDING "report.wording" 422
        "报告的文字模板有误：{error}" "the wording of the report is wrong: {error}"
        "检查模板的写法，以及所用的名称是否存在、是否有值" "check the template, and that the names in it exist and have values";
    REPORT_YEAR "report.year" 422
        "数据版本 {release} 没有 {year} 年的达标判断" "release {release} judges no year {year}"
        "可选年份：{known}" "years: {known}";
    REQUEST_INVALID "request.invalid" 422
        "请求读不懂：{error}" "the request cannot be read: {error}"
        "见接口说明 /api/openapi.json" "see /api/openapi.json";
    REQUEST_METHOD "request.method" 405
        "这个地址不能用 {method} 方法" "this address knows no method {method}"
        "见接口说明 /api/openapi.json" "see /api/openapi.json";
    REQUEST_PARAMETER "request.parameter" 422
        "没有名为“{name}”的查询参数" "no query parameter is called “{name}”"
        "这个地址的查询参数：{known}" "those of this address: {known}";
    REQUEST_TOO_LARGE "request.too_large" 413
        "内容太大" "too large"
        "最多 {size} MB" "at most {size} MB";
    SYSTEM_FAILED "system.failed" 500
        "系统出错，操作没有完成" "the system failed; nothing was done"
        "请稍后再试；若仍出错，把时间告诉系统管理员" "try again later, or tell the administrator the time";
    SYSTEM_UNAVAILABLE "system.unavailable" 503
        "数据库或磁盘暂时不可用，没有写入任何内容" "the database or the disk is not available at present; nothing was written"
        "稍后再试；若仍不行，请系统管理员检查数据库和磁盘空间" "try again later; if it stays, have the administrator look at the database and the free space";
    TLS_CERTIFICATE "tls.certificate" 422
        "读不出证书：{error}" "the certificate cannot be read: {error}"
        "给出 PEM 格式的证书文件（含 -----BEGIN CERTIFICATE-----），本站证书在前，中间证书在后" "give a PEM file with -----BEGIN CERTIFICATE-----, this site's certificate first, then the intermediate ones";
    TLS_KEY "tls.key" 422
        "读不出私钥：{error}" "the private key cannot be read: {error}"
        "给出 PEM 格式、不加口令的私钥文件（含 -----BEGIN PRIVATE KEY-----）" "give a PEM file without a password, with -----BEGIN PRIVATE KEY-----";
    TLS_PAIR "tls.pair" 422
        "证书和私钥不能一起使用：{error}" "certificate and private key cannot be used together: {error}"
        "私钥须是申请这张证书时生成的那一个" "the key must be the one that the certificate was made for";
    VIEW_TITLE_TAKEN "view.title_taken" 422
        "已有名为“{title}”的查询" "there is a view called “{title}” already"
        "换一个名称，或先删去那一个" "choose another name, or delete the other one first";
    VIEWS_MANY "views.many" 422
        "每人最多保存 {most} 个查询" "nobody keeps more than {most} views"
        "先删去不用的" "delete what is not used any more";
}
