//! The rules that hold between the tables of a package: every fault at once.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::problem::{Problem, kinds};
use regex::Regex;

use super::table::Lines;
use super::{Files, Package};
use crate::model::{Catalogue, IndicatorFormula, ObjectiveKind, Plan, TargetStatus};

/// Checks a package that was read; a plan needs its catalogue. Lines of the tables are found again in `files`, so that
/// each problem names file, line and column.
pub fn check(package: &Package, catalogue: Option<&Catalogue>, files: &Files) -> Vec<Problem> {
    let mut faults = Faults { files, problems: Vec::new() };
    match (package, catalogue) {
        (Package::Catalogue(catalogue), _) => check_catalogue(catalogue, &mut faults),
        (Package::Plan(plan), Some(catalogue)) => {
            if plan.catalogue != catalogue.code || plan.catalogue_version != catalogue.version {
                let what = format!("规划包要的指标目录是 {} 第 {} 版", plan.catalogue, plan.catalogue_version);
                let have = format!("现有 {} 第 {} 版", catalogue.code, catalogue.version);
                faults.problems.push(rule(what, have).file("datapackage.json"));
            }
            check_plan(plan, catalogue, &mut faults);
        }
        (Package::Plan(plan), None) => {
            let expected = format!("先导入指标目录 {}", plan.catalogue);
            faults.problems.push(
                Problem::new(&kinds::PACKAGE_REFERENCE)
                    .with("what", "指标目录")
                    .with("value", &plan.catalogue)
                    .with("expected", expected)
                    .file("datapackage.json"),
            );
        }
    }
    faults.problems
}

fn rule(what: impl ToString, expected: impl ToString) -> Problem {
    Problem::new(&kinds::PACKAGE_RULE).with("what", what).with("expected", expected)
}

/// Collects faults and finds the lines on which they stand.
struct Faults<'a> {
    files: &'a Files,
    problems: Vec<Problem>,
}

impl Faults<'_> {
    /// Line of the first record of `file` whose cells hold `key`.
    fn line(&self, file: &str, key: &str) -> Option<u64> {
        let bytes = self.files.get(file)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let mut records = reader.records().flatten();
        let found = records.find(|record| record.iter().any(|cell| cell.trim() == key))?;
        found.position().map(|position| Lines::new(bytes).at(position))
    }

    fn add(&mut self, problem: Problem, file: &str, key: &str, column: &str) {
        let problem = match self.line(file, key) {
            Some(line) => problem.line(line),
            None => problem,
        };
        self.problems.push(problem.file(file).field(column));
    }

    fn absent(&mut self, what: &str, value: &str, known: &[&str], place: (&str, &str, &str)) {
        let (file, key, column) = place;
        let expected = match nearest(value, known) {
            Some(near) => format!("是不是“{near}”?"),
            None => format!("应在{what}表中"),
        };
        let problem =
            Problem::new(&kinds::PACKAGE_REFERENCE).with("what", what).with("value", value).with("expected", expected);
        self.add(problem, file, key, column);
    }
}

/// The known word that differs from `word` in the fewest letters, at most two.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known.iter().map(|k| (distance(word, k), *k)).filter(|(d, _)| *d <= 2).min().map(|(_, k)| k)
}

/// Levenshtein distance, by letters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (above + 1).min(row[j] + 1).min(corner + usize::from(x != *y));
            corner = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

