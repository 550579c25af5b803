//! Packages with faults: each folder of `tests/packages` lays its files over the good catalogue or plan, and
//! `problems.snap` in it holds every problem that is printed. Names in a file `REMOVED` are taken away.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use heng_base::codes::{ItemCode, UnitCode};
use heng_base::problem::Problem;
use heng_base::text::Lang;
use heng_plan::model::{Catalogue, Feed, Plan};
use heng_plan::package::{Files, Package, check, read, read_series};
use proptest::prelude::*;

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages").join(case)
}

fn lay(dir: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            lay(&path, &format!("{name}/"), files);
        } else if name != "REMOVED" && !name.ends_with(".snap") {
            files.insert(name, std::fs::read(path).unwrap());
        }
    }
}

fn good(kind: &str) -> Files {
    let mut files = Files::new();
    lay(&folder(&format!("good-{kind}")), "", &mut files);
    files
}

/// The files of a case and all its problems.
fn problems(case: &str) -> Vec<Problem> {
    let mut files = good(case.split_once('-').unwrap().0);
    lay(&folder(case), "", &mut files);
    for name in std::fs::read_to_string(folder(case).join("REMOVED")).unwrap_or_default().lines() {
        assert!(files.remove(name).is_some(), "{case}: {name} was not there");
    }
    let (package, mut problems) = read(&files);
    if let Some(package) = &package {
        problems.extend(check(package, Some(&catalogue()), &files));
    }
    problems
}

fn catalogue() -> Catalogue {
    match read(&good("catalogue")) {
        (Some(Package::Catalogue(catalogue)), problems) if problems.is_empty() => *catalogue,
        (_, problems) => panic!("{problems:#?}"),
    }
}

fn plan() -> Plan {
    match read(&good("plan")) {
        (Some(Package::Plan(plan)), problems) if problems.is_empty() => *plan,
        (_, problems) => panic!("{problems:#?}"),
    }
}

