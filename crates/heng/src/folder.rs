//! Folders and files of the command line's user.

use std::io::Write;
use std::path::{Path, PathBuf};

use heng_base::problem::{Problem, kinds};
use heng_plan::model::Catalogue;
use heng_plan::package::{self, Files, Package};
use heng_server::cases::checks;

use crate::failure::Failure;

/// Content of a file.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| unreadable(path, error))
}

/// Text of a UTF-8 file.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    match String::from_utf8(read_bytes(path)?) {
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

/// A package that was read, with its catalogue and the catalogue's own faults where it is a plan.
type Checked = (Option<Package>, Option<(Catalogue, Vec<Problem>)>);

/// Reads and checks a package; each problem names the path of its file.
pub fn checked(dir: &Path, catalogue: Option<&Path>) -> Result<(Checked, Vec<Problem>), Failure> {
    let files = read_package(dir)?;
    let (read, mut problems) = package::read(&files);
    let mut beside = None;
    if let Some(read) = &read {
        if matches!(read, Package::Plan(_))
            && let Some(dir) = catalogue.map(Path::to_owned).or_else(|| catalogue_beside(dir))
        {
            beside = read_catalogue(&dir)?;
        }
        let catalogue = beside.as_ref().map(|(catalogue, _)| catalogue);
        problems.extend(package::check(read, catalogue, &files));
        problems.extend(checks::faults(read, catalogue));
    }
    Ok(((read, beside), named(problems, dir)))
}

fn named(problems: Vec<Problem>, dir: &Path) -> Vec<Problem> {
    let name = |problem: Problem| {
        let file = problem.place.file.clone().unwrap_or_default();
        problem.file(dir.join(file).display().to_string())
    };
    problems.into_iter().map(name).collect()
}

/// The catalogue's folder beside the package's.
pub fn catalogue_beside(dir: &Path) -> Option<PathBuf> {
    let beside = dir.canonicalize().ok()?.parent()?.join("catalogue");
    beside.is_dir().then_some(beside)
}

fn read_catalogue(dir: &Path) -> Result<Option<(Catalogue, Vec<Problem>)>, Failure> {
    match package::read(&read_package(dir)?) {
        (Some(Package::Catalogue(catalogue)), problems) => Ok(Some((*catalogue, named(problems, dir)))),
        _ => Ok(None),
    }
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

/// Writes a file in place of one of that name, whole or not at all.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| Failure::System(format!("{}: {error}", path.display())))
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
