//! House rules and the tally of tests; `make` calls these.
//!
//!     cargo xtask tidy              the house rules that a machine can hold
//!     cargo xtask case NAME -- CMD  runs a command as one test case and writes JUnit for it
//!     cargo xtask tally NAME…       adds up the JUnit files, prints the closing line, fails if one is missing

mod case;
mod tally;
mod tidy;

use std::process::ExitCode;

/// Folder into which every test runner writes its JUnit file.
pub const JUNIT: &str = "target/junit";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("tidy") => tidy::run(),
        Some("case") => case::run(&args[1..]),
        Some("tally") => tally::run(&args[1..]),
        _ => {
            eprintln!("usage: cargo xtask tidy | case NAME -- COMMAND… | tally NAME…");
            ExitCode::from(2)
        }
    }
}
