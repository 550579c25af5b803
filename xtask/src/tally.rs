//! Adds up what the test runners wrote.

use std::path::Path;
use std::process::ExitCode;

use regex::Regex;

use crate::JUNIT;

/// Cases of one file: how many passed and were skipped, and the failed ones by name.
#[derive(Default)]
struct Count {
    passed: usize,
    failed: Vec<String>,
    skipped: usize,
}

/// Names of the files that must be there, without `.xml`. The last line printed is `N passed, N failed`.
pub fn run(names: &[String]) -> ExitCode {
    let (mut passed, mut failed) = (0, Vec::new());
    for name in names {
        match std::fs::read_to_string(Path::new(JUNIT).join(format!("{name}.xml"))) {
            Ok(xml) => {
                let count = count(&xml);
                println!(
                    "{name:<16} {:>5} passed {:>4} failed {:>4} skipped",
                    count.passed,
                    count.failed.len(),
                    count.skipped
                );
                passed += count.passed;
                failed.extend(count.failed.into_iter().map(|case| format!("{name}: {case}")));
            }
            Err(_) => {
                println!("{name:<16} left no result: its runner did not finish");
                failed.push(format!("{name}: no result"));
            }
        }
    }
    // The end of a long output is what is kept of it: the failed ones are named there.
    for case in &failed {
        println!("failed  {case}");
    }
    println!("{passed} passed, {} failed", failed.len());
    if failed.is_empty() && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Counts by `<testcase>`, since the totals in the head differ from runner to runner.
fn count(xml: &str) -> Count {
    let Ok(case) = Regex::new(r#"(?s)<testcase\b([^>]*?)(/>|>(.*?)</testcase>)"#) else { return Count::default() };
    let mut count = Count::default();
    for found in case.captures_iter(xml) {
        let body = found.get(3).map_or("", |m| m.as_str());
        if body.contains("<failure") || body.contains("<error") {
            count.failed.push(failure(&found[1], body));
        } else if body.contains("<skipped") {
            count.skipped += 1;
        } else {
            count.passed += 1;
        }
    }
    count
}

/// Name of a failed case, from its attributes, and the first line that its runner said about it.
fn failure(attributes: &str, body: &str) -> String {
    let first = |pattern: &str, text: &str| {
        let found = Regex::new(pattern).ok().and_then(|p| p.captures(text).map(|c| c[1].to_owned()));
        found.unwrap_or_default()
    };
    let said: String = first(r#"message="([^"\n]*)"#, body).chars().take(160).collect();
    format!("{}  {said}", first(r#"\bname="([^"]*)""#, attributes))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_failed_case_is_told_by_name() {
        let xml = r#"<testsuite><testcase classname="a" name="one" time="1"/>
            <testcase classname="a" name="two"><failure message="expected 3
but 4" type="x">…</failure></testcase>
            <testcase name="three"><skipped/></testcase></testsuite>"#;
        let count = count(xml);
        assert_eq!((count.passed, count.skipped), (1, 1));
        assert_eq!(count.failed, ["two  expected 3"]);
    }
}
