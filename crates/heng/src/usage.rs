//! What clap says on its own, the frame of its help and its errors, in Chinese.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// Below the options of a command's own.
const LAST: usize = 1000;
const FRAME: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// A command with those below it: clap has words of its own for headings and for the help itself.
pub fn in_chinese(command: Command) -> Command {
    let headed = |arg: Arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        arg.help_heading(heading)
    };
    let own = |name: &'static str, short, help, action| {
        Arg::new(name).short(short).long(name).help(help).action(action).help_heading("选项").display_order(LAST)
    };
    command
        .help_template(FRAME)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(headed)
        .arg(own("help", 'h', "显示帮助", ArgAction::Help))
        .arg(own("version", 'V', "显示版本", ArgAction::Version))
        .mut_subcommands(in_chinese)
}

/// Words that clap writes into its help by itself; a blank after a colon may have become the end of a line.
const OWN: [(&str, &str); 8] = [
    ("[possible values: ", "[可用："),
    ("[possible values:", "[可用："),
    ("[default: ", "[默认："),
    ("[default:", "[默认："),
    ("[env: ", "[环境变量："),
    ("[env:", "[环境变量："),
    ("[OPTIONS]", "[选项]"),
    ("[COMMAND]", "[命令]"),
];

/// Help as it is printed.
pub fn help(text: &str) -> String {
    OWN.iter().fold(text.to_owned(), |text, (own, ours)| text.replace(own, ours))
}

/// `heng help plan` asks for `heng plan --help`.
pub fn typed(mut words: Vec<std::ffi::OsString>) -> Vec<std::ffi::OsString> {
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// An error of usage in Chinese, with what is right where clap knows it; other errors as clap has them.
pub fn told(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let arg = of(ContextKind::InvalidArg);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {arg} 这个选项或参数"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("{arg} 不能与 {} 同用", of(ContextKind::PriorArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match of(ContextKind::InvalidValue).as_str() {
            "" => format!("{arg} 缺少值"),
            value => format!("{arg} 的值 {value} 不对"),
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("{arg} 的值的个数不对")
        }
        _ => return error.to_string(),
    };
    let right = [
        ContextKind::ValidValue,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let right = right.map(of).into_iter().filter(|words| !words.is_empty()).map(|words| format!("；可用：{words}"));
    let why = std::error::Error::source(error).map(|why| format!("：{why}")).unwrap_or_default();
    let usage = match of(ContextKind::Usage).strip_prefix("Usage: ") {
        Some(usage) => format!("\n\n用法：{usage}"),
        None => String::new(),
    };
    format!("错误：{said}{why}{}{usage}\n\n加 --help 看说明", right.collect::<String>())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Args;

    #[test]
    fn every_command_is_whole_and_its_help_in_chinese() {
        fn look(command: &mut Command) {
            let help = help(&command.render_help().to_string());
            for english in
                ["Usage", "Options", "Commands", "Arguments", "Print ", "possible", "default", "env:", "OPTIONS"]
            {
                assert!(!help.contains(english), "{help}");
            }
            assert!(help.contains("显示帮助"), "{help}");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} of {} is not explained", arg.get_id(), command.get_name());
            }
            command.get_subcommands_mut().for_each(look);
        }
        let mut whole = in_chinese(Args::command());
        whole.build();
        whole.clone().debug_assert();
        look(&mut whole);
    }

    #[test]
    fn help_may_be_asked_for_as_a_command() {
        let words = |line: &str| line.split(' ').map(Into::into).collect();
        assert_eq!(typed(words("heng help plan read")), words("heng plan read --help"));
        assert_eq!(typed(words("heng plan help")), words("heng plan help"));
    }

    #[test]
    fn errors_of_usage_say_what_is_wrong_and_what_would_be_right() {
        let refused = |line: &str| {
            let error = in_chinese(Args::command()).try_get_matches_from(line.split(' ')).unwrap_err();
            told(&error).lines().next().unwrap_or_default().to_owned()
        };
        assert_eq!(refused("heng plan imprt"), "错误：没有 imprt 这个命令；可用：import");
        assert_eq!(refused("heng serve --lisen 1"), "错误：没有 --lisen 这个选项或参数；可用：--listen");
        assert_eq!(refused("heng plan import"), "错误：缺少 <DIR>");
        assert!(refused("heng serve --listen x").starts_with("错误：--listen <LISTEN> 的值 x 不对："));
        assert_eq!(refused("heng serve --listen"), "错误：--listen <LISTEN> 缺少值");
        assert!(refused("heng --lang de serve").starts_with("错误：--lang <LANG> 的值 de 不对："));
    }
}
