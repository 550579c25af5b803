//! Packages, and plan documents to begin one from. A file is the whole body.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, LARGEST_FILE, Sent};
use super::{NameQuery, ReasonQuery, download};
use crate::app::App;
use crate::cases::packages;
use crate::failure::Result;
use crate::views::{PackageCheck, PackageImported, PackageRow, ReadingView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, import))
        .routes(routes!(file))
        .routes(routes!(check))
        .routes(routes!(read))
        .routes(routes!(draft))
        .layer(DefaultBodyLimit::max(LARGEST_FILE))
}

/// Every import, newest first.
#[utoipa::path(get, path = "/packages", tag = "packages", operation_id = "packages_list", responses((status = 200, body = [PackageRow])))]
async fn list(State(app): State<App>, Asker(who): Asker) -> Result<Json<Vec<PackageRow>>> {
    Ok(Json(packages::list(&app, &who).await?))
}

/// Puts the package of a .zip in force.
#[utoipa::path(post, path = "/packages", tag = "packages", operation_id = "packages_import", params(ReasonQuery), request_body(content = Vec<u8>, content_type = "application/zip"), responses((status = 200, body = PackageImported)))]
async fn import(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(why): Asked<ReasonQuery>,
    Sent(bytes): Sent,
) -> Result<Json<PackageImported>> {
    Ok(Json(packages::import(&app, &who, &why.reason, bytes).await?))
}

/// A package as it was imported, as a .zip.
#[utoipa::path(get, path = "/packages/{id}/file", tag = "packages", operation_id = "packages_file", params(("id" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/zip")))]
async fn file(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Response> {
    let (name, bytes) = packages::file(&app, &who, id).await?;
    Ok(download(&app.file_name(name), "application/zip", bytes))
}

/// All that is wrong with the package of a .zip, and what it would change.
#[utoipa::path(post, path = "/packages/check", tag = "packages", operation_id = "packages_check", request_body(content = Vec<u8>, content_type = "application/zip"), responses((status = 200, body = PackageCheck)))]
async fn check(State(app): State<App>, Asker(who): Asker, Sent(bytes): Sent) -> Result<Json<PackageCheck>> {
    Ok(Json(packages::check(&app, &who, bytes).await?))
}

/// What a plan document says: .txt, .html, .docx or .pdf.
#[utoipa::path(post, path = "/packages/reading", tag = "packages", operation_id = "packages_read", params(NameQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = ReadingView)))]
async fn read(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(named): Asked<NameQuery>,
    Sent(bytes): Sent,
) -> Result<Json<ReadingView>> {
    Ok(Json(packages::read(&app, &who, named.name, bytes).await?))
}

/// The beginning of a package made from a plan document, as a .zip.
#[utoipa::path(post, path = "/packages/draft", tag = "packages", operation_id = "packages_draft", params(NameQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Vec<u8>, content_type = "application/zip")))]
async fn draft(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(named): Asked<NameQuery>,
    Sent(bytes): Sent,
) -> Result<Response> {
    let bytes = packages::begin(&app, &who, named.name, bytes).await?;
    Ok(download(&app.file_name("plan-draft.zip".to_owned()), "application/zip", bytes))
}
