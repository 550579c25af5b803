//! Requests to cases, views to answers: a handler only names its case. One file a noun.

pub mod audit;
pub mod bulk;
pub mod checks;
pub mod code_lists;
pub mod corrections;
pub mod data;
pub mod factors;
pub mod indicators;
pub mod packages;
pub mod parameters;
pub mod plans;
pub mod problem;
pub mod proposals;
pub mod ratings;
pub mod releases;
pub mod reports;
pub mod request;
pub mod reviews;
pub mod rounds;
pub mod saved_views;
pub mod session;
pub mod sheets;
pub mod submissions;
pub mod tasks;
pub mod templates;
pub mod units;
pub mod uppers;
pub mod users;
pub mod warnings;

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A year to look at; the last one with figures by default.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    pub year: Option<i32>,
}

/// A plan by its code.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    pub plan: String,
}

/// A period: `2025`, `2025-Q1`, …
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    pub period: String,
}

/// A cell of a form: `ITEM` or `ITEM[sex=F]`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CellQuery {
    pub cell: String,
}

/// The period and the first day of a round to be.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SchemeQuery {
    /// `2025`, `2025-Q1`, …; by default the last of each scheme's length that is over.
    pub period: Option<String>,
    /// First day, `2026-01-08`; by default as each scheme says.
    pub opens: Option<String>,
}

/// Years, the first and the last.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearsQuery {
    pub from: i16,
    pub to: i16,
}

/// How a list is broken down.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ByQuery {
    /// unit (by default) or domain.
    pub by: Option<String>,
}

/// The name of a file; it helps to tell the format.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NameQuery {
    pub name: String,
}

/// [`Saying`] beside a file, which is the whole body.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReasonQuery {
    pub reason: String,
}

/// Why something is done; it stays on record.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Saying {
    pub reason: String,
}

/// The media type of a Word file.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Bytes to keep under a name; the second form of the name, RFC 6266, is for what is not ASCII.
fn download(name: &str, kind: &str, bytes: Vec<u8>) -> axum::response::Response {
    use axum::http::header;
    use axum::response::IntoResponse;
    let mut disposition = format!(
        "attachment; filename=\"{}\"",
        name.replace(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c), "_")
    );
    if disposition != format!("attachment; filename=\"{name}\"") {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let written = name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
        disposition.push_str(&format!("; filename*=UTF-8''{}", written.collect::<String>()));
    }
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
