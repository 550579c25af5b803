//! The audit chain.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::download;
use super::request::{Asked, Asker};
use crate::app::App;
use crate::cases::audit::{self, Asking};
use crate::failure::Result;
use crate::views::{AuditPage, ChainView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify)).routes(routes!(export))
}

/// What was done, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", operation_id = "audit_list", params(Asking), responses((status = 200, body = AuditPage)))]
async fn list(State(app): State<App>, Asker(who): Asker, Asked(asking): Asked<Asking>) -> Result<Json<AuditPage>> {
    Ok(Json(audit::list(&app, &who, asking).await?))
}

/// Recomputes the whole chain.
#[utoipa::path(get, path = "/audit/verification", tag = "audit", operation_id = "audit_verify", responses((status = 200, body = ChainView)))]
async fn verify(State(app): State<App>, Asker(who): Asker) -> Result<Json<ChainView>> {
    let found = audit::verify(&app, &who).await?;
    Ok(Json(ChainView { ok: found.ok, events: found.events, first_bad: found.first_bad, head: found.head }))
}

/// What was done, as CSV.
#[utoipa::path(get, path = "/audit/export", tag = "audit", operation_id = "audit_export", params(Asking), responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export(State(app): State<App>, Asker(who): Asker, Asked(asking): Asked<Asking>) -> Result<Response> {
    let bytes = audit::export(&app, &who, asking).await?;
    Ok(download(&app.file_name("audit.csv".to_owned()), "text/csv; charset=utf-8", bytes))
}
