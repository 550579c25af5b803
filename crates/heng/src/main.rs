//! The command line of Heng. Output for people on stdout, progress and errors on stderr; exit 0 done, 1 the input is
//! wrong, 2 usage, 3 the system failed.

mod commands;
mod failure;
mod folder;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use heng_base::text::Lang;

/// Heng 衡:妇女发展规划监测评估
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true, propagate_version = true)]
struct Args {
    /// 消息的语言(zh 或 en)
    #[arg(long, global = true, env = "HENG_LANG", default_value = "zh", value_parser = lang)]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 某一年各目标的达标情况
    Monitor(commands::monitor::Command),
    /// 规划文本与规划包
    #[command(subcommand)]
    Plan(commands::plan::Command),
}

fn lang(text: &str) -> Result<Lang, String> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err("zh 或 en".to_owned()),
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Command::Monitor(command) => commands::monitor::run(&command),
        Command::Plan(command) => commands::plan::run(command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(args.lang);
            failure.exit_code()
        }
    }
}
