//! The calendar of working days: the tables built into the program, and those of later years in the data folder.

use std::path::Path;

use heng_base::problem::Problem;
use heng_base::workday::Calendar;
use rust_embed::RustEmbed;

use crate::failure::{Failure, Result};

#[derive(RustEmbed)]
#[folder = "../../calendar"]
struct Files;

/// Where the office puts the table of a year that came after the program: `2027.csv` and so on.
const FOLDER: &str = "calendar";

/// All tables; one of the data folder stands in the place of one built in.
///
/// # Errors
/// Every fault of every table, with file and line.
pub fn load(data: &Path) -> Result<Calendar> {
    let (mut calendar, mut problems) = (Calendar::default(), Vec::new());
    for name in Files::iter().filter(|name| name.ends_with(".csv")) {
        let bytes = Files::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
        problems.extend(table(&mut calendar, &name, &bytes));
    }
    if !problems.is_empty() {
        return Err(Failure::system(format!("calendar: {}", problems[0])));
    }
    for (name, bytes) in own(&data.join(FOLDER))? {
        problems.extend(table(&mut calendar, &name, &bytes));
    }
    if problems.is_empty() { Ok(calendar) } else { Err(problems.into()) }
}

/// The office's own tables by name; no folder, none.
fn own(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.map_err(Failure::unavailable)?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let bytes = std::fs::read(&path).map_err(Failure::unavailable)?;
            files.push((path.display().to_string(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

fn table(calendar: &mut Calendar, path: &str, bytes: &[u8]) -> Vec<Problem> {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let Ok(year) = stem.parse::<i16>() else {
        return vec![
            Problem::expected(stem, "文件名写年份，如 2027.csv", "a file named by its year, such as 2027.csv")
                .file(path),
        ];
    };
    calendar.read(year, path, &String::from_utf8_lossy(bytes)).err().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_table_of_the_data_folder_adds_a_year_and_a_faulty_one_stops() {
        let data = tempfile::tempdir().unwrap();
        assert!(load(data.path()).unwrap().is_working(date(2027, 1, 4)).is_err());
        let folder = data.path().join("calendar");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("2027.csv"), "day,kind,name\n2027-01-01,holiday,元旦\n").unwrap();
        let calendar = load(data.path()).unwrap();
        assert_eq!(calendar.is_working(date(2027, 1, 1)), Ok(false));
        assert_eq!(calendar.is_working(date(2026, 10, 10)), Ok(true), "those built in are there too");
        std::fs::write(folder.join("next.csv"), "day,kind,name\n").unwrap();
        std::fs::write(folder.join("2027.csv"), "day,kind,name\n2026-01-01,holiday,元旦\n").unwrap();
        let Err(Failure::Refused(problems)) = load(data.path()) else { panic!() };
        let codes: Vec<_> = problems.iter().map(|problem| problem.kind.code).collect();
        assert_eq!(codes, ["calendar.row", "input.invalid"]);
    }
}
