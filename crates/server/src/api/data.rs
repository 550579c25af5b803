//! The statistical database of a plan.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::download;
use super::request::{Asked, Asker, At};
use crate::app::App;
use crate::cases::data::{self, DataQuery};
use crate::failure::Result;
use crate::views::{DataChoices, DataPage};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(choices)).routes(routes!(export))
}

/// Figures of items and indicators by conditions, a page at a time.
#[utoipa::path(get, path = "/plans/{plan}/data", tag = "data", operation_id = "data_list", params(("plan" = String, Path), DataQuery), responses((status = 200, body = DataPage)))]
async fn list(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<DataQuery>,
) -> Result<Json<DataPage>> {
    Ok(Json(data::list(&app, &who, &plan, query).await?))
}

/// What the conditions can be.
#[utoipa::path(get, path = "/plans/{plan}/data/choices", tag = "data", operation_id = "data_choices", params(("plan" = String, Path)), responses((status = 200, body = DataChoices)))]
async fn choices(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<DataChoices>> {
    Ok(Json(data::choices(&app, &who, &plan).await?))
}

/// All figures by conditions as CSV (UTF-8 with byte-order mark), without pages.
#[utoipa::path(get, path = "/plans/{plan}/data.csv", tag = "data", operation_id = "data_export", params(("plan" = String, Path), DataQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<DataQuery>,
) -> Result<Response> {
    let bytes = data::export(&app, &who, &plan, query).await?;
    Ok(download(&app.file_name(format!("{plan}-data.csv")), "text/csv; charset=utf-8", bytes))
}
