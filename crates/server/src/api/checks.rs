//! Checks, what they find, and figures to compare with.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At};
use crate::app::App;
use crate::cases::{checks, references};
use crate::failure::Result;
use crate::views::{CheckView, HintView, RoundBreaks};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(of_round)).routes(routes!(hints))
}

/// All checks that hold with a plan.
#[utoipa::path(get, path = "/plans/{plan}/checks", tag = "checks", operation_id = "checks_list", params(("plan" = String, Path)), responses((status = 200, body = [CheckView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<CheckView>>> {
    Ok(Json(checks::list(&app, &who, &plan).await?))
}

/// What the checks find in a round, on the forms that the asker may see.
#[utoipa::path(get, path = "/rounds/{id}/findings", tag = "checks", operation_id = "checks_of_round", params(("id" = i64, Path)), responses((status = 200, body = RoundBreaks)))]
async fn of_round(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<RoundBreaks>> {
    Ok(Json(checks::of_round(&app, &who, id).await?))
}

/// Figures of other areas beside the cells of a submission.
#[utoipa::path(get, path = "/submissions/{id}/references", tag = "checks", operation_id = "checks_references", params(("id" = i64, Path)), responses((status = 200, body = [HintView])))]
async fn hints(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<Vec<HintView>>> {
    Ok(Json(references::of_submission(&app, &who, id).await?))
}
