//! Figures of many units from one file. Nothing is changed by the file before what it would change is confirmed.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body, LARGEST_WORKBOOK, whole};
use super::{NameQuery, XLSX, download};
use crate::app::App;
use crate::cases::bulk::{self, Importing};
use crate::failure::Result;
use crate::views::{BulkDone, BulkView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(compare))
        .layer(DefaultBodyLimit::max(LARGEST_WORKBOOK))
        .routes(routes!(save))
        .routes(routes!(sample))
}

/// What a .csv, .xlsx or Parquet file would change in the forms of a round.
#[utoipa::path(post, path = "/rounds/{id}/import/comparison", tag = "templates", operation_id = "bulk_compare", params(("id" = i64, Path), NameQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = BulkView)))]
async fn compare(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(named): Asked<NameQuery>,
    request: Request,
) -> Result<Json<BulkView>> {
    bulk::may_send(&app, &who)?;
    let bytes = whole(request, &app, LARGEST_WORKBOOK).await?;
    Ok(Json(bulk::compare(&app, &who, id, named.name, bytes).await?))
}

/// Writes what was confirmed into the forms, all or none.
#[utoipa::path(post, path = "/rounds/{id}/import", tag = "templates", operation_id = "bulk_save", params(("id" = i64, Path)), request_body = Importing, responses((status = 200, body = BulkDone)))]
async fn save(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(importing): Body<Importing>,
) -> Result<Json<BulkDone>> {
    Ok(Json(bulk::save(&app, &who, id, importing).await?))
}

/// A table of all cells that a round asks for, to be filled in.
#[utoipa::path(get, path = "/rounds/{id}/import/sample", tag = "templates", operation_id = "bulk_sample", params(("id" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn sample(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Response> {
    let (name, bytes) = bulk::sample(&app, &who, id).await?;
    Ok(download(&name, XLSX, bytes))
}
