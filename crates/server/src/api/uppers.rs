//! Reports of the upper level.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At};
use super::{XLSX, YearQuery, download};
use crate::app::App;
use crate::cases::uppers;
use crate::failure::Result;
use crate::views::{UpperView, UppersView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(file))
}

/// Workbooks that the upper level asks for.
#[utoipa::path(get, path = "/plans/{plan}/uppers", tag = "uppers", operation_id = "uppers_list", params(("plan" = String, Path)), responses((status = 200, body = UppersView)))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<UppersView>> {
    Ok(Json(uppers::list(&app, &who, &plan).await?))
}

/// One of them for a year: what would stand in each cell, which stay empty and which differ.
#[utoipa::path(get, path = "/plans/{plan}/uppers/{report}", tag = "uppers", operation_id = "uppers_get", params(("plan" = String, Path), ("report" = String, Path), YearQuery), responses((status = 200, body = UpperView)))]
async fn get(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, report)): At<(String, String)>,
    Asked(of): Asked<YearQuery>,
) -> Result<Json<UpperView>> {
    Ok(Json(uppers::get(&app, &who, &plan, &report, of.year).await?))
}

/// The upper level's workbook, filled.
#[utoipa::path(get, path = "/plans/{plan}/uppers/{report}/file", tag = "uppers", operation_id = "uppers_file", params(("plan" = String, Path), ("report" = String, Path), YearQuery), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn file(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, report)): At<(String, String)>,
    Asked(of): Asked<YearQuery>,
) -> Result<Response> {
    let (name, bytes) = uppers::file(&app, &who, &plan, &report, of.year).await?;
    Ok(download(&name, XLSX, bytes))
}
