//! Why a command did not do what was asked.

use std::process::ExitCode;

use heng_base::problem::Problem;
use heng_base::text::Lang;

pub enum Failure {
    /// The input is wrong: every problem that was found.
    Input(Vec<Problem>),
    /// The system failed: what was tried, and what it said.
    System(String),
}

impl From<heng_server::Failure> for Failure {
    fn from(failure: heng_server::Failure) -> Self {
        match failure {
            heng_server::Failure::System(message) | heng_server::Failure::Unavailable(message) => Self::System(message),
            // What the server could not do is no fault of the input.
            heng_server::Failure::Refused(problems) => match problems.iter().find(|p| p.kind.status >= 500) {
                Some(problem) => Self::System(problem.to_string()),
                None => Self::Input(problems),
            },
        }
    }
}

impl Failure {
    pub fn print(&self, lang: Lang) {
        match self {
            Self::Input(problems) => {
                for problem in problems {
                    eprintln!("{}", problem.line_for(lang));
                }
                match lang {
                    Lang::Zh => eprintln!("共 {} 处错误，没有写入任何内容", problems.len()),
                    Lang::En if problems.len() == 1 => eprintln!("1 fault; nothing was written"),
                    Lang::En => eprintln!("{} faults; nothing was written", problems.len()),
                }
            }
            Self::System(message) => eprintln!("{message}"),
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(1),
            Self::System(_) => ExitCode::from(3),
        }
    }
}
