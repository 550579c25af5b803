//! The query parameters of each route, as the description of the API has them. Another name is refused: ignored, a
//! condition mistyped would silently be none, and the answer more than was asked for.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::{MatchedPath, Query, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use heng_base::problem::{Problem, kinds};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};

use crate::failure::Failure;

/// Names by method and path, `/api/plans/{plan}`.
pub struct Parameters(HashMap<(Method, String), Vec<String>>);

impl Parameters {
    pub fn of(description: &OpenApi) -> Self {
        let mut held = HashMap::new();
        for (path, item) in &description.paths.paths {
            let operations = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in operations {
                if let Some(operation) = operation {
                    held.insert((method, path.clone()), names(operation));
                }
            }
        }
        Self(held)
    }

    /// What is wrong with the names of a query, each once. A query that cannot be read is for the handler to refuse.
    fn faults(&self, request: &Request) -> Option<Vec<Problem>> {
        request.uri().query()?;
        let path = request.extensions().get::<MatchedPath>()?.as_str().to_owned();
        let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
        let known = self.0.get(&(method, path))?;
        let Query(given) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()).ok()?;
        let given: BTreeSet<String> = given.into_iter().map(|(name, _)| name).collect();
        let fault = |name: String| {
            let listed = if known.is_empty() { "—".to_owned() } else { known.join(", ") };
            Problem::new(&kinds::REQUEST_PARAMETER).with("name", &name).with("known", listed).field(name)
        };
        Some(given.into_iter().filter(|name| !known.contains(name)).map(fault).collect())
    }
}

fn names(operation: &Operation) -> Vec<String> {
    let of_query = |one: &RefOr<Parameter>| match one {
        RefOr::T(one) if one.parameter_in == ParameterIn::Query => Some(one.name.clone()),
        _ => None,
    };
    operation.parameters.iter().flatten().filter_map(of_query).collect()
}

/// Before a route: lets by what names only parameters of its own.
pub async fn known_only(State(parameters): State<Arc<Parameters>>, request: Request, next: Next) -> Response {
    match parameters.faults(&request).filter(|faults| !faults.is_empty()) {
        Some(faults) => Failure::from(faults).into_response(),
        None => next.run(request).await,
    }
}
