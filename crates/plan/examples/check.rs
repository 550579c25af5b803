//! Checks package folders from a terminal: `cargo run -p heng-plan --example check -- plans/catalogue plans/…`.

use std::path::Path;
use std::process::ExitCode;

use heng_plan::package::{Files, Package, check, read};

fn main() -> ExitCode {
    let mut catalogue = None;
    let mut faults = 0;
    for dir in std::env::args().skip(1) {
        let mut files = Files::new();
        if let Err(error) = collect(Path::new(&dir), "", &mut files) {
            eprintln!("{dir}: {error}");
            return ExitCode::FAILURE;
        }
        let (package, mut problems) = read(&files);
        if let Some(package) = &package {
            problems.extend(check(package, catalogue.as_ref(), &files));
        }
        for problem in &problems {
            println!("{dir}/{problem}");
        }
        faults += problems.len();
        if let Some(Package::Catalogue(read)) = package {
            catalogue = Some(*read);
        }
    }
    println!("{faults} faults");
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn collect(dir: &Path, prefix: &str, files: &mut Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
