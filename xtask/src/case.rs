//! Runs a command as one test case, so that linters and validators count like any other test.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::JUNIT;

const OWN: [&str; 2] = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"];

/// With this a command says that it could not be tried here: neither passed nor failed.
const SKIPPED: i32 = 77;

/// `NAME -- COMMAND…`: output goes through; the JUnit file `NAME.xml` tells pass, fail or skipped.
pub fn run(args: &[String]) -> ExitCode {
    let [name, dashes, command @ ..] = args else { return usage() };
    let [program, rest @ ..] = command else { return usage() };
    if dashes != "--" {
        return usage();
    }
    let started = Instant::now();
    let mut command_line = Command::new(program);
    command_line.args(rest);
    // What `cargo run` says of this program: build scripts that ask for it would make what they built before once more.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || OWN.contains(&name.as_str()))
    {
        command_line.env_remove(name);
    }
    let code = match command_line.status() {
        Ok(status) => status.code(),
        Err(error) => {
            eprintln!("{program}: {error}");
            None
        }
    };
    let (said, found) = match code {
        Some(0) => ("passed", String::new()),
        Some(SKIPPED) => ("skipped", "<skipped/>".to_owned()),
        _ => ("FAILED", format!("<failure message=\"{}\"/>", escape(&command.join(" ")))),
    };
    let xml = format!(
        "<?xml version=\"1.0\"?>\n<testsuites tests=\"1\" failures=\"{}\"><testsuite name=\"{name}\" tests=\"1\">\
         <testcase name=\"{name}\" time=\"{:.3}\">{found}</testcase></testsuite></testsuites>\n",
        u8::from(said == "FAILED"),
        started.elapsed().as_secs_f64(),
    );
    let file = Path::new(JUNIT).join(format!("{name}.xml"));
    if let Err(error) = std::fs::create_dir_all(JUNIT).and_then(|()| std::fs::write(&file, xml)) {
        eprintln!("{}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    println!("{name}: {said}");
    // The tally decides in the end, so that one failing check does not hide the others.
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: cargo xtask case NAME -- COMMAND…");
    ExitCode::from(2)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