fn check_catalogue(catalogue: &Catalogue, faults: &mut Faults<'_>) {
    let items: Vec<&str> = catalogue.items.keys().map(ItemCode::as_str).collect();
    let indicators: Vec<&str> = catalogue.indicators.keys().map(IndicatorCode::as_str).collect();
    for (file, codes) in [("items.csv", &items), ("indicators.csv", &indicators)] {
        for code in codes.iter().filter(|code| ["_F", "_M", "_R", "_U"].iter().any(|end| code.ends_with(end))) {
            let problem = rule(format!("代码“{code}”以分组结尾"), "性别与城乡是分组,不写进代码;去掉 _F _M _R _U");
            faults.add(problem, file, code, "code");
        }
    }
    for item in catalogue.items.values() {
        for dimension in item.breakdowns.iter().filter(|d| !catalogue.codes.contains_key(*d)) {
            let known: Vec<&str> = catalogue.codes.keys().map(String::as_str).collect();
            faults.absent("代码", dimension, &known, ("items.csv", item.code.as_str(), "breakdowns"));
        }
    }
    let mut uses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for indicator in catalogue.indicators.values() {
        let texts: Vec<(&str, &str)> = match &indicator.formula {
            IndicatorFormula::Fraction { numerator, denominator, .. } => {
                let denominator = denominator.iter().map(|text| ("denominator", text.as_str()));
                [("numerator", numerator.as_str())].into_iter().chain(denominator).collect()
            }
            IndicatorFormula::Expression { text } => vec![("formula", text.as_str())],
            IndicatorFormula::Published => Vec::new(),
        };
        for (column, text) in texts {
            for code in named("item", text).iter().filter(|code| !items.contains(&code.as_str())) {
                faults.absent("数据项", code, &items, ("indicators.csv", indicator.code.as_str(), column));
            }
            let others = named("indicator", text);
            for code in others.iter().filter(|code| !indicators.contains(&code.as_str())) {
                faults.absent("指标", code, &indicators, ("indicators.csv", indicator.code.as_str(), column));
            }
            uses.entry(indicator.code.as_str()).or_default().extend(others);
        }
    }
    for code in &indicators {
        if let Some(chain) = cycle(code, &uses) {
            let problem = rule(format!("指标互相引用成环:{}", chain.join(" → ")), "公式不能绕回自己");
            faults.add(problem, "indicators.csv", code, "formula");
        }
    }
    for (column, area, what) in catalogue.areas.values().filter_map(|a| Some(("parent", a.parent.as_ref()?, a))) {
        if !catalogue.areas.contains_key(area) {
            faults.absent("地区", area.as_str(), &[], ("areas.csv", what.code.as_str(), column));
        }
    }
    for reference in &catalogue.references {
        if !catalogue.indicators.contains_key(&reference.indicator) {
            let key = reference.indicator.as_str();
            faults.absent("指标", key, &indicators, ("references.csv", key, "indicator"));
        }
        if !catalogue.sources.contains_key(&reference.source) {
            let key = reference.source.as_str();
            faults.absent("数据来源", key, &[], ("references.csv", key, "source"));
        }
    }
}

/// Codes that a formula names by `item('…')` or `indicator('…')`. The full grammar is `statistics::formula`'s.
fn named(function: &str, text: &str) -> Vec<String> {
    let Ok(call) = Regex::new(&format!(r"\b{function}\(\s*'([^']*)'")) else { return Vec::new() };
    call.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The chain by which `start` comes back to itself.
fn cycle(start: &str, uses: &BTreeMap<&str, Vec<String>>) -> Option<Vec<String>> {
    let mut stack = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(chain) = stack.pop() {
        for next in chain.last().and_then(|last| uses.get(last.as_str())).into_iter().flatten() {
            let mut longer = chain.clone();
            longer.push(next.clone());
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                stack.push(longer);
            }
        }
    }
    None
}

fn check_plan(plan: &Plan, catalogue: &Catalogue, faults: &mut Faults<'_>) {
    check_objectives(plan, faults);
    check_targets(plan, catalogue, faults);
    check_units(plan, catalogue, faults);
    if !catalogue.areas.contains_key(&plan.area) {
        faults.absent("地区", plan.area.as_str(), &[], ("datapackage.json", "", "area"));
    }
    if let Some(bytes) = faults.files.get("series.csv") {
        let (_, problems) = super::series::read_series("series.csv", bytes, catalogue);
        // Rows that cannot be read were reported when the package was read.
        faults.problems.extend(problems.into_iter().filter(|p| p.kind != &kinds::TABLE_CELL_EMPTY));
    }
}

fn check_objectives(plan: &Plan, faults: &mut Faults<'_>) {
    for objective in &plan.objectives {
        let number = objective.number.as_str();
        if !plan.domains.iter().any(|domain| domain.number == objective.domain) {
            faults.absent("领域", &objective.domain.to_string(), &[], ("objectives.csv", number, "domain"));
        }
        if !number.starts_with(&format!("{}.", objective.domain)) {
            let problem = rule(format!("目标编号 {number} 与领域 {} 不符", objective.domain), "编号写成“领域.序号”");
            faults.add(problem, "objectives.csv", number, "number");
        }
        let targets = plan.targets.iter().filter(|t| t.objective.as_deref() == Some(number));
        let reached = targets.clone().any(|target| target.indicator.is_some());
        let qualitative = objective.kind == ObjectiveKind::Qualitative && !objective.evidence.is_empty();
        if !reached && !qualitative {
            let problem = rule(
                format!("主要目标 {number} 没有指标,也没有佐证材料"),
                "在 targets.csv 给它一个指标,或写 kind 为 qualitative 并写明 evidence",
            );
            faults.add(problem, "objectives.csv", number, "kind");
        }
    }
}

