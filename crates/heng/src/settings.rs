//! Settings: flags before HENG_* variables before `heng.toml`.

use std::path::{Path, PathBuf};

use clap::Args;
use heng_base::problem::Problem;
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
    /// 用户在浏览器中输入的地址；写 https://… 时，登录凭据只经 HTTPS 传送
    #[arg(long, global = true, env = "HENG_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
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
    public_url: Option<String>,
}

fn public_url(text: &str) -> Result<String, String> {
    let known = text.starts_with("https://") || text.starts_with("http://");
    if known { Ok(text.to_owned()) } else { Err("https://… 或 http://…".to_owned()) }
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
        self.over(File { data: Some(self.data.clone().unwrap_or_else(|| DEMO.into())), database: None, ..file })
    }

    pub fn config(&self) -> Result<Config, Failure> {
        let file = read(Path::new(FILE))?;
        self.over(file)
    }

    /// What is given to the command goes before the file.
    fn over(&self, file: File) -> Result<Config, Failure> {
        let of_file =
            file.public_url.map(|url| public_url(&url).map_err(|expected| wrong(&url, &expected))).transpose()?;
        let data = self.data.clone().or(file.data).unwrap_or_else(|| DATA.into());
        let embedded = Config::embedded(data);
        Ok(Config {
            database: self.database.clone().or(file.database).unwrap_or(embedded.database),
            font: self.font.clone().or(file.font),
            issuer: self.issuer.clone().or(file.issuer),
            public_url: self.public_url.clone().or(of_file),
            data: embedded.data,
            patience: embedded.patience,
        })
    }
}

fn read(path: &Path) -> Result<File, Failure> {
    if !path.exists() {
        return Ok(File::default());
    }
    toml::from_str(&folder::read_text(path)?).map_err(|error| wrong(FILE, error.message()))
}

fn wrong(value: &str, expected: &str) -> Failure {
    Failure::Input(vec![Problem::input(value, expected).file(FILE)])
}
