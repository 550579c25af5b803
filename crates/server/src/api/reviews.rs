//! Review of submissions: questions, looks, comparison, receiving many.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body};
use super::{CellQuery, PlanQuery};
use crate::app::App;
use crate::cases::receiving::{self, Receiving};
use crate::cases::reviews::{self, Questioning};
use crate::failure::Result;
use crate::views::{CandidateView, OutcomeView, PeerView, ReviewView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(look))
        .routes(routes!(ask))
        .routes(routes!(answer))
        .routes(routes!(settle))
        .routes(routes!(peers))
        .routes(routes!(candidates, receive))
}

/// Questions, changes since the last look, and corrections of a submission.
#[utoipa::path(get, path = "/submissions/{id}/review", tag = "reviews", operation_id = "reviews_get", params(("id" = i64, Path)), responses((status = 200, body = ReviewView)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<ReviewView>> {
    Ok(Json(reviews::get(&app, &who, id).await?))
}

#[derive(Deserialize, ToSchema)]
struct Look {
    /// `seen` of the review that was looked at.
    seen: String,
}

/// Notes that the asker has looked the submission through.
#[utoipa::path(put, path = "/submissions/{id}/look", tag = "reviews", operation_id = "reviews_look", params(("id" = i64, Path)), request_body = Look, responses((status = 204)))]
async fn look(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(look): Body<Look>,
) -> Result<StatusCode> {
    reviews::look(&app, &who, id, &look.seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks something of a cell.
#[utoipa::path(post, path = "/submissions/{id}/questions", tag = "reviews", operation_id = "reviews_ask", params(("id" = i64, Path)), request_body = Questioning, responses((status = 200, body = ReviewView)))]
async fn ask(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(asked): Body<Questioning>,
) -> Result<Json<ReviewView>> {
    Ok(Json(reviews::ask(&app, &who, id, asked).await?))
}

#[derive(Deserialize, ToSchema)]
struct Answer {
    text: String,
}

/// Answers a question, or a returned cell.
#[utoipa::path(post, path = "/questions/{id}/answers", tag = "reviews", operation_id = "reviews_answer", params(("id" = i64, Path)), request_body = Answer, responses((status = 200, body = ReviewView)))]
async fn answer(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(answer): Body<Answer>,
) -> Result<Json<ReviewView>> {
    Ok(Json(reviews::answer(&app, &who, id, &answer.text).await?))
}

/// Settles a question.
#[utoipa::path(post, path = "/questions/{id}/settlement", tag = "reviews", operation_id = "reviews_settle", params(("id" = i64, Path)), responses((status = 200, body = ReviewView)))]
async fn settle(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<ReviewView>> {
    Ok(Json(reviews::settle(&app, &who, id).await?))
}

/// The same cell in the other units' forms of the round.
#[utoipa::path(get, path = "/submissions/{id}/peers", tag = "reviews", operation_id = "reviews_peers", params(("id" = i64, Path), CellQuery), responses((status = 200, body = [PeerView])))]
async fn peers(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(query): Asked<CellQuery>,
) -> Result<Json<Vec<PeerView>>> {
    Ok(Json(reviews::peers(&app, &who, id, &query.cell).await?))
}

/// The forms that wait to be received, each with what speaks against it.
#[utoipa::path(get, path = "/acceptances", tag = "reviews", operation_id = "reviews_candidates", params(PlanQuery), responses((status = 200, body = [CandidateView])))]
async fn candidates(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(query): Asked<PlanQuery>,
) -> Result<Json<Vec<CandidateView>>> {
    Ok(Json(receiving::candidates(&app, &who, &query.plan).await?))
}

/// Receives many forms, each by itself.
#[utoipa::path(post, path = "/acceptances", tag = "reviews", operation_id = "reviews_receive", request_body = Receiving, responses((status = 200, body = [OutcomeView])))]
async fn receive(
    State(app): State<App>,
    Asker(who): Asker,
    Body(receiving): Body<Receiving>,
) -> Result<Json<Vec<OutcomeView>>> {
    Ok(Json(receiving::receive(&app, &who, receiving).await?))
}
