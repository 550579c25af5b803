//! Checks package folders: `cargo run -q -p heng-plan --example check -- plans/catalogue plans/…`.
//! The catalogue of a plan is the folder beside it whose `heng.code` is the one that the plan names.

use std::path::Path;
use std::process::ExitCode;

use heng_base::problem::Problem;
use heng_plan::model::Catalogue;
use heng_plan::package::{Files, Package, check, read};

fn main() -> ExitCode {
    let mut faults = 0;
    for dir in std::env::args().skip(1) {
        match check_folder(Path::new(&dir)) {
            Ok(problems) => {
                for problem in &problems {
                    println!("{dir}/{problem}");
                }
                faults += problems.len();
            }
            Err(error) => {
                println!("{dir}: {error}");
                faults += 1;
            }
        }
    }
    eprintln!("{faults} 处错误");
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check_folder(dir: &Path) -> std::io::Result<Vec<Problem>> {
    let files = files(dir)?;
    let (package, mut problems) = read(&files);
    if let Some(package) = &package {
        let catalogue = match package {
            Package::Catalogue(_) => None,
            Package::Plan(plan) => catalogue_beside(dir, &plan.catalogue)?,
        };
        problems.extend(check(package, catalogue.as_ref(), &files));
    }
    Ok(problems)
}

fn catalogue_beside(dir: &Path, code: &str) -> std::io::Result<Option<Catalogue>> {
    let dir = dir.canonicalize()?;
    let Some(parent) = dir.parent() else { return Ok(None) };
    for entry in std::fs::read_dir(parent)? {
        let path = entry?.path();
        if path.join("items.csv").is_file()
            && let (Some(Package::Catalogue(catalogue)), _) = read(&files(&path)?)
            && catalogue.code == code
        {
            return Ok(Some(*catalogue));
        }
    }
    Ok(None)
}

fn files(dir: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    collect(dir, "", &mut files)?;
    Ok(files)
}

fn collect(dir: &Path, prefix: &str, files: &mut Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(())
}
