//! Responsible units.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body};
use super::{DOCX, PeriodQuery, Saying, download};
use crate::app::App;
use crate::cases::{forms, units};
use crate::failure::Result;
use crate::views::{FormView, UnitRow};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(confirm))
        .routes(routes!(form))
        .routes(routes!(form_file))
        .routes(routes!(forms_file))
}

/// The units of a plan.
#[utoipa::path(get, path = "/plans/{plan}/units", tag = "units", operation_id = "units_list", params(("plan" = String, Path)), responses((status = 200, body = [UnitRow])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<UnitRow>>> {
    Ok(Json(units::list(&app, &who, &plan).await?))
}

/// Confirms a proposed unit, so that a round can go to it.
#[utoipa::path(post, path = "/plans/{plan}/units/{unit}/confirmation", tag = "units", operation_id = "units_confirm", params(("plan" = String, Path), ("unit" = String, Path)), request_body = Saying, responses((status = 200, body = UnitRow)))]
async fn confirm(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, unit)): At<(String, String)>,
    Body(saying): Body<Saying>,
) -> Result<Json<UnitRow>> {
    Ok(Json(units::confirm(&app, &who, &plan, &unit, &saying.reason).await?))
}

/// The blank form of a unit.
#[utoipa::path(get, path = "/plans/{plan}/units/{unit}/form", tag = "units", operation_id = "units_form", params(("plan" = String, Path), ("unit" = String, Path), PeriodQuery), responses((status = 200, body = FormView)))]
async fn form(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, unit)): At<(String, String)>,
    Asked(query): Asked<PeriodQuery>,
) -> Result<Json<FormView>> {
    Ok(Json(units::form(&app, &who, &plan, &unit, &query.period).await?))
}

/// The blank form of a unit as a Word file.
#[utoipa::path(get, path = "/plans/{plan}/units/{unit}/form/file", tag = "units", operation_id = "units_form_file", params(("plan" = String, Path), ("unit" = String, Path), PeriodQuery), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn form_file(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, unit)): At<(String, String)>,
    Asked(query): Asked<PeriodQuery>,
) -> Result<Response> {
    let (name, bytes) = forms::of_unit(&app, &who, &plan, &unit, &query.period).await?;
    Ok(download(&name, DOCX, bytes))
}

/// All blank forms of a plan as one Word file, their list first.
#[utoipa::path(get, path = "/plans/{plan}/forms/file", tag = "units", operation_id = "forms_file", params(("plan" = String, Path), PeriodQuery), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn forms_file(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<PeriodQuery>,
) -> Result<Response> {
    let (name, bytes) = forms::of_plan(&app, &who, &plan, &query.period).await?;
    Ok(download(&name, DOCX, bytes))
}
