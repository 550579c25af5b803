//! Signed sheets. A scan is the whole body.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body, invalid, too_large};
use super::{DOCX, download};
use crate::app::App;
use crate::cases::sheets::{self, LARGEST_SCAN, Printing, Scanned, Signing};
use crate::failure::Result;
use crate::views::SheetView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(file))
        .routes(routes!(upload))
        .routes(routes!(scan))
        .routes(routes!(sign))
        .layer(DefaultBodyLimit::max(LARGEST_SCAN << 20))
}

/// What the round wants signed, and what is.
#[utoipa::path(get, path = "/submissions/{id}/sheet", tag = "sheets", operation_id = "sheets_get", params(("id" = i64, Path)), responses((status = 200, body = SheetView)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<SheetView>> {
    Ok(Json(sheets::get(&app, &who, id).await?))
}

/// The submission as a Word file to print and sign.
#[utoipa::path(get, path = "/submissions/{id}/sheet/file", tag = "sheets", operation_id = "sheets_file", params(("id" = i64, Path), Printing), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn file(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(printing): Asked<Printing>,
) -> Result<Response> {
    let (name, bytes) = sheets::file(&app, &who, id, printing).await?;
    Ok(download(&name, DOCX, bytes))
}

/// A scan that may be sent: of nobody else is the body read.
struct Scan {
    id: i64,
    bytes: Vec<u8>,
}

impl FromRequest<App> for Scan {
    type Rejection = crate::failure::Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        use axum::RequestPartsExt;
        let (mut parts, body) = request.into_parts();
        let Path(id) = parts.extract::<Path<i64>>().await.map_err(|error| invalid(error.body_text()))?;
        let Asker(who) = parts.extract_with_state::<Asker, App>(app).await?;
        sheets::may_upload(app, &who, id).await?;
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, app).await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(LARGEST_SCAN << 20),
            _ => invalid(error.body_text()),
        })?;
        Ok(Self { id, bytes: bytes.into() })
    }
}

/// Sends the scan of the signed and stamped sheet: .pdf, .png or .jpeg.
#[utoipa::path(post, path = "/submissions/{id}/sheet/scans", tag = "sheets", operation_id = "sheets_upload", params(("id" = i64, Path), Scanned), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = SheetView)))]
async fn upload(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(said): Asked<Scanned>,
    scan: Scan,
) -> Result<Json<SheetView>> {
    Ok(Json(sheets::upload(&app, &who, scan.id, said, scan.bytes).await?))
}

/// A scan.
#[utoipa::path(get, path = "/submissions/{id}/sheet/scans/{signature}", tag = "sheets", operation_id = "sheets_scan", params(("id" = i64, Path), ("signature" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn scan(State(app): State<App>, Asker(who): Asker, At((id, signature)): At<(i64, i64)>) -> Result<Response> {
    let (name, media, bytes) = sheets::scan(&app, &who, id, signature).await?;
    Ok(download(&name, &media, bytes))
}

/// Signs by name and second factor.
#[utoipa::path(post, path = "/submissions/{id}/sheet/signatures", tag = "sheets", operation_id = "sheets_sign", params(("id" = i64, Path)), request_body = Signing, responses((status = 200, body = SheetView)))]
async fn sign(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(signing): Body<Signing>,
) -> Result<Json<SheetView>> {
    Ok(Json(sheets::sign(&app, &who, id, signing).await?))
}
