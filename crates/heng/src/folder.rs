//! Folders and files of the command line's user.

use std::io::Write;
use std::path::Path;

use heng_base::problem::{Problem, kinds};
use heng_plan::package::Files;

use crate::failure::Failure;

/// Text of a UTF-8 file.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            let problem = Problem::new(&kinds::FILE_NOT_TEXT).file(path.display().to_string());
            Err(Failure::Input(vec![problem.line(u64::try_from(line).unwrap_or(u64::MAX))]))
        }
    }
}

/// All files below a package folder, by their path relative to it.
pub fn read_package(dir: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    collect(dir, "", &mut files)?;
    Ok(files)
}

fn collect(dir: &Path, prefix: &str, files: &mut Files) -> Result<(), Failure> {
    for entry in std::fs::read_dir(dir).map_err(|error| unreadable(dir, error))? {
        let entry = entry.map_err(|error| unreadable(dir, error))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let content = std::fs::read(entry.path()).map_err(|error| unreadable(&entry.path(), error))?;
            files.insert(name, content);
        }
    }
    Ok(())
}

/// Writes files into a folder that must not hold any of them yet.
pub fn write_new(dir: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let there: Vec<Problem> = files
        .iter()
        .map(|(name, _)| dir.join(name))
        .filter(|path| path.exists())
        .map(|path| Problem::new(&kinds::FILE_EXISTS).file(path.display().to_string()))
        .collect();
    if !there.is_empty() {
        return Err(Failure::Input(there));
    }
    let write = || {
        std::fs::create_dir_all(dir)?;
        files.iter().try_for_each(|(name, content)| std::fs::write(dir.join(name), content))
    };
    write().map_err(|error: std::io::Error| Failure::System(format!("{}: {error}", dir.display())))
}

/// Prints for people or programs; a reader that stops reading (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::System(error.to_string())),
        _ => Ok(()),
    }
}

fn unreadable(path: &Path, error: std::io::Error) -> Failure {
    let problem = Problem::new(&kinds::FILE_UNREADABLE).with("error", error).file(path.display().to_string());
    Failure::Input(vec![problem])
}
