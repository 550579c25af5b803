//! The statistical database of a plan.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At};
use super::{XLSX, download};
use crate::app::App;
use crate::cases::data::{self, DataQuery, Format, PivotQuery};
use crate::failure::Result;
use crate::views::{DataChoices, DataPage, PivotView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(boundaries))
        .routes(routes!(choices))
        .routes(routes!(pivot))
        .routes(routes!(export))
        .routes(routes!(export_parquet))
        .routes(routes!(export_xlsx))
        .routes(routes!(export_pivot))
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

/// A cross table: any axis of subject, area, period, source and dimensions down or across, each figure in a cell of its
/// own. `page` and `per_page` count lines.
#[utoipa::path(get, path = "/plans/{plan}/data/pivot", tag = "data", operation_id = "data_pivot", params(("plan" = String, Path), PivotQuery, DataQuery), responses((status = 200, body = PivotView)))]
async fn pivot(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(axes): Asked<PivotQuery>,
    Asked(query): Asked<DataQuery>,
) -> Result<Json<PivotView>> {
    Ok(Json(data::pivot(&app, &who, &plan, axes, query).await?))
}

/// What the conditions can be.
#[utoipa::path(get, path = "/plans/{plan}/data/choices", tag = "data", operation_id = "data_choices", params(("plan" = String, Path)), responses((status = 200, body = DataChoices)))]
async fn choices(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<DataChoices>> {
    Ok(Json(data::choices(&app, &who, &plan).await?))
}

/// Boundaries of areas as GeoJSON, with the number under which the map was approved (审图号).
#[utoipa::path(get, path = "/plans/{plan}/boundaries", tag = "data", operation_id = "data_boundaries", params(("plan" = String, Path)), responses((status = 200, body = Object, content_type = "application/geo+json")))]
async fn boundaries(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Response> {
    let geojson = data::boundaries(&app, &who, &plan).await?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], geojson).into_response())
}

/// All figures by conditions as CSV (UTF-8 with byte-order mark), without pages.
#[utoipa::path(get, path = "/plans/{plan}/data.csv", tag = "data", operation_id = "data_export", params(("plan" = String, Path), DataQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<DataQuery>,
) -> Result<Response> {
    let bytes = data::export(&app, &who, &plan, query, Format::Csv).await?;
    Ok(download(&app.file_name(format!("{plan}-data.csv")), "text/csv; charset=utf-8", bytes))
}

/// All figures by conditions as Parquet, without pages.
#[utoipa::path(get, path = "/plans/{plan}/data.parquet", tag = "data", operation_id = "data_export_parquet", params(("plan" = String, Path), DataQuery), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.apache.parquet")))]
async fn export_parquet(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<DataQuery>,
) -> Result<Response> {
    let bytes = data::export(&app, &who, &plan, query, Format::Parquet).await?;
    Ok(download(&app.file_name(format!("{plan}-data.parquet")), "application/vnd.apache.parquet", bytes))
}

/// All figures by conditions as a workbook, a line each, without pages.
#[utoipa::path(get, path = "/plans/{plan}/data.xlsx", tag = "data", operation_id = "data_export_xlsx", params(("plan" = String, Path), DataQuery), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export_xlsx(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<DataQuery>,
) -> Result<Response> {
    let bytes = data::export(&app, &who, &plan, query, Format::Xlsx).await?;
    Ok(download(&app.file_name(format!("{plan}-data.xlsx")), XLSX, bytes))
}

/// A cross table with all its lines as a workbook.
#[utoipa::path(get, path = "/plans/{plan}/data/pivot.xlsx", tag = "data", operation_id = "data_export_pivot", params(("plan" = String, Path), PivotQuery, DataQuery), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export_pivot(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(axes): Asked<PivotQuery>,
    Asked(query): Asked<DataQuery>,
) -> Result<Response> {
    let bytes = data::export_pivot(&app, &who, &plan, axes, query).await?;
    Ok(download(&app.file_name(format!("{plan}-table.xlsx")), XLSX, bytes))
}
