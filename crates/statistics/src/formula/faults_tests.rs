use std::path::Path;

use heng_plan::model::{Annual, Frequency};
use heng_plan::package::{self, Files, Package};

use super::*;
use crate::sample::{catalogue, d, expression, fraction, indicator, item};

type Told = (String, String, String);

/// A, D and F are 人, B is 元, W is 万元, P is 元/月, J is 件, N is 份, T is 人次; C is counted each quarter, M each month, Q
/// each quarter with its year's sum. I9 is 元.
fn known(own: Indicator) -> Catalogue {
    let published =
        |code: &str, unit: &str| Indicator { unit: unit.to_owned(), ..indicator(code, IndicatorFormula::Published) };
    let mut held = catalogue(vec![own, published("I9", "元"), published("I8", "%")]);
    for (code, unit) in [
        ("D", "人"),
        ("B", "元"),
        ("W", "万元"),
        ("P", "元/月"),
        ("J", "件"),
        ("N", "份"),
        ("T", "人次"),
        ("M", "人"),
        ("Q", "人"),
    ] {
        let mut item = item(code, code, None);
        item.unit = unit.to_owned();
        held.items.insert(item.code.clone(), item);
    }
    let mut often = |code: &str, frequency, annual| {
        let item = held.items.values_mut().find(|item| item.code.as_str() == code).unwrap();
        (item.frequency, item.annual) = (frequency, annual);
    };
    often("C", Frequency::Quarter, None);
    often("M", Frequency::Month, None);
    often("Q", Frequency::Quarter, Some(Annual::Sum));
    held
}

fn of(own: Indicator) -> Vec<Told> {
    let of = |problem: &Problem| {
        let detail = |name: &str| problem.details.get(name).cloned().unwrap_or_default();
        (detail("column"), detail("given"), detail("expected_zh"))
    };
    faults(&known(own)).iter().map(of).collect()
}

fn told(formula: IndicatorFormula) -> Vec<Told> {
    of(indicator("I1", formula))
}

/// The column of each fault, and that every one has the words.
fn columns(told: &[Told], words: &str) -> Vec<usize> {
    assert!(told.iter().all(|(_, _, zh)| zh.contains(words)), "{words}: {told:?}");
    told.iter().map(|(column, _, _)| column.parse().unwrap()).collect()
}

#[test]
fn each_fault_is_told_with_its_character() {
    for (text, column, given, words) in [
        ("item('A') +", "12", "…", "SQL"),
        ("item('A') + item('B')", "13", "item('B')", "“人”和“元”"),
        ("abs(item('A') / (2 - 2))", "18", "(2 - 2)", "除数不能是 0"),
        ("item('A') / 0", "13", "0", "除数不能是 0"),
        ("CASE WHEN item('A') > item('B') THEN 1 ELSE 0 END", "23", "item('B')", "计量单位"),
        ("item('A') + item('C')", "13", "item('C')", "频度"),
        ("item('A') % 2", "11", "%", "可用"),
    ] {
        let found = told(expression(text));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (column, given), "{text}");
        assert!(found[0].2.contains(words), "{text}: {}", found[0].2);
    }
}

#[test]
fn units_are_carried_through_what_keeps_them() {
    for (text, at) in [
        ("abs(item('A')) + item('B')", &[18][..]),
        ("ABS(item('A')) + Item('B')", &[18]),
        ("round(item('A'), 1) - item('B')", &[23]),
        ("item('A') * 2 + item('B') * 3", &[17]),
        ("2 * item('A') + (1 + 2) * item('B')", &[18]),
        ("item('A') - prev(item('B')) * 2 - item('B')", &[13, 35]),
        ("greatest(item('A'), item('D'), item('B'))", &[32]),
        ("least(item('A'), indicator('I9'))", &[18]),
        ("greatest(item('A'), 0) + item('B')", &[26]),
        ("CASE WHEN item('A') > 0 THEN item('A') ELSE item('B') END", &[45]),
        ("CASE WHEN item('A') > 0 THEN item('B') ELSE 0 END + item('A')", &[53]),
        ("weighted(item('A'), 1, item('B'), 2)", &[24]),
        ("weighted(1, item('A'), 2, item('B'))", &[27]),
        ("weighted(item('A'), 1, item('D'), 2) - item('B')", &[40]),
        ("avg_over(item('A'), 3) - sum_over(item('B'), 'sex')", &[26]),
        ("item('B') * 10000 + item('A')", &[21]),
        ("item('A') / item('B') + (item('A') + item('B'))", &[38]),
    ] {
        assert_eq!(columns(&told(expression(text)), "计量单位"), at, "{text}");
    }
}

