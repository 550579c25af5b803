//! Plans, domains, objectives.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At};
use crate::app::App;
use crate::cases::plans::{self, StateQuery};
use crate::cases::translations as cases;
use crate::failure::Result;
use crate::views::{DomainView, ObjectiveView, OverviewView, PlanView, ProjectsView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(overview))
        .routes(routes!(domain))
        .routes(routes!(objective))
        .routes(routes!(projects))
        .routes(routes!(translations))
}

/// The plans that the asker may read.
#[utoipa::path(get, path = "/plans", tag = "plans", operation_id = "plans_list", responses((status = 200, body = [PlanView])))]
async fn list(State(app): State<App>, Asker(who): Asker) -> Result<Json<Vec<PlanView>>> {
    Ok(Json(plans::list(&app, &who).await?))
}

/// The domains of a plan with the states of their targets.
#[utoipa::path(get, path = "/plans/{plan}", tag = "plans", operation_id = "plans_overview", params(("plan" = String, Path), StateQuery), responses((status = 200, body = OverviewView)))]
async fn overview(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(asked): Asked<StateQuery>,
) -> Result<Json<OverviewView>> {
    Ok(Json(plans::overview(&app, &who, &plan, &asked).await?))
}

/// A domain with its objectives and measures.
#[utoipa::path(get, path = "/plans/{plan}/domains/{number}", tag = "plans", operation_id = "plans_domain", params(("plan" = String, Path), ("number" = u32, Path), StateQuery), responses((status = 200, body = DomainView)))]
async fn domain(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, number)): At<(String, u32)>,
    Asked(asked): Asked<StateQuery>,
) -> Result<Json<DomainView>> {
    Ok(Json(plans::domain(&app, &who, &plan, number, &asked).await?))
}

/// An objective with the series of its targets.
#[utoipa::path(get, path = "/plans/{plan}/objectives/{number}", tag = "plans", operation_id = "plans_objective", params(("plan" = String, Path), ("number" = String, Path), StateQuery), responses((status = 200, body = ObjectiveView)))]
async fn objective(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, number)): At<(String, String)>,
    Asked(asked): Asked<StateQuery>,
) -> Result<Json<ObjectiveView>> {
    Ok(Json(plans::objective(&app, &who, &plan, &number, &asked).await?))
}

/// The key projects with the targets that stand in them alone.
#[utoipa::path(get, path = "/plans/{plan}/projects", tag = "plans", operation_id = "plans_projects", params(("plan" = String, Path), StateQuery), responses((status = 200, body = ProjectsView)))]
async fn projects(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(asked): Asked<StateQuery>,
) -> Result<Json<ProjectsView>> {
    Ok(Json(plans::projects(&app, &who, &plan, &asked).await?))
}

/// English by the Chinese names and texts of the other answers; what has none is absent.
#[utoipa::path(get, path = "/plans/{plan}/translations", tag = "plans", operation_id = "plans_translations", params(("plan" = String, Path)), responses((status = 200, body = BTreeMap<String, String>)))]
async fn translations(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
) -> Result<Json<BTreeMap<String, String>>> {
    Ok(Json(cases::of_plan(&app, &who, &plan).await?))
}
