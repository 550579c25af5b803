//! What a browser does: it keeps the session's cookie and sends it back.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const COOKIE: &str = "heng_session";

/// One of somebody who may have signed in. Clones share the session.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Browser {
    pub fn new(router: &Router) -> Self {
        Self { router: router.clone(), cookie: None }
    }

    /// The same session at another server.
    pub fn at(&self, router: &Router) -> Self {
        Self { router: router.clone(), cookie: self.cookie.clone() }
    }

    /// Of a page of this system: with its header.
    pub async fn send(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.request(method, path, &[("x-heng", "1"), ("content-type", "application/json")], body).await
    }

    pub async fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(id) = &self.cookie {
            request = request.header(header::COOKIE, format!("{COOKIE}={id}"));
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, bytes };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        let Some(set) = answer.cookie() else { return };
        let value = set.split(';').next().unwrap().strip_prefix(&format!("{COOKIE}=")).unwrap();
        self.cookie = Some(value.to_owned()).filter(|_| !set.contains("Max-Age=0"));
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body)).await
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.post("/api/session", json!({"name": name, "password": password})).await
    }

    pub async fn change_password(&mut self, current: &str, new: &str) -> Answer {
        self.put("/api/session/password", json!({"current": current, "new": new})).await
    }

    /// The name of who is signed in.
    pub async fn user(&mut self) -> Option<String> {
        self.get("/api/session").await.done()["user"]["name"].as_str().map(str::to_owned)
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// What was answered, where it was done.
    pub fn done(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }

    pub fn cookie(&self) -> Option<&str> {
        self.headers.get(header::SET_COOKIE).map(|value| value.to_str().unwrap())
    }

    /// Codes of the problems for which it was refused.
    pub fn codes(&self) -> Vec<String> {
        let problems = self.json();
        let problems = problems["problems"].as_array().unwrap_or_else(|| panic!("{}", self.text()));
        problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Codes with the place, `code@field`.
    pub fn places(&self) -> Vec<String> {
        let held = self.json();
        let place = |p: &Value| p["place"]["cell"].as_str().or(p["place"]["field"].as_str()).unwrap_or("").to_owned();
        let problems = held["problems"].as_array().unwrap();
        problems.iter().map(|p| format!("{}@{}", p["code"].as_str().unwrap(), place(p))).collect()
    }

    /// Refused under a status for one reason.
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.codes()), (status, vec![code.to_owned()]), "{}", self.text());
    }
}
