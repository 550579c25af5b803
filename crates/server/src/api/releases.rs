//! Releases.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::download;
use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::releases;
use crate::failure::Result;
use crate::views::{ReleaseDetail, ReleaseView, VerificationView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get))
        .routes(routes!(verify))
        .routes(routes!(file))
}

/// The releases of a plan, newest first.
#[utoipa::path(get, path = "/plans/{plan}/releases", tag = "releases", operation_id = "releases_list", params(("plan" = String, Path)), responses((status = 200, body = [ReleaseView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<ReleaseView>>> {
    Ok(Json(releases::list(&app, &who, Some(&plan)).await?))
}

#[derive(Deserialize, ToSchema)]
struct Freezing {
    /// preliminary or final.
    status: String,
}

/// Freezes what is accepted.
#[utoipa::path(post, path = "/plans/{plan}/releases", tag = "releases", operation_id = "releases_create", params(("plan" = String, Path)), request_body = Freezing, responses((status = 200, body = ReleaseView)))]
async fn create(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(freezing): Body<Freezing>,
) -> Result<Json<ReleaseView>> {
    Ok(Json(releases::create(&app, &who, &plan, &freezing.status).await?))
}

/// A release with its manifest and files.
#[utoipa::path(get, path = "/releases/{number}", tag = "releases", operation_id = "releases_get", params(("number" = i64, Path)), responses((status = 200, body = ReleaseDetail)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(number): At<i64>) -> Result<Json<ReleaseDetail>> {
    Ok(Json(releases::get(&app, &who, number).await?))
}

/// Hashes every file of a release again.
#[utoipa::path(get, path = "/releases/{number}/verification", tag = "releases", operation_id = "releases_verify", params(("number" = i64, Path)), responses((status = 200, body = VerificationView)))]
async fn verify(State(app): State<App>, Asker(who): Asker, At(number): At<i64>) -> Result<Json<VerificationView>> {
    Ok(Json(releases::verify(&app, &who, number).await?))
}

/// A file of a release.
#[utoipa::path(get, path = "/releases/{number}/files/{name}", tag = "releases", operation_id = "releases_file", params(("number" = i64, Path), ("name" = String, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn file(State(app): State<App>, Asker(who): Asker, At((number, name)): At<(i64, String)>) -> Result<Response> {
    let (name, bytes) = releases::file(&app, &who, number, &name).await?;
    Ok(download(&name, "application/octet-stream", bytes))
}