#[test]
fn periods_are_carried_too() {
    for (text, at) in [
        ("item('C') / item('A')", &[13][..]),
        ("item('A') / item('M') * 100", &[13]),
        ("abs(item('C')) + item('A') * 2", &[18]),
        ("greatest(item('C'), item('M'))", &[21]),
        ("CASE WHEN item('C') > item('A') THEN 1 ELSE 0 END", &[23]),
        ("item('C') / item('C') - item('A') / item('A')", &[25]),
    ] {
        assert_eq!(columns(&told(expression(text)), "频度"), at, "{text}");
    }
    assert_eq!(columns(&told(fraction("item('M')", "item('A')", 100)), "频度"), [1]);
    assert_eq!(told(fraction("item('C')", "item('C', sex => 'F')", 100)), []);
}

#[test]
fn a_proportion_is_of_one_unit() {
    let kind = |kind, unit: &str, denominator: &str| {
        let own = indicator("I1", fraction("item('N')", denominator, 100));
        of(Indicator { kind, unit: unit.to_owned(), ..own })
    };
    assert_eq!(columns(&kind(IndicatorKind::Proportion, "%", "item('T')"), "“份”和“人次”"), [1]);
    // A warning for each case is counted in other words for single things, not in another unit.
    assert_eq!(kind(IndicatorKind::Proportion, "%", "item('J')"), []);
    assert_eq!(kind(IndicatorKind::Proportion, "%", "item('J') / item('T')"), []);
    assert_eq!(kind(IndicatorKind::Rate, "‰", "item('T')"), []);
    assert_eq!(kind(IndicatorKind::Ratio, "份/人", "item('A')"), []);
}

#[test]
fn a_count_has_the_unit_of_what_it_counts() {
    let count = |numerator: &str, factor: &str, unit: &str| {
        let formula =
            IndicatorFormula::Fraction { numerator: numerator.to_owned(), denominator: None, factor: d(factor) };
        of(Indicator { kind: IndicatorKind::Count, unit: unit.to_owned(), ..indicator("I1", formula) })
    };
    assert_eq!(columns(&count("item('B')", "1", "人"), "“元”，指标是“人”"), [1]);
    assert_eq!(
        columns(&count("abs(item('B') + item('W') * 10000)", "1", "万元"), "指标是“万元”"),
        Vec::<usize>::from([1])
    );
    for (numerator, factor, unit) in [
        ("item('A')", "1", "人"),
        ("item('A')", "0.0001", "万人"),
        ("item('T')", "1", "人次/年"),
        ("item('N')", "1", "个"),
    ] {
        assert_eq!(count(numerator, factor, unit), [], "{numerator} × {factor} {unit}");
    }
}

#[test]
fn no_zero_hides_in_a_divisor() {
    for (text, at) in [
        ("item('A') / abs(0)", &[13][..]),
        ("item('A') / round(0.2, 0)", &[13]),
        ("item('A') / (0 * item('D'))", &[14]),
        ("item('A') / (item('D') - item('D'))", &[14]),
        ("1 + item('A') / greatest(0, 1 - 1) + item('A') / (0 / item('D'))", &[17, 51]),
    ] {
        assert_eq!(columns(&told(expression(text)), "除数不能是 0"), at, "{text}");
    }
    assert_eq!(columns(&told(fraction("item('A')", "item('D') - item('D')", 100)), "除数不能是 0"), [1]);
    assert_eq!(columns(&told(expression("weighted(item('A'), 0, item('D'), 0)")), "权数之和"), [21]);
}

#[test]
fn everything_forbidden_is_told_once() {
    let found = told(expression("sqrt(item('A')) + ln(item('A') % 2) * abs(power(2, 3)) + item(x)"));
    let given: Vec<_> = found.iter().map(|(column, given, _)| (column.as_str(), given.as_str())).collect();
    assert_eq!(
        given,
        [("1", "sqrt(item('A'))"), ("19", "ln(item('A') % 2)"), ("32", "%"), ("43", "power(2, 3)"), ("63", "x")]
    );
    let found = told(expression("CASE WHEN sqrt(1) > 0 THEN ln(2) ELSE 0 END"));
    assert_eq!(columns(&found, "可用"), [11, 28]);
    assert!(!told(expression(&format!("{}1", "1+".repeat(1900)))).is_empty());
}

