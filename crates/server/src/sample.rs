//! The shipped packages for tests.

use std::path::Path;

use heng_plan::package::Files;

/// The files of a package folder, by its way from the root of the project.
pub fn files(folder: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut files = Files::new();
    for below in ["", "codes/"] {
        let entries = std::fs::read_dir(root.join(below)).into_iter().flatten();
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = path.file_name().unwrap().to_string_lossy();
            files.insert(format!("{below}{name}"), std::fs::read(&path).unwrap());
        }
    }
    files
}
