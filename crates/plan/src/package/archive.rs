//! A package as one .zip file: unpacked within bounds, and packed.

use std::io::{Cursor, Read, Write};

use heng_base::problem::{Problem, kinds};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::{Files, descriptor};

/// So many files at most, of so many bytes together: a package has some twenty of less than a megabyte.
const ENTRIES: usize = 200;
const BYTES: u64 = 64 << 20;

/// What systems put into archives of their own accord; Excel adds `~$name` of a file that is open.
const FURNITURE: [&str; 4] = ["__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// The files of a package in an archive: at its top, or in its one folder. No more is unpacked than the bounds allow,
/// whatever the archive says of itself; nothing is written anywhere.
pub fn unpack(bytes: &[u8]) -> Result<Files, Vec<Problem>> {
    if let Some(problem) = no_archive(bytes) {
        return Err(vec![problem]);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| vec![unreadable(&error)])?;
    if archive.len() > ENTRIES {
        return Err(vec![large(archive.len())]);
    }
    let (mut files, mut problems, mut left) = (Files::new(), Vec::new(), BYTES);
    for at in 0..archive.len() {
        match entry(&mut archive, at, &mut left) {
            Ok(Some((name, content))) => {
                if files.insert(name.clone(), content).is_some() {
                    problems.push(Problem::new(&kinds::ARCHIVE_TWICE).with("value", name));
                }
            }
            Ok(None) => {}
            Err(problem) if problem.kind == &kinds::ARCHIVE_LARGE => return Err(vec![problem]),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { at_the_top(files).map_err(|problem| vec![problem]) } else { Err(problems) }
}

/// What cannot be a .zip by its first bytes: nothing at all, or something else.
fn no_archive(bytes: &[u8]) -> Option<Problem> {
    let kind = match bytes {
        [] => &kinds::ARCHIVE_EMPTY,
        [b'P', b'K', ..] => return None,
        _ => &kinds::ARCHIVE_NOT_ZIP,
    };
    Some(Problem::new(kind))
}

/// Name and content of an entry; `None` for a folder and for what is no part of a package. `left` is how much may still
/// be unpacked.
fn entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    left: &mut u64,
) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let file = archive.by_index(at).map_err(|error| unreadable(&error))?;
    let name = name(&file)?;
    let last = name.rsplit('/').next().unwrap_or_default();
    if file.is_dir()
        || FURNITURE.iter().any(|other| name.starts_with(other) || last == *other)
        || last.starts_with("~$")
    {
        return Ok(None);
    }
    let mut content = Vec::new();
    file.take(*left + 1).read_to_end(&mut content).map_err(|error| unreadable(&error))?;
    *left = left.checked_sub(content.len() as u64).ok_or_else(|| large(&name))?;
    Ok(Some((name, content)))
}

/// The path of an entry with `/` between its parts; one that would lead out of the folder is refused.
fn name(file: &ZipFile<'_, impl Read>) -> Result<String, Problem> {
    let name = file.name().replace('\\', "/");
    let unsafe_part = |part: &str| part == ".." || part.contains('\0');
    if name.starts_with('/') || name.contains(':') || name.split('/').any(unsafe_part) {
        return Err(Problem::new(&kinds::ARCHIVE_PATH).with("value", name.replace('\0', "␀")));
    }
    Ok(name)
}

/// The files by their path from the folder in which `datapackage.json` lies.
fn at_the_top(files: Files) -> Result<Files, Problem> {
    if files.contains_key(descriptor::FILE) {
        return Ok(files);
    }
    let none = || Problem::new(&kinds::ARCHIVE_NONE);
    let folder = files.keys().next().and_then(|path| path.split_once('/')).map(|(folder, _)| format!("{folder}/"));
    let folder = folder.ok_or_else(none)?;
    let inner = |(path, content): (String, Vec<u8>)| Some((path.strip_prefix(&folder)?.to_owned(), content));
    let inner: Option<Files> = files.into_iter().map(inner).collect();
    inner.filter(|files| files.contains_key(descriptor::FILE)).ok_or_else(none)
}

fn large(what: impl ToString) -> Problem {
    Problem::new(&kinds::ARCHIVE_LARGE).with("what", what).with("entries", ENTRIES).with("size", BYTES >> 20)
}

fn unreadable(error: &impl ToString) -> Problem {
    Problem::new(&kinds::ARCHIVE_UNREADABLE).with("error", error.to_string())
}

/// The files as an archive; the same files give the same bytes.
pub fn pack<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, content) in files {
        writer.start_file(name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        pack(files.iter().copied()).unwrap()
    }

    fn names(bytes: &[u8]) -> Vec<String> {
        unpack(bytes).unwrap().into_keys().collect()
    }

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        unpack(bytes).unwrap_err().iter().map(|problem| problem.kind.code).collect()
    }

    #[test]
    fn a_package_lies_at_the_top_or_in_one_folder() {
        let top = packed(&[
            ("datapackage.json", b"{}"),
            ("codes/sex.csv", b"x"),
            ("__MACOSX/._x", b""),
            ("~$items.csv", b""),
        ]);
        assert_eq!(names(&top), ["codes/sex.csv", "datapackage.json"]);
        assert_eq!(names(&packed(&[("datapackage.json", b"{}"), ("__MACOSX/._x", b"")])), ["datapackage.json"]);
        let folder = packed(&[("规划/datapackage.json", b"{}"), ("规划/codes/sex.csv", b"x"), ("规划/.DS_Store", b"")]);
        assert_eq!(names(&folder), ["codes/sex.csv", "datapackage.json"]);
        assert_eq!(names(&packed(&[("p\\datapackage.json", b"{}"), ("p\\a.csv", b"")])), ["a.csv", "datapackage.json"]);
        for other in [&["a/datapackage.json", "b/x.csv"] as &[&str], &["x.csv"], &[]] {
            let other: Vec<(&str, &[u8])> = other.iter().map(|name| (*name, b"" as &[u8])).collect();
            assert_eq!(codes(&packed(&other)), ["archive.none"]);
        }
    }

    #[test]
    fn no_path_leads_out() {
        let bytes = packed(&[("../x.csv", b""), ("/etc/x", b""), ("a/../../b", b""), ("C:\\x", b""), ("ok", b"")]);
        assert_eq!(codes(&bytes), ["archive.path"; 4]);
    }

    #[test]
    fn what_is_no_archive_is_said_to_be_none() {
        assert_eq!(codes(b""), ["archive.empty"]);
        assert_eq!(codes(b"%PDF-1.7"), ["archive.not_zip"]);
        let whole = packed(&[("datapackage.json", &[b'x'; 4000])]);
        assert_eq!(codes(&whole[..whole.len() / 2]), ["archive.unreadable"]);
    }

    #[test]
    fn a_bomb_is_put_down() {
        let many: Vec<String> = (0..=ENTRIES).map(|at| format!("{at}.csv")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"" as &[u8])).collect();
        assert_eq!(codes(&packed(&many)), ["archive.large"]);
        let zeros = vec![0; 40 << 20];
        let bomb = packed(&[("datapackage.json", b"{}"), ("a.csv", &zeros), ("b.csv", &zeros)]);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert_eq!(codes(&bomb), ["archive.large"]);
    }

    #[test]
    fn a_size_that_lies_does_not_help() {
        let mut bomb = packed(&[("datapackage.json", b"{}"), ("a.csv", &vec![0; 65 << 20])]);
        let size = (65_u32 << 20).to_le_bytes();
        while let Some(at) = bomb.windows(4).position(|window| window == size) {
            bomb[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
        assert!(unpack(&bomb).is_err());
    }
}
