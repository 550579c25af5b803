//! Reads a plan document and writes the beginning of its package: `draft FILE DIR`. Without DIR it prints the
//! structure as JSON.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: draft FILE [DIR]")?;
    let read = heng_plan::read::read_plan(&std::fs::read_to_string(&file)?);
    let Some(folder) = arguments.next() else {
        println!("{}", serde_json::to_string_pretty(&read)?);
        return Ok(());
    };
    std::fs::create_dir_all(&folder)?;
    for (name, content) in heng_plan::draft::draft(&read) {
        std::fs::write(Path::new(&folder).join(name), content)?;
    }
    Ok(())
}