#[test]
fn a_formula_that_names_nothing_is_told_only_where_it_can_be_read() {
    let codes = |formula| -> Vec<_> {
        faults(&known(indicator("I1", formula))).iter().map(|problem| problem.kind.code).collect()
    };
    assert_eq!(codes(expression("2 * 3 / 0")), ["package.formula_empty"]);
    assert_eq!(codes(fraction("item('A')", "0", 100)), ["package.formula_empty"]);
    assert_eq!(codes(expression("2 * ")), ["formula.syntax"]);
    assert_eq!(codes(expression("sqrt(2)")), ["formula.forbidden"]);
    assert_eq!(codes(expression("ITEM(/*x*/ 'A')")), Vec::<&str>::new());
}

#[test]
fn what_is_right_is_not_told() {
    for text in [
        "item('A') / item('B') + 1",
        "item('A', sex => 'F') - item('A', sex => 'M')",
        "item('A') * item('B') - item('B') * item('A')",
        "item('A') / (2 - 1)",
        "CASE WHEN item('A') > 0 THEN item('B') ELSE 0 END",
        "greatest(item('A'), 0) - least(item('D') * 2, 5)",
        "item('W') * 10000 - item('B')",
        "item('P') * 12 - item('B')",
        "item('T') / 2 + item('A')",
        "indicator('I8') * 10 - item('A')",
        "item('Q') / item('A') + item('A') / item('Q')",
        "round(item('A') / item('B') * 100, 1) - indicator('I8')",
        "weighted(indicator('I8'), item('A'), item('A') / item('D') * 100, item('D'))",
        "item('A') / (item('A') - prev(item('A')))",
    ] {
        assert_eq!(told(expression(text)), [], "{text}");
    }
}

fn shipped() -> Files {
    fn lay(dir: &Path, prefix: &str, files: &mut Files) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                lay(&path, &format!("{name}/"), files);
            } else {
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    let mut files = Files::new();
    lay(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plans/catalogue")), "", &mut files);
    files
}

/// All that is told of a catalogue: by the package, then of its formulas.
fn all_told(files: &Files) -> Vec<Problem> {
    let (read, mut problems) = package::read(files);
    let Some(Package::Catalogue(held)) = read else { panic!("{problems:#?}") };
    problems.extend(faults(&held));
    problems.extend(package::check(&Package::Catalogue(held), None, files));
    problems
}

#[test]
fn the_shipped_catalogue_has_no_fault() {
    assert_eq!(all_told(&shipped()), []);
}

/// However a call is written that can be read, what it names is looked for, and told once.
#[test]
fn what_can_be_read_is_looked_for() {
    let text = String::from_utf8(shipped()["indicators.csv"].clone()).unwrap();
    let own = "item('TAP_POP'),item('RPOP')";
    assert!(text.contains(own));
    for written in [
        "item('LIVEBIRTH') + ITEM('NOPE')",
        "item(/*x*/ 'NOPE')",
        "Item ( -- why\n 'NOPE')",
        "item('LIVEBIRTH') /*!50101+ item('NOPE')*/",
        "Item('LIVEBIRTH', nope => 'F')",
        "item('LIVEBIRTH', \"nope\" := 'F')",
        "item('LIVEBIRTH', nope VALUE 'F')",
        "item('LIVEBIRTH', `urban_rural` => /* town */ 'NOPE')",
        "abs(INDICATOR('NOPE')) * item('LIVEBIRTH') / item('LIVEBIRTH')",
        "sum_over(item('LIVEBIRTH'), 'nope')",
        "SUM_OVER((+(item('LIVEBIRTH'))), 'age_group')",
        "indicator(/* itself */ 'V08') / 100 * item('LIVEBIRTH')",
    ] {
        assert!(crate::formula::parse(written).is_ok(), "{written}: {:?}", crate::formula::parse(written));
        let quoted = format!("\"{}\",item('RPOP')", written.replace('"', "\"\""));
        let mut files = shipped();
        files.insert("indicators.csv".to_owned(), text.replacen(own, &quoted, 1).into_bytes());
        let told = all_told(&files);
        assert_eq!(told.len(), 1, "{written}: {told:#?}");
        assert!(told[0].kind.code.starts_with("package.") && told[0].place.character.is_some(), "{written}: {told:#?}");
    }
}
