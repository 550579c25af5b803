//! The command line as a user meets it, its stores on SQLite or, where `HENG_TEST_POSTGRES` names a server, on PostgreSQL.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn heng(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_heng")).current_dir(ROOT).args(arguments).output().unwrap()
}

/// A store of its own, and its address where that is no file.
struct Place(tempfile::TempDir, Option<String>);

/// A new database on the PostgreSQL server, which goes with its databases when the tests are over.
fn database() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("HENG_TEST_POSTGRES").ok()?;
    let name = format!("heng_cli_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let made = Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {name}")]).output().unwrap();
    assert!(made.status.success(), "{}", stderr(&made));
    Some(format!("{}/{name}", server.rsplit_once('/').unwrap().0))
}

impl Place {
    /// With plan packages in force.
    fn with(plans: &[&str]) -> Self {
        let place = Self(tempfile::tempdir().unwrap(), database());
        for plan in plans {
            place.done(&["plan", "import", &format!("plans/{plan}")]);
        }
        place
    }

    /// The national outline with its published series.
    fn national() -> Self {
        let place = Self::with(&["national-women-2011"]);
        place.done(&["data", "import", SERIES, "--source", "国家统计局监测报告"]);
        place
    }

    fn heng(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
        if let Some(url) = &self.1 {
            command.env("HENG_DATABASE", url);
        }
        command
            .current_dir(ROOT)
            .env("HENG_DATA", self.0.path().join("data"))
            .env("HENG_FONT", FONT)
            .env("USER", "tester")
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What it prints when it succeeds.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.heng(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// What it says when it refuses its input.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.heng(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", stderr(&output));
        stderr(&output)
    }
}

const SERIES: &str = "plans/national-women-2011/series.csv";
const FONT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../report/tests/fonts/chart-subset.otf");
const NATIONAL: [&str; 5] = ["monitor", "--plan", "national-women-2011", "--year", "2020"];

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The national outline in its last year. The final monitoring report (国家统计局, 2021-12) says the same of each target
/// that both judge: 孕产妇死亡率, 学前教育毛入园率, 九年义务教育巩固率 and 就业人员中女性比例 met, 村委会成员女性比例 short of
/// 30 %.
#[test]
fn national_line() {
    let place = Place::national();
    insta::assert_snapshot!(place.done(&NATIONAL));
    insta::assert_snapshot!("national_line_en", place.done(&[&["--lang", "en"], &NATIONAL[..]].concat()));
    let release = place.done(&["release", "create", "--plan", "national-women-2011"]);
    assert!(release.starts_with("数据版本第 1 号（初步）national-women-2011：观测值 453 个"), "{release}");
    let file = place.0.path().join("final.docx");
    let report = |path: &Path| {
        let path = path.to_str().unwrap();
        place.done(&[
            "report",
            "final",
            "--plan",
            "national-women-2011",
            "--year",
            "2020",
            "--format",
            "docx",
            "-o",
            path,
        ])
    };
    report(&file);
    let text = word_text(&file);
    for said in ["16.9", "24.2", "5.8个百分点", "75.00%", "国家统计局"] {
        assert!(text.contains(said), "the report lacks {said}");
    }
    let again = place.0.path().join("again.docx");
    report(&again);
    assert!(std::fs::read(&file).unwrap() == std::fs::read(&again).unwrap(), "one release, one report");
    assert!(place.done(&["release", "verify", "1"]).ends_with("全部相符\n"));
    assert!(place.done(&["audit", "verify"]).starts_with("审计链完整："));
}

/// The text of a Word file.
fn word_text(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    let mut text = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// A release whose files were changed afterwards says so and fails.
#[test]
fn a_changed_release_is_found() {
    let place = Place::national();
    place.done(&["release", "create", "--plan", "national-women-2011", "--status", "final"]);
    let listed: serde_json::Value =
        serde_json::from_str(&place.done(&["release", "list", "--format", "json"])).unwrap();
    let hash = listed[0]["manifest_sha256"].as_str().unwrap();
    let manifest = place.0.path().join("data/files/sha256").join(&hash[..2]).join(&hash[2..]);
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("\"final\"", "\"preliminary\"")).unwrap();
    let output = place.heng(&["release", "verify", "1"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stdout(&output).contains("不符"), "{}", stdout(&output));
}

/// Whoever has the server's machine gets back in when the only administrator is locked out.
#[test]
fn a_password_is_reset_by_command() {
    let place = Place::with(&[]);
    place.done(&["user", "add", "wang", "--display-name", "王", "--role", "administrator"]);
    assert!(place.done(&["user", "reset", "wang"]).starts_with("用户 wang，一次性口令 "));
    assert!(place.refused(&["user", "reset", "nobody"]).contains("找不到用户“nobody”"));
}

#[test]
fn a_report_without_a_release_names_the_command() {
    let place = Place::national();
    let said = place.refused(&["report", "annual", "--plan", "national-women-2011", "--year", "2020"]);
    assert!(said.contains("heng release create --plan national-women-2011"), "{said}");
    place.done(&["release", "create", "--plan", "national-women-2011"]);
    let said = place.refused(&["report", "final", "--plan", "national-women-2011", "--year", "2015"]);
    assert!(said.contains("终期报告写规划期末的 2020 年"), "{said}");
    let said = place.refused(&["report", "annual", "--plan", "national-women-2011", "--year", "2031"]);
    assert!(said.contains("2031") && said.contains("2010、"), "{said}");
}

/// What is known is not recorded twice; another figure from the same source needs a reason and becomes a revision.
#[test]
fn a_second_import_revises_only_with_a_reason() {
    let place = Place::national();
    assert!(place.done(&["data", "import", SERIES, "--source", "再次"]).contains("记录 0 个数，跳过已有的 453 个"));
    let changed = place.0.path().join("changed.csv");
    let text = std::fs::read_to_string(Path::new(ROOT).join(SERIES)).unwrap();
    std::fs::write(&changed, text.replacen("H03,,000000,2010,,30,", "H03,,000000,2010,,31,", 1)).unwrap();
    let file = changed.to_str().unwrap();
    let said = place.refused(&["data", "import", file, "--source", "更正"]);
    assert!(said.contains("H03 2010 已有数 30，这里是 31"), "{said}");
    assert!(place.done(&["data", "import", file, "--source", "更正", "--reason", "原文为31"]).contains("记录 1 个数"));
}

/// Every fault of a file of figures with its line, and nothing of it recorded.
#[test]
fn a_broken_file_of_figures_names_every_fault() {
    let place = Place::with(&["national-women-2011"]);
    let broken = place.0.path().join("broken.csv");
    let rows = "indicator,item,area,period,breakdown,value,unit,source\n\
                H03,,000000,2010,,三十,1/10万,S001\nH0X,,000000,2011,,30,1/10万,S001\nH03,,000000,2012,,30,%,S001\n";
    std::fs::write(&broken, rows).unwrap();
    let file = broken.to_str().unwrap();
    let said = place.refused(&["data", "import", file, "--source", "x"]);
    for place in ["broken.csv:2 value", "broken.csv:3 indicator", "broken.csv:4 unit"] {
        assert!(said.contains(place), "{place}: {said}");
    }
    assert!(said.contains("没有写入任何内容"));
    assert!(place.done(&NATIONAL).contains("可监测 0 项"));
}

#[test]
fn monitor_json_keeps_the_contract() {
    let place = Place::national();
    let printed = place.done(&[&NATIONAL[..], &["--format", "json"]].concat());
    let judgements: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let first = &judgements[0];
    let held = |value: &serde_json::Value, names: &str| {
        names.split(' ').for_each(|name| assert!(value.get(name).is_some(), "{name} of {value}"));
    };
    held(first, "domain objective indicator breakdown target base latest state evidence on_path nearly reason method");
    held(first, "forecast warnings");
    held(&first["target"], "set operator value unit year");
    held(&first["base"], "period value");
    held(&first["latest"], "period value numerator denominator low high decimals carried");
    held(&first["reason"], "code message");
    held(&first["method"], "name version points");
    assert_eq!(first["latest"]["value"], "80.88");
    assert_eq!(first["forecast"], serde_json::Value::Null);
    assert!(place.refused(&["monitor", "--plan", "national-women-2011", "--year", "1999"]).contains("2010—2020"));
}

#[test]
fn a_plan_without_data_has_no_data_and_no_verdict() {
    let place = Place::with(&["kaiping-women-2021"]);
    let printed = place.done(&["monitor", "--plan", "kaiping-women-2021", "--year", "2026", "--format", "json"]);
    let judgements: Vec<serde_json::Value> = serde_json::from_str(&printed).unwrap();
    let states = ["no_data", "qualitative", "undetermined", "not_judged"];
    assert!(judgements.len() > 100);
    assert!(judgements.iter().all(|j| states.contains(&j["state"].as_str().unwrap())));
}

#[test]
fn a_plan_that_was_not_imported_names_the_command() {
    let place = Place::with(&[]);
    assert!(place.refused(&NATIONAL).contains("heng plan import"));
}

/// A broken package changes nothing, not even the catalogue beside it.
#[test]
fn a_broken_package_is_not_imported() {
    let place = Place::with(&[]);
    let dir = place.0.path().join("plans");
    for name in ["catalogue", "national-women-2011"] {
        copy(&Path::new(ROOT).join("plans").join(name), &dir.join(name));
    }
    let targets = dir.join("national-women-2011/targets.csv");
    std::fs::write(&targets, std::fs::read_to_string(&targets).unwrap().replacen(",H03,", ",H033,", 1)).unwrap();
    let said = place.refused(&["plan", "import", dir.join("national-women-2011").to_str().unwrap()]);
    assert!(said.contains("targets.csv:3 indicator"), "{said}");
    assert!(place.done(&["audit", "verify"]).contains("：0 条"), "nothing was written");
}

#[test]
fn reads_a_plan_document() {
    let file = "tests/cases/plans/kaiping_women_2021.txt";
    let output = heng(&["plan", "read", file, "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["domains"].as_array().unwrap().len(), 8);
    assert_eq!(plan["projects"].as_array().unwrap().len(), 8);
}

/// Notices, refusals and the words around them, all in the language asked for.
#[test]
fn english_is_english() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("empty.txt");
    let page = dir.path().join("menus.html");
    let noise = dir.path().join("noise.pdf");
    std::fs::write(&text, "").unwrap();
    std::fs::write(&page, "<html><body><ul><li><a href=a>首页</a></li></ul></body></html>").unwrap();
    std::fs::write(&noise, [0_u8, 159, 146, 150].repeat(500)).unwrap();
    for file in [&text, &page, &noise] {
        for (lang, words) in [("en", "no readable plan text"), ("zh", "没有可读的规划文字")] {
            let output = heng(&["--lang", lang, "plan", "read", file.to_str().unwrap()]);
            assert_eq!(output.status.code(), Some(1), "{}", file.display());
            let said = stderr(&output);
            assert!(said.contains(words) && (lang == "zh" || !chinese(&said)), "{said}");
            assert!(!said.contains("1 faults") && !said.contains("permission"), "{said}");
        }
    }
    let scan = stderr(&heng(&["--lang", "en", "plan", "read", "tests/cases/plans/specimens/scanned.pdf"]));
    assert!(scan.contains("it may be scanned pages") && !chinese(&scan) && !scan.contains("permission"), "{scan}");
    let read = stdout(&heng(&["--lang", "en", "plan", "read", "tests/cases/plans/kaiping_women_2021.txt"]));
    let own = read.lines().filter(|line| line.starts_with("notice"));
    assert!(own.clone().count() > 0, "{read}");
    assert!(!read.contains("原文：") && !read.contains("注意"), "{read}");
}

#[test]
fn a_draft_is_a_package_and_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("draft");
    let arguments = ["plan", "draft", "tests/cases/plans/kaiping_women_2021.txt", "-o", target.to_str().unwrap()];
    assert!(heng(&arguments).status.success());
    assert!(target.join("targets.csv").exists());
    let again = heng(&arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("文件已经存在"));
}

/// Every fault of a package at once, each with file, line and what would be right.
#[test]
fn a_broken_package_names_every_fault() {
    let dir = tempfile::tempdir().unwrap();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plans"));
    for name in ["catalogue", "kaiping-women-2021"] {
        copy(&root.join(name), &dir.path().join(name));
    }
    let targets = dir.path().join("kaiping-women-2021/targets.csv");
    let text = std::fs::read_to_string(&targets).unwrap();
    std::fs::write(&targets, text.replacen(",H03,", ",H033,", 1).replacen(",91,", ",九十一,", 1)).unwrap();
    let output = heng(&["plan", "check", dir.path().join("kaiping-women-2021").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("targets.csv:4 indicator") && said.contains("H03"), "{said}");
    assert!(said.contains("九十一"), "{said}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn input_that_is_not_there_or_no_text_is_told() {
    let missing = heng(&["plan", "read", "nowhere.txt"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).starts_with("nowhere.txt: 读不出文件"));
}

#[test]
fn unknown_commands_and_flags_exit_2_with_a_hint() {
    for arguments in [["plann", "read"], ["plan", "--nope"]] {
        for (lang, words) in [("zh", "用法：heng"), ("en", "Usage: heng")] {
            let output = heng(&[&["--lang", lang], &arguments[..]].concat());
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr(&output).contains(words), "{}", stderr(&output));
        }
    }
}

/// The faults of both files at once, each with its file.
#[test]
fn files_that_are_no_certificate_or_key_are_named() {
    let place = Place::with(&[]);
    let tls = |certificate: &str, key: &str| {
        let file = |name: &str| format!("crates/heng/tests/tls/{name}");
        place.refused(&["serve", "--listen", "127.0.0.1:0", "--tls-cert", &file(certificate), "--tls-key", &file(key)])
    };
    let said = tls("nowhere.pem", "site.pem");
    assert!(said.contains("tls/nowhere.pem: 读不出证书") && said.contains("tls/site.pem: 读不出私钥"), "{said}");
    assert!(said.contains("共 2 处错误"), "{said}");
    let said = tls("site.key", "site.key");
    assert!(said.contains("tls/site.key: 读不出证书") && said.contains("BEGIN CERTIFICATE"), "{said}");
    let said = tls("site.pem", "other.key");
    assert!(said.contains("证书和私钥不能一起使用"), "{said}");
    let alone = place.heng(&["serve", "--tls-cert", "crates/heng/tests/tls/site.pem"]);
    assert_eq!(alone.status.code(), Some(2), "a certificate without a key");
}
