//! Adds up what the test runners wrote.

use std::path::Path;
use std::process::ExitCode;

use regex::Regex;

use crate::JUNIT;

/// Cases of one file: passed, failed, skipped.
#[derive(Default, Clone, Copy)]
struct Count {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// Names of the files that must be there, without `.xml`. The last line printed is `N passed, N failed`.
pub fn run(names: &[String]) -> ExitCode {
    let mut total = Count::default();
    let mut missing = 0;
    for name in names {
        match std::fs::read_to_string(Path::new(JUNIT).join(format!("{name}.xml"))) {
            Ok(xml) => {
                let count = count(&xml);
                println!(
                    "{name:<16} {:>5} passed {:>4} failed {:>4} skipped",
                    count.passed, count.failed, count.skipped
                );
                total.passed += count.passed;
                total.failed += count.failed;
                total.skipped += count.skipped;
            }
            Err(_) => {
                println!("{name:<16} left no result: its runner did not finish");
                missing += 1;
            }
        }
    }
    println!("{} passed, {} failed", total.passed, total.failed + missing);
    if total.failed + missing == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Counts by `<testcase>`, since the totals in the head differ from runner to runner.
fn count(xml: &str) -> Count {
    let Ok(case) = Regex::new(r"(?s)<testcase\b[^>]*?(/>|>(.*?)</testcase>)") else { return Count::default() };
    let mut count = Count::default();
    for found in case.captures_iter(xml) {
        let body = found.get(2).map_or("", |m| m.as_str());
        if body.contains("<failure") || body.contains("<error") {
            count.failed += 1;
        } else if body.contains("<skipped") {
            count.skipped += 1;
        } else {
            count.passed += 1;
        }
    }
    count
}
