//! Settings: flags before HENG_* variables before `heng.toml`.

use std::path::{Path, PathBuf};

use clap::Args;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_server::config::Config;
use serde::Deserialize;

use crate::failure::Failure;
use crate::folder;

const FILE: &str = "heng.toml";
const DATA: &str = "data";
const DEMO: &str = "data-demo";

/// What every command takes.
#[derive(Args)]
pub struct Settings {
    /// 数据文件夹(内嵌数据库和文件)[默认:data]
    #[arg(long, global = true, env = "HENG_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// 数据库:sqlite:路径 或 postgres://…[默认:数据文件夹中的 heng.db]
    #[arg(long, global = true, env = "HENG_DATABASE", hide_env_values = true, value_name = "URL")]
    database: Option<String>,
    /// 消息的语言(zh 或 en)[默认:zh]
    #[arg(long, global = true, env = "HENG_LANG", value_parser = lang)]
    pub lang: Option<Lang>,
    /// 图表所用的中文字体文件[默认:自行查找]
    #[arg(long, global = true, env = "HENG_FONT", value_name = "FILE")]
    font: Option<PathBuf>,
    /// 报告封面上的编制单位
    #[arg(long, global = true, env = "HENG_ISSUER", value_name = "NAME")]
    issuer: Option<String>,
    /// 少说
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// 多说
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// `heng.toml` of the present folder.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    font: Option<PathBuf>,
    issuer: Option<String>,
}

fn lang(text: &str) -> Result<Lang, String> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err("zh 或 en".to_owned()),
    }
}

impl Settings {
    /// Of the demo store, which is never the one that `heng.toml` names.
    pub fn demo(&self) -> Result<Config, Failure> {
        let file = read(Path::new(FILE))?;
        let embedded = Config::embedded(self.data.clone().unwrap_or_else(|| DEMO.into()));
        Ok(Config {
            database: self.database.clone().unwrap_or(embedded.database),
            font: self.font.clone().or(file.font),
            issuer: self.issuer.clone().or(file.issuer),
            data: embedded.data,
        })
    }

    pub fn config(&self) -> Result<Config, Failure> {
        let file = read(Path::new(FILE))?;
        let data = self.data.clone().or(file.data).unwrap_or_else(|| DATA.into());
        let embedded = Config::embedded(data);
        Ok(Config {
            database: self.database.clone().or(file.database).unwrap_or(embedded.database),
            font: self.font.clone().or(file.font),
            issuer: self.issuer.clone().or(file.issuer),
            data: embedded.data,
        })
    }
}

fn read(path: &Path) -> Result<File, Failure> {
    if !path.exists() {
        return Ok(File::default());
    }
    toml::from_str(&folder::read_text(path)?).map_err(|error| {
        let problem = Problem::new(&kinds::INPUT_INVALID).with("value", FILE).with("expected", error.message());
        Failure::Input(vec![problem.file(path.display().to_string())])
    })
}
