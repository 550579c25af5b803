//! Second factors.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Saying;
use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::factors;
use crate::failure::Result;
use crate::views::{FactorView, NewFactorView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, begin, confirm)).routes(routes!(reset))
}

/// Whether the asker has a second factor.
#[utoipa::path(get, path = "/session/factor", tag = "factors", operation_id = "factors_get", responses((status = 200, body = FactorView)))]
async fn get(State(app): State<App>, Asker(who): Asker) -> Result<Json<FactorView>> {
    Ok(Json(factors::get(&app, &who).await?))
}

#[derive(Deserialize, ToSchema)]
struct Password {
    /// The asker's own.
    password: String,
}

/// Makes a secret for the asker's device; shown here and never again.
#[utoipa::path(post, path = "/session/factor", tag = "factors", operation_id = "factors_begin", request_body = Password, responses((status = 200, body = NewFactorView)))]
async fn begin(State(app): State<App>, Asker(who): Asker, Body(given): Body<Password>) -> Result<Json<NewFactorView>> {
    Ok(Json(factors::begin(&app, &who, given.password).await?))
}

#[derive(Deserialize, ToSchema)]
struct Code {
    /// Six digits that the device shows.
    code: String,
}

/// Puts the second factor in use by a first code.
#[utoipa::path(put, path = "/session/factor", tag = "factors", operation_id = "factors_confirm", request_body = Code, responses((status = 200, body = FactorView)))]
async fn confirm(State(app): State<App>, Asker(who): Asker, Body(given): Body<Code>) -> Result<Json<FactorView>> {
    Ok(Json(factors::confirm(&app, &who, &given.code).await?))
}

/// Takes a user's second factor away, as when the device is lost.
#[utoipa::path(post, path = "/users/{id}/factor-reset", tag = "factors", operation_id = "factors_reset", params(("id" = i64, Path)), request_body = Saying, responses((status = 204)))]
async fn reset(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<StatusCode> {
    factors::reset(&app, &who, id, &saying.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
