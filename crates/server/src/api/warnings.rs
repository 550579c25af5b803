//! Warnings.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::download;
use super::request::{Asked, Asker, At, Body};
use crate::app::App;
use crate::cases::warnings::{self, WarningQuery};
use crate::failure::Result;
use crate::views::{Noting, WarningPage, WarningView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(export)).routes(routes!(get)).routes(routes!(acknowledge))
}

/// Warnings by conditions, a page at a time.
#[utoipa::path(get, path = "/plans/{plan}/warnings", tag = "warnings", operation_id = "warnings_list", params(("plan" = String, Path), WarningQuery), responses((status = 200, body = WarningPage)))]
async fn list(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<WarningQuery>,
) -> Result<Json<WarningPage>> {
    Ok(Json(warnings::list(&app, &who, &plan, query).await?))
}

/// All warnings by conditions as CSV (UTF-8 with byte-order mark), without pages.
#[utoipa::path(get, path = "/plans/{plan}/warnings.csv", tag = "warnings", operation_id = "warnings_export", params(("plan" = String, Path), WarningQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<WarningQuery>,
) -> Result<Response> {
    let bytes = warnings::export(&app, &who, &plan, query).await?;
    Ok(download(&app.file_name(format!("{plan}-warnings.csv")), "text/csv; charset=utf-8", bytes))
}

/// One warning with its history.
#[utoipa::path(get, path = "/warnings/{id}", tag = "warnings", operation_id = "warnings_get", params(("id" = i64, Path)), responses((status = 200, body = WarningView)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<WarningView>> {
    Ok(Json(warnings::get(&app, &who, id).await?))
}

/// Takes note of a warning.
#[utoipa::path(post, path = "/warnings/{id}/notes", tag = "warnings", operation_id = "warnings_acknowledge", params(("id" = i64, Path)), request_body = Noting, responses((status = 200, body = WarningView)))]
async fn acknowledge(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(noting): Body<Noting>,
) -> Result<Json<WarningView>> {
    Ok(Json(warnings::acknowledge(&app, &who, id, &noting.note).await?))
}