#[test]
fn every_fault_of_a_broken_package_is_named_at_once() {
    let mut cases: Vec<String> = std::fs::read_dir(folder(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|case| !case.starts_with("good-"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 15);
    for case in cases {
        let problems = problems(&case);
        assert!(!problems.is_empty(), "{case}");
        let lines = |lang| problems.iter().map(move |problem| problem.line_for(lang));
        for line in lines(Lang::Zh).chain(lines(Lang::En)) {
            assert!(!line.contains('{'), "{case}: a part of the message was not filled: {line}");
        }
        let printed = lines(Lang::Zh).collect::<Vec<_>>().join("\n");
        insta::with_settings!({ snapshot_path => folder(&case), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("problems", printed);
        });
    }
}

#[test]
fn good_packages_have_no_problems() {
    let catalogue = catalogue();
    assert_eq!(check(&Package::Catalogue(Box::new(catalogue.clone())), None, &good("catalogue")), []);
    let plan = plan();
    assert_eq!(check(&Package::Plan(Box::new(plan.clone())), Some(&catalogue), &good("plan")), []);
    assert_eq!(catalogue.items[&ItemCode::parse("DEATHS").unwrap()].breakdowns, ["sex", "urban_rural"]);
    assert_eq!((plan.targets.len(), plan.units.len(), plan.form_items.len(), plan.series.len()), (5, 4, 3, 2));
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let unit = |code| UnitCode::parse(code).unwrap();
    let asked = |code| plan.asked_of(&unit(code)).map(|a| a.item.to_string()).collect::<Vec<_>>();
    assert_eq!((asked("U1"), asked("U2"), asked("T2")), (vec![], words(&["DEATHS", "BIRTHS"]), words(&["BIRTHS"])));
    assert_eq!(
        plan.form_heads.iter().map(|head| head.title.zh.as_str()).collect::<Vec<_>>(),
        ["监测年报表", "各镇监测年报表"]
    );
    assert_eq!(plan.form_heads[0].instructions, ["本表由卫健局填报。", "按常住人口统计。"]);
    assert_eq!(plan.form_heads[1].valid_until, None);
    assert_eq!(plan.area_of(&unit("T2")).as_str(), "990102");
    assert_eq!(plan.area_of(&unit("U2")), &plan.area);
    assert_eq!(plan.series[1].value.to_string(), "1204");
    assert_eq!(plan.series[1].breakdown.to_string(), "sex=F;urban_rural=R");
}

/// An item that no form asks of the whole area is named, unless the catalogue says what feeds it or figures of it came
/// with the plan; a plan without forms is fed by what is published.
#[test]
fn an_item_that_nothing_feeds_is_named() {
    let mut files = good("plan");
    lay(&folder("plan-unfed"), "", &mut files);
    let named = |files: &Files, catalogue: &Catalogue| -> Vec<String> {
        let package = read(files).0.unwrap();
        check(&package, Some(catalogue), files).into_iter().map(|problem| problem.details["value"].clone()).collect()
    };
    assert_eq!(named(&files, &catalogue()), ["BIRTHS"]);
    let mut fed = catalogue();
    fed.items.get_mut(&ItemCode::parse("BIRTHS").unwrap()).unwrap().feed = Some(Feed::Register);
    assert_eq!(named(&files, &fed), Vec::<String>::new());
    let without_series: Files =
        files.iter().filter(|(name, _)| *name != "series.csv").map(|(n, b)| (n.clone(), b.clone())).collect();
    assert!(named(&without_series, &fed).contains(&"DEATHS".to_owned()));
    files.insert("forms.csv".to_owned(), b"form,unit,section,item,order,required,status,ground\n".to_vec());
    files.remove("form_heads.csv");
    files.remove("schemes.csv");
    assert_eq!(named(&files, &catalogue()), Vec::<String>::new(), "a plan without forms");
}

#[test]
fn byte_order_mark_and_line_ends_do_not_matter() {
    for kind in ["catalogue", "plan"] {
        let plain = good(kind);
        let dressed = |bytes: &Vec<u8>| {
            let text = String::from_utf8(bytes.clone()).unwrap().replace("含外地", "\u{0}").replace('\n', "\r\n");
            [b"\xef\xbb\xbf".as_slice(), text.replace("\r\n\u{0}", "\n含外地").as_bytes()].concat()
        };
        let files: Files = plain.iter().map(|(name, bytes)| (name.clone(), dressed(bytes))).collect();
        let (package, problems) = read(&files);
        assert_eq!(problems, []);
        let package = package.unwrap();
        assert_eq!(check(&package, Some(&catalogue()), &files), []);
        match (package, read(&plain).0.unwrap()) {
            (Package::Plan(mut dressed), Package::Plan(plain)) => {
                dressed.document = dressed.document.replace("\r\n", "\n");
                assert_eq!(dressed, plain);
            }
            (dressed, plain) => assert_eq!(dressed, plain),
        }
    }
}

#[test]
fn a_plan_without_its_catalogue_is_a_problem() {
    let problems = check(&Package::Plan(Box::new(plan())), None, &good("plan"));
    let printed: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(printed, ["datapackage.json heng.catalogue: 没有指标目录“sample”。应写 plans/ 中已有的"]);
}

#[test]
fn an_imported_figure_is_of_a_code_that_holds_in_its_year() {
    let mut catalogue = catalogue();
    let town = catalogue.codes.get_mut("urban_rural").unwrap().iter_mut().find(|entry| entry.code == "U").unwrap();
    town.valid_to = Some(2020);
    let row = |period: &str| format!("BIRTHS,990100,{period},urban_rural=U,1,人,S1\n");
    let text = format!("item,area,period,breakdown,value,unit,source\n{}{}", row("2020"), row("2021-06"));
    let (_, problems) = read_series("upload.csv", text.as_bytes(), &catalogue, 2025);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].place.to_string(), "upload.csv:3 breakdown");
    assert_eq!(problems[0].message(Lang::En), "code “urban_rural=U” does not hold in 2021");
    assert_eq!(problems[0].hint(Lang::En), "it holds in …—2020; in 2021 there are: R、_T");
}

