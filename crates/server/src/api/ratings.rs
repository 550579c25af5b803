//! Ratings of qualitative objectives.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::ratings::{self, Giving};
use crate::failure::Result;
use crate::views::{RatingView, RatingsView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(of_objective, rate)).routes(routes!(of_plan))
}

/// By what scale an objective is rated, and how it was.
#[utoipa::path(get, path = "/plans/{plan}/objectives/{number}/ratings", tag = "ratings", operation_id = "ratings_of_objective", params(("plan" = String, Path), ("number" = String, Path)), responses((status = 200, body = RatingsView)))]
async fn of_objective(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, number)): At<(String, String)>,
) -> Result<Json<RatingsView>> {
    Ok(Json(ratings::of_objective(&app, &who, &plan, &number).await?))
}

/// Rates a qualitative objective for a year; a later rating of the year counts instead, the earlier stays on record.
#[utoipa::path(post, path = "/plans/{plan}/objectives/{number}/ratings", tag = "ratings", operation_id = "ratings_rate", params(("plan" = String, Path), ("number" = String, Path)), request_body = Giving, responses((status = 200, body = RatingsView)))]
async fn rate(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, number)): At<(String, String)>,
    Body(giving): Body<Giving>,
) -> Result<Json<RatingsView>> {
    Ok(Json(ratings::rate(&app, &who, &plan, &number, giving).await?))
}

/// All ratings of a plan, newest first.
#[utoipa::path(get, path = "/plans/{plan}/ratings", tag = "ratings", operation_id = "ratings_of_plan", params(("plan" = String, Path)), responses((status = 200, body = [RatingView])))]
async fn of_plan(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<RatingView>>> {
    Ok(Json(ratings::of_plan(&app, &who, &plan).await?))
}
