//! Templates to fill in. A file is the whole body; nothing is changed by what it says before the entries are saved.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At, LARGEST_WORKBOOK, whole};
use super::{XLSX, download};
use crate::app::App;
use crate::cases::templates;
use crate::failure::Result;
use crate::views::TemplateView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(template))
        .routes(routes!(compare))
        .routes(routes!(marked))
        .layer(DefaultBodyLimit::max(LARGEST_WORKBOOK))
}

/// The form of a submission with what stands in it, as a workbook to fill in.
#[utoipa::path(get, path = "/submissions/{id}/template", tag = "templates", operation_id = "templates_get", params(("id" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn template(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Response> {
    let (name, bytes) = templates::get(&app, &who, id).await?;
    Ok(download(&name, XLSX, bytes))
}

/// What a filled-in template would change, and what is wrong with it.
#[utoipa::path(post, path = "/submissions/{id}/template/comparison", tag = "templates", operation_id = "templates_compare", params(("id" = i64, Path)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = TemplateView)))]
async fn compare(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    request: Request,
) -> Result<Json<TemplateView>> {
    templates::may_send(&app, &who, id).await?;
    let bytes = whole(request, &app, LARGEST_WORKBOOK).await?;
    Ok(Json(templates::compare(&app, &who, id, bytes).await?))
}

/// A copy of a filled-in template in which everything that is wrong is marked.
#[utoipa::path(post, path = "/submissions/{id}/template/marked", tag = "templates", operation_id = "templates_mark", params(("id" = i64, Path)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn marked(State(app): State<App>, Asker(who): Asker, At(id): At<i64>, request: Request) -> Result<Response> {
    templates::may_send(&app, &who, id).await?;
    let bytes = whole(request, &app, LARGEST_WORKBOOK).await?;
    let (name, bytes) = templates::marked(&app, &who, id, bytes).await?;
    Ok(download(&name, XLSX, bytes))
}