fn check_targets(plan: &Plan, catalogue: &Catalogue, faults: &mut Faults<'_>) {
    let indicators: Vec<&str> = catalogue.indicators.keys().map(IndicatorCode::as_str).collect();
    let mut references: BTreeSet<&str> = plan.objectives.iter().map(|o| o.number.as_str()).collect();
    references.extend(plan.measures.iter().map(|m| m.number.as_str()));
    references.extend(plan.projects.iter().map(|p| p.number.as_str()));
    let lines: Vec<&str> = plan.document.lines().collect();
    for target in &plan.targets {
        let id = target.id.as_str();
        if !references.contains(target.reference.as_str()) {
            faults.absent("目标、措施或工程", &target.reference, &[], ("targets.csv", id, "ref"));
        }
        if let Some(objective) = &target.objective
            && !plan.objectives.iter().any(|o| o.number == *objective)
        {
            faults.absent("主要目标", objective, &[], ("targets.csv", id, "objective"));
        }
        if let Some(code) = &target.indicator
            && !catalogue.indicators.contains_key(code)
        {
            faults.absent("指标", code.as_str(), &indicators, ("targets.csv", id, "indicator"));
        }
        if let Some(standard) = &target.standard
            && !catalogue.standards.iter().any(|s| s.code == *standard)
        {
            faults.absent("标准", standard, &[], ("targets.csv", id, "standard"));
        }
        if !(plan.start..=plan.end).contains(&target.year) {
            let problem = rule(format!("目标年 {} 不在规划期内", target.year), format!("{}—{}", plan.start, plan.end));
            faults.add(problem, "targets.csv", id, "year");
        }
        if let (Some(quote), TargetStatus::Plan | TargetStatus::Direction) = (&target.quote, target.status) {
            quoted(quote, target.line, id, &plan.document, &lines, faults);
        }
    }
}

/// The quote stands in the document, on the line that is named.
fn quoted(quote: &str, line: Option<u32>, id: &str, document: &str, lines: &[&str], faults: &mut Faults<'_>) {
    if !document.contains(quote) {
        let problem = rule(format!("引文“{quote}”不在 document.txt 中"), "引文应与正式文本逐字相同");
        return faults.add(problem, "targets.csv", id, "quote");
    }
    let named = line.and_then(|line| lines.get(usize::try_from(line).ok()?.checked_sub(1)?));
    if line.is_some() && !named.is_some_and(|text| text.contains(quote)) {
        let found = lines.iter().position(|text| text.contains(quote)).map(|i| i + 1);
        let expected = found.map_or_else(String::new, |found| format!("应为第 {found} 行"));
        faults.add(rule("引文不在所写的行", expected), "targets.csv", id, "line");
    }
}

fn check_units(plan: &Plan, catalogue: &Catalogue, faults: &mut Faults<'_>) {
    let units: Vec<&str> = plan.units.keys().map(heng_base::codes::UnitCode::as_str).collect();
    let items: Vec<&str> = catalogue.items.keys().map(ItemCode::as_str).collect();
    for row in plan.responsibilities.iter().filter(|row| !plan.units.contains_key(&row.unit)) {
        faults.absent("责任单位", row.unit.as_str(), &units, ("responsibilities.csv", row.unit.as_str(), "unit"));
    }
    let mut asked: BTreeMap<&ItemCode, &str> = BTreeMap::new();
    for row in &plan.form_items {
        let key = row.item.as_str();
        if !plan.units.contains_key(&row.unit) {
            faults.absent("责任单位", row.unit.as_str(), &units, ("forms.csv", row.unit.as_str(), "unit"));
        }
        if let Some(first) = asked.insert(&row.item, row.form.as_str()) {
            let problem = rule(format!("数据项 {key} 在两张表上:{first}、{}", row.form), "一个数据项只由一个单位填报");
            faults.add(problem, "forms.csv", key, "item");
        }
        match catalogue.items.get(&row.item) {
            None => faults.absent("数据项", key, &items, ("forms.csv", key, "item")),
            Some(item) => {
                for dimension in row.breakdowns.iter().filter(|d| !item.breakdowns.contains(d)) {
                    let known = item.breakdowns.join("、");
                    let problem = rule(format!("数据项 {key} 没有分组“{dimension}”"), format!("可用:{known}"));
                    faults.add(problem, "forms.csv", key, "breakdowns");
                }
            }
        }
    }
}
