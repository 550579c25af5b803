//! Corrections of accepted forms.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::corrections::{self, Correcting, Deciding, Withdrawing};
use crate::failure::Result;
use crate::views::{CorrectedView, ReviewView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(decide))
        .routes(routes!(withdraw))
        .routes(routes!(since))
        .routes(routes!(since_last))
}

/// Asks for cells of an accepted form to be opened.
#[utoipa::path(post, path = "/submissions/{id}/corrections", tag = "corrections", operation_id = "corrections_ask", params(("id" = i64, Path)), request_body = Correcting, responses((status = 200, body = ReviewView)))]
async fn ask(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(asked): Body<Correcting>,
) -> Result<Json<ReviewView>> {
    Ok(Json(corrections::ask(&app, &who, id, asked).await?))
}

/// Grants or refuses a request for correction.
#[utoipa::path(post, path = "/corrections/{id}/decision", tag = "corrections", operation_id = "corrections_decide", params(("id" = i64, Path)), request_body = Deciding, responses((status = 200, body = ReviewView)))]
async fn decide(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(deciding): Body<Deciding>,
) -> Result<Json<ReviewView>> {
    Ok(Json(corrections::decide(&app, &who, id, deciding).await?))
}

/// Gives up a correction under way; what was accepted stands again.
#[utoipa::path(post, path = "/corrections/{id}/withdrawal", tag = "corrections", operation_id = "corrections_withdraw", params(("id" = i64, Path)), request_body = Withdrawing, responses((status = 200, body = ReviewView)))]
async fn withdraw(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(withdrawing): Body<Withdrawing>,
) -> Result<Json<ReviewView>> {
    Ok(Json(corrections::withdraw(&app, &who, id, withdrawing).await?))
}

/// What has been corrected since a release.
#[utoipa::path(get, path = "/releases/{number}/corrections", tag = "corrections", operation_id = "corrections_since", params(("number" = i64, Path)), responses((status = 200, body = CorrectedView)))]
async fn since(State(app): State<App>, Asker(who): Asker, At(number): At<i64>) -> Result<Json<CorrectedView>> {
    Ok(Json(corrections::since(&app, &who, number).await?))
}

/// What has been corrected since the plan's last release.
#[utoipa::path(get, path = "/plans/{plan}/corrections", tag = "corrections", operation_id = "corrections_since_last", params(("plan" = String, Path)), responses((status = 200, body = CorrectedView)))]
async fn since_last(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<CorrectedView>> {
    Ok(Json(corrections::since_last(&app, &who, &plan).await?))
}
