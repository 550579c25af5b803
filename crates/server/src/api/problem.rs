//! Failures as answers.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use heng_base::problem::{Problem, kinds};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failure::Failure;

/// What an answer that refuses holds: everything that is wrong, at once.
#[derive(Serialize)]
struct Refusal {
    problems: Vec<Problem>,
}

/// The shape of [`Refusal`] for the description of the API.
#[derive(ToSchema)]
#[schema(as = Refusal)]
#[allow(dead_code, reason = "describes the answer, is never made")]
pub struct RefusalView {
    problems: Vec<ProblemView>,
}

/// One problem, in both languages.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[allow(dead_code, reason = "describes the answer, is never made")]
pub struct ProblemView {
    /// Never changes its meaning.
    code: String,
    message: String,
    /// What would be right; may be empty.
    hint: String,
    message_en: String,
    hint_en: String,
    place: PlaceView,
    details: std::collections::BTreeMap<String, String>,
}

#[derive(ToSchema)]
#[schema(as = Place)]
#[allow(dead_code, reason = "describes the answer, is never made")]
pub struct PlaceView {
    file: Option<String>,
    line: Option<u64>,
    field: Option<String>,
    /// Character of the field at which it is, from 1.
    character: Option<usize>,
    sheet: Option<String>,
    cell: Option<String>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problems = match self {
            Self::Refused(problems) => problems,
            Self::Unavailable(what) => {
                tracing::error!(what, "database or disk unavailable");
                vec![Problem::new(&kinds::SYSTEM_UNAVAILABLE)]
            }
            Self::System(what) => {
                tracing::error!(what, "request failed");
                vec![Problem::new(&kinds::SYSTEM_FAILED)]
            }
        };
        let status = problems.first().map_or(500, |problem| problem.kind.status);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(Refusal { problems })).into_response()
    }
}