#[test]
fn an_imported_unit_must_be_the_catalogues() {
    let text = "item,area,period,value,unit,source\nDEATHS,990100,2020,3,人,S1\nDEATHS,990100,2021,0.3,千人,S1\n";
    let (rows, problems) = read_series("upload.csv", text.as_bytes(), &catalogue(), 2025);
    assert_eq!(rows.len(), 2);
    let printed: Vec<String> = problems.iter().map(|problem| problem.line_for(Lang::En)).collect();
    assert_eq!(
        printed,
        [
            "upload.csv:3 unit: the unit of “DEATHS” is “千人” here and “人” in the catalogue; \
             convert the value to “人” and write the catalogue's unit",
            "upload.csv:3 value: the value 0.3 of “DEATHS” should be a whole number; drop the fraction, or check the unit",
        ]
    );
}

/// A package that was imported before a limit was there is read all the same.
#[test]
fn a_limit_that_came_later_may_be_left_out() {
    let mut files = good("plan");
    let rule = "odd,outlier,low,偏离,,indicators,tail=0.001|parts=8,proposed,\n";
    let table = format!("code,kind,severity,name_zh,name_en,subjects,limits,status,note\n{rule}");
    files.insert("warnings.csv".to_owned(), table.into_bytes());
    let (Some(Package::Plan(plan)), problems) = read(&files) else { panic!("no plan") };
    assert!(problems.iter().all(|problem| problem.kind.code == "package.file_unlisted"), "{problems:#?}");
    assert_eq!(plan.warnings[0].limit("p").to_string(), "0.05");
}

#[test]
fn every_wrong_cell_of_an_imported_row_is_named() {
    let text = "item,area,period,value,unit,source\nDEATHS,990100,二〇年,0.3,千人,S1\nDEATHS,990100,2099,3,人,S1\n";
    let (_, problems) = read_series("upload.csv", text.as_bytes(), &catalogue(), 2026);
    let places: Vec<String> = problems.iter().map(|problem| problem.place.to_string()).collect();
    let expected = ["upload.csv:2 period", "upload.csv:2 unit", "upload.csv:2 value", "upload.csv:3 period"];
    assert_eq!(places, expected, "{problems:#?}");
    let ahead = "upload.csv:3 period: 时期 2099 还没有到。写 2026 年或以前的时期；预测和目标不是数据";
    assert_eq!(problems[3].line_for(Lang::Zh), ahead);
}

proptest! {
    /// One file of a good package is cut at a random place and other bytes put in.
    #[test]
    fn no_bytes_make_reading_panic(
        plan in any::<bool>(),
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..60),
            "[\",\n\r|;=_.0-9A-Z{}'()死率-]{0,60}".prop_map(String::into_bytes),
        ],
    ) {
        let mut files = good(if plan { "plan" } else { "catalogue" });
        let name = file.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let content = files.get_mut(&name).unwrap();
        let from = at.index(content.len() + 1);
        let to = (from + cut).min(content.len());
        content.splice(from..to, bytes);
        let (package, problems) = read(&files);
        let mut all = problems;
        if let Some(package) = &package {
            all.extend(check(package, Some(&catalogue()), &files));
            all.extend(check(package, None, &files));
        }
        for problem in all {
            prop_assert!(problem.place.file.is_some());
            prop_assert!(!problem.to_string().is_empty());
        }
    }

    #[test]
    fn no_bytes_make_an_import_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (rows, problems) = read_series("x.csv", &bytes, &catalogue(), 2025);
        prop_assert!(rows.is_empty() && !problems.is_empty());
    }
}
