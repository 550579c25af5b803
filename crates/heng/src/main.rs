//! The command line of Heng. Output for people on stdout, progress and errors on stderr; exit 0 done, 1 the input is
//! wrong, 2 usage, 3 the system failed.

mod commands;
mod failure;
mod folder;
mod progress;
mod settings;
mod usage;

use std::process::ExitCode;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use heng_base::text::Lang;
use heng_server::{App, Principal};
use mimalloc::MiMalloc;

use crate::failure::Failure;
use crate::settings::Settings;

// Reading a document and answering a page are thousands of small pieces of text: a fifth faster than with the allocator
// of the system. Without huge pages (a feature of the crate), which take half as much memory again and are slower here.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Heng 衡:妇女发展规划监测评估
#[derive(Parser)]
#[command(version, arg_required_else_help = true, propagate_version = true)]
struct Args {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 审计链
    #[command(subcommand)]
    Audit(commands::audit::Command),
    /// 数据导入
    #[command(subcommand)]
    Data(commands::data::Command),
    /// 建立演示库:各单位各年的虚构数据和用户,默认放在 data-demo
    Demo(commands::demo::Command),
    /// 某一年各目标的达标情况
    Monitor(commands::monitor::Command),
    /// 接口说明(OpenAPI 3.1)
    Openapi,
    /// 规划文本与规划包
    #[command(subcommand)]
    Plan(commands::plan::Command),
    /// 数据版本
    #[command(subcommand)]
    Release(commands::release::Command),
    /// 监测报告
    #[command(subcommand)]
    Report(commands::report::Command),
    /// 网页界面和接口
    Serve(commands::serve::Command),
    /// 用户
    #[command(subcommand)]
    User(commands::user::Command),
}

/// The open store, and the command line as who asks.
struct Context {
    app: App,
    who: Principal,
    quiet: bool,
    lang: Lang,
}

impl Context {
    async fn open(settings: &Settings) -> Result<Self, Failure> {
        let (config, lang) = (settings.config()?, settings.lang.unwrap_or_default());
        // A mistyped folder would otherwise be an empty store that nobody noticed.
        let new = config.database.strip_prefix("sqlite:").filter(|path| !std::path::Path::new(path).exists());
        if let Some(path) = new.filter(|_| !settings.quiet) {
            eprintln!(
                "{}{path}",
                lang.pick("这里还没有数据库，新建一个空的：", "no database here yet, a new one is made: ")
            );
        }
        let app = App::open(config).await?;
        if app.is_demo() {
            eprintln!("{}", lang.pick("演示数据，均为虚构", "Demo: all figures are invented"));
        }
        Ok(Self { app, who: Principal::Command(machine_user()), quiet: settings.quiet, lang })
    }

    /// Says how it goes on.
    fn note(&self, zh: &str, en: &str) {
        if !self.quiet {
            eprintln!("{}", self.lang.pick(zh, en));
        }
    }

    /// Does what may take long, and says each second that it goes on.
    async fn told<T>(&self, zh: &'static str, en: &'static str, work: impl Future<Output = T>) -> T {
        if self.quiet {
            return work.await;
        }
        let lang = self.lang;
        let say = move |seconds: u64| match lang {
            Lang::Zh => eprintln!("{zh}（已 {seconds} 秒）"),
            Lang::En => eprintln!("{en} ({seconds} s so far)"),
        };
        progress::told(Duration::from_secs(1), say, work).await
    }
}

/// Whom the audit chain names; the machine's word for it.
fn machine_user() -> String {
    ["SUDO_USER", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}

/// What was typed; help and errors of usage are told here, in Chinese but for who asks for English.
fn parsed() -> Args {
    let typed: Vec<String> = std::env::args_os().map(|one| one.to_string_lossy().into_owned()).collect();
    let asked =
        typed.windows(2).any(|pair| pair.join("=") == "--lang=en") || typed.iter().any(|one| one == "--lang=en");
    if asked || std::env::var("HENG_LANG").is_ok_and(|lang| lang == "en") {
        return Args::parse();
    }
    let matches = usage::in_chinese(Args::command()).try_get_matches_from(usage::typed(std::env::args_os().collect()));
    matches.and_then(|matches| Args::from_arg_matches(&matches)).unwrap_or_else(|error| {
        let help =
            [ErrorKind::DisplayHelp, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand].contains(&error.kind());
        if help {
            let text = usage::help(&error.render().to_string());
            if error.use_stderr() {
                eprint!("{text}")
            } else {
                print!("{text}")
            }
            std::process::exit(error.exit_code());
        }
        if !error.use_stderr() {
            error.exit();
        }
        eprintln!("{}", usage::told(&error));
        std::process::exit(error.exit_code());
    })
}

fn main() -> ExitCode {
    let args = parsed();
    let lang = args.settings.lang.unwrap_or_default();
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(lang);
            failure.exit_code()
        }
    }
}

fn run(args: Args) -> Result<(), Failure> {
    let settings = args.settings;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::System(error.to_string()))?;
    runtime.block_on(async {
        let context = async || Context::open(&settings).await;
        let lang = settings.lang.unwrap_or_default();
        match args.command {
            Command::Audit(command) => commands::audit::run(&context().await?, &command).await,
            Command::Data(command) => commands::data::run(&context().await?, command).await,
            Command::Demo(command) => commands::demo::run(&settings, command).await,
            Command::Monitor(command) => commands::monitor::run(&context().await?, &command).await,
            Command::Openapi => commands::openapi::run(),
            Command::Plan(command) => commands::plan::run(command, lang, context).await,
            Command::Release(command) => commands::release::run(&context().await?, command).await,
            Command::Report(command) => commands::report::run(&context().await?, command).await,
            Command::Serve(command) => commands::serve::run(context().await?, &command, settings.verbose).await,
            Command::User(command) => commands::user::run(&context().await?, command).await,
        }
    })
}
