//! Indicators, and the way back from their figures.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At};
use crate::app::App;
use crate::cases::funnel::{self, FunnelQuery};
use crate::cases::indicators::{self, AsOf, OnDay};
use crate::cases::revisions::{self, RevisionQuery};
use crate::cases::trail;
use crate::failure::Result;
use crate::views::{FunnelView, IndicatorRow, IndicatorView, RevisionTable, TrailView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(areas))
        .routes(routes!(revised))
        .routes(routes!(observation))
}

/// The indicators that a plan has to do with.
#[utoipa::path(get, path = "/plans/{plan}/indicators", tag = "indicators", operation_id = "indicators_list", params(("plan" = String, Path), OnDay), responses((status = 200, body = [IndicatorRow])))]
async fn list(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(asked): Asked<OnDay>,
) -> Result<Json<Vec<IndicatorRow>>> {
    Ok(Json(indicators::list(&app, &who, &plan, &asked).await?))
}

/// An indicator with its formula and series.
#[utoipa::path(get, path = "/plans/{plan}/indicators/{code}", tag = "indicators", operation_id = "indicators_get", params(("plan" = String, Path), ("code" = String, Path), AsOf), responses((status = 200, body = IndicatorView)))]
async fn get(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, code)): At<(String, String)>,
    Asked(query): Asked<AsOf>,
) -> Result<Json<IndicatorView>> {
    Ok(Json(indicators::get(&app, &who, &plan, &code, &query).await?))
}

/// The areas right below the plan's beside each other: which differ from all together by more than chance.
#[utoipa::path(get, path = "/plans/{plan}/indicators/{code}/areas", tag = "indicators", operation_id = "indicators_areas", params(("plan" = String, Path), ("code" = String, Path), FunnelQuery), responses((status = 200, body = FunnelView)))]
async fn areas(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, code)): At<(String, String)>,
    Asked(query): Asked<FunnelQuery>,
) -> Result<Json<FunnelView>> {
    Ok(Json(funnel::of_indicator(&app, &who, &plan, &code, query).await?))
}

/// What was known of each period at each moment at which it changed, and why it did.
#[utoipa::path(get, path = "/plans/{plan}/indicators/{code}/revisions", tag = "indicators", operation_id = "indicators_revisions", params(("plan" = String, Path), ("code" = String, Path), RevisionQuery), responses((status = 200, body = RevisionTable)))]
async fn revised(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, code)): At<(String, String)>,
    Asked(query): Asked<RevisionQuery>,
) -> Result<Json<RevisionTable>> {
    Ok(Json(revisions::of_indicator(&app, &who, &plan, &code, &query).await?))
}

/// An observation with its revisions and where it came from.
#[utoipa::path(get, path = "/observations/{id}", tag = "indicators", operation_id = "indicators_observation", params(("id" = i64, Path)), responses((status = 200, body = TrailView)))]
async fn observation(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<TrailView>> {
    Ok(Json(trail::get(&app, &who, id).await?))
}
