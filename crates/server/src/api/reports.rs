//! Reports.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At, Body};
use super::{DOCX, download};
use crate::app::App;
use crate::cases::reports;
use crate::failure::Result;
use crate::views::ReportView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(file))
}

/// The reports of a plan, newest first.
#[utoipa::path(get, path = "/plans/{plan}/reports", tag = "reports", operation_id = "reports_list", params(("plan" = String, Path)), responses((status = 200, body = [ReportView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<ReportView>>> {
    Ok(Json(reports::list(&app, &who, &plan).await?))
}

#[derive(Deserialize, ToSchema)]
struct Writing {
    /// annual or final.
    kind: String,
    year: i32,
    /// The latest one by default.
    release: Option<i64>,
}

/// Writes a report from a release.
#[utoipa::path(post, path = "/plans/{plan}/reports", tag = "reports", operation_id = "reports_create", params(("plan" = String, Path)), request_body = Writing, responses((status = 200, body = ReportView)))]
async fn create(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(writing): Body<Writing>,
) -> Result<Json<ReportView>> {
    Ok(Json(reports::create(&app, &who, &plan, &writing.kind, writing.year, writing.release).await?))
}

/// The file of a report.
#[utoipa::path(get, path = "/reports/{id}/file", tag = "reports", operation_id = "reports_file", params(("id" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn file(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Response> {
    let (name, bytes) = reports::file(&app, &who, id).await?;
    Ok(download(&name, DOCX, bytes))
}
