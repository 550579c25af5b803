//! Reporting rounds.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Saying;
use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::rounds::{self, Adding, Opening, Putting};
use crate::failure::Result;
use crate::views::{RoundDetail, RoundView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(get))
        .routes(routes!(close))
        .routes(routes!(set_due))
        .routes(routes!(add_units))
}

/// The rounds of a plan, newest first.
#[utoipa::path(get, path = "/plans/{plan}/rounds", tag = "rounds", operation_id = "rounds_list", params(("plan" = String, Path)), responses((status = 200, body = [RoundView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<RoundView>>> {
    Ok(Json(rounds::list(&app, &who, &plan).await?))
}

/// Opens a round.
#[utoipa::path(post, path = "/plans/{plan}/rounds", tag = "rounds", operation_id = "rounds_open", params(("plan" = String, Path)), request_body = Opening, responses((status = 200, body = RoundView)))]
async fn open(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(opening): Body<Opening>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::open(&app, &who, &plan, opening).await?))
}

/// A round with its submissions.
#[utoipa::path(get, path = "/rounds/{id}", tag = "rounds", operation_id = "rounds_get", params(("id" = i64, Path)), responses((status = 200, body = RoundDetail)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<RoundDetail>> {
    Ok(Json(rounds::get(&app, &who, id).await?))
}

/// Closes a round: nothing in it can be changed any more.
#[utoipa::path(post, path = "/rounds/{id}/closure", tag = "rounds", operation_id = "rounds_close", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = RoundView)))]
async fn close(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::close(&app, &who, id, &saying.reason).await?))
}

/// Sets another last day for an open round.
#[utoipa::path(put, path = "/rounds/{id}/due", tag = "rounds", operation_id = "rounds_set_due", params(("id" = i64, Path)), request_body = Putting, responses((status = 200, body = RoundView)))]
async fn set_due(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(putting): Body<Putting>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::set_due(&app, &who, id, putting).await?))
}

/// Asks more units in an open round.
#[utoipa::path(post, path = "/rounds/{id}/units", tag = "rounds", operation_id = "rounds_add_units", params(("id" = i64, Path)), request_body = Adding, responses((status = 200, body = RoundView)))]
async fn add_units(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(adding): Body<Adding>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::add_units(&app, &who, id, adding).await?))
}
