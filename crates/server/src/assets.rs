//! The web interface, built into the program.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::failure::Failure;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

const INDEX: &str = "index.html";

/// The file of a path; any other path is the interface itself, which knows its own routes.
pub async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    match Assets::get(path) {
        Some(file) => answer(path, file),
        None if path.starts_with("api/") => Failure::absent("接口", "endpoint", uri.path()).into_response(),
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => match Assets::get(INDEX) {
            Some(file) => answer(INDEX, file),
            None => (StatusCode::NOT_FOUND, "the web interface is not built into this program").into_response(),
        },
    }
}

/// Files under `assets/` carry a hash in their name and never change.
fn answer(path: &str, file: rust_embed::EmbeddedFile) -> Response {
    let lasting = path.starts_with("assets/");
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = file.metadata.mimetype().to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned())], file.data).into_response()
}
