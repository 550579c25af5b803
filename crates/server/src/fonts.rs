//! Finds the font that charts are drawn with.

use std::path::{Path, PathBuf};

use heng_base::problem::{Problem, kinds};
use heng_report::render::Fonts;

use crate::config::Config;
use crate::failure::Result;

/// Where distributions put fonts with Chinese characters.
const KNOWN: &[&str] = &[
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "C:\\Windows\\Fonts\\msyh.ttc",
];

/// The font named in the settings, else one in `fonts/` beside the program, else one that the system has.
pub fn find(config: &Config) -> Result<Fonts> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("fonts")));
    let beside = beside.iter().flat_map(|folder| files(folder));
    let known = KNOWN.iter().map(PathBuf::from);
    let candidates: Vec<PathBuf> = match &config.font {
        Some(font) => vec![font.clone()],
        None => beside.chain(known).collect(),
    };
    for path in candidates {
        if let Ok(regular) = std::fs::read(&path) {
            return Ok(Fonts { regular });
        }
    }
    Err(Problem::new(&kinds::REPORT_FONT).into())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_font(path)).collect();
    files.sort();
    files
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|e| ["ttf", "otf", "ttc"].iter().any(|known| e.eq_ignore_ascii_case(known)))
}
