//! Signing in and out, passwords and locks.

use std::collections::BTreeMap;

use heng_store::audit;
use heng_store::engine::{Actor, Store};
use heng_store::tables::{sessions, users};
use serde_json::json;

use crate::browser::Browser;
use crate::place::{Place, on_each};
use crate::world::{PASSWORD, administrator, first, person, user};

const PAST: &str = "2020-01-01T00:00:00.000Z";

/// The first administrator and a second one, `li`: no plan is needed for signing in.
async fn office(place: &Place) -> (Browser, Browser) {
    let mut admin = administrator(place).await;
    let li = person(place, &mut admin, "li", "administrator", None).await;
    (admin, li)
}

async fn id(admin: &mut Browser, name: &str) -> i64 {
    let users = admin.get("/api/users").await.done();
    users.as_array().unwrap().iter().find(|user| user["name"] == name).unwrap()["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_refusal_does_not_tell_which_names_exist() {
    on_each(async |place| {
        let (mut admin, mut li) = office(place).await;
        person(place, &mut admin, "gone", "administrator", None).await;
        let gone = id(&mut admin, "gone").await;
        admin.post(&format!("/api/users/{gone}/deactivation"), json!({"reason": "离职"})).await.done();
        let mut refused = Vec::new();
        for (name, password) in [("li", "wrong"), ("nobody", PASSWORD), ("gone", "wrong"), ("", "")] {
            let answer = Browser::new(&place.router).sign_in(name, password).await;
            answer.refused(401, "access.refused");
            assert!(answer.cookie().is_none());
            refused.push(answer.text());
        }
        assert!(refused.iter().all(|text| *text == refused[0]), "{refused:?}");
        assert_eq!(li.user().await.as_deref(), Some("li"));
        let answer = Browser::new(&place.router).sign_in("gone", PASSWORD).await;
        answer.refused(401, "access.closed");
        assert!(answer.cookie().is_none(), "who knows the password is told why, and stays outside");
    })
    .await;
}

#[tokio::test]
async fn five_failures_lock_an_account() {
    on_each(async |place| {
        let (mut admin, mut li) = office(place).await;
        let mut other = Browser::new(&place.router);
        for _ in 0..4 {
            other.sign_in("li", "wrong").await.refused(401, "access.refused");
        }
        other.sign_in("li", PASSWORD).await.done();
        for _ in 0..4 {
            other.sign_in("li", "wrong").await.refused(401, "access.refused");
        }
        other.sign_in("li", "wrong").await.refused(429, "access.locked");
        other.sign_in("li", PASSWORD).await.refused(429, "access.locked");
        assert_eq!(li.user().await.as_deref(), Some("li"), "a lock does not end a session");
        let li = id(&mut admin, "li").await;
        let shown = admin.post(&format!("/api/users/{li}/password"), json!(null)).await.done();
        assert!(shown["user"]["locked_until"].is_null());
        let session = other.sign_in("li", shown["password"].as_str().unwrap()).await.done();
        assert_eq!(session["must_change_password"], true);
        let nobody = Actor(String::new());
        users::refused(&place.store, &nobody, PAST, "li", |_| Some(PAST.to_owned())).await.unwrap();
        other.sign_in("li", shown["password"].as_str().unwrap()).await.done();
    })
    .await;
}

#[tokio::test]
async fn a_lock_does_not_tell_which_names_exist() {
    on_each(async |place| {
        office(place).await;
        let mut answers = Vec::new();
        for name in ["li", "nobody", "", &"很长".repeat(100)] {
            let mut browser = Browser::new(&place.router);
            let mut said = Vec::new();
            for _ in 0..7 {
                let answer = browser.sign_in(name, "wrong").await;
                said.push((answer.status, answer.text()));
            }
            answers.push(said);
        }
        let statuses: Vec<u16> = answers[0].iter().map(|(status, _)| *status).collect();
        assert_eq!(statuses, [401, 401, 401, 401, 429, 429, 429]);
        assert!(answers.iter().all(|said| *said == answers[0]), "{answers:?}");
        Browser::new(&place.router).sign_in("other", "wrong").await.refused(401, "access.refused");
    })
    .await;
}

#[tokio::test]
async fn a_session_left_open_is_no_place_to_guess_the_password() {
    on_each(async |place| {
        let (_, mut li) = office(place).await;
        for _ in 0..4 {
            li.change_password("wrong", "Other-12345").await.refused(422, "password.current");
        }
        li.change_password("wrong", "Other-12345").await.refused(429, "access.locked");
        li.change_password(PASSWORD, "Other-12345").await.refused(429, "access.locked");
        Browser::new(&place.router).sign_in("li", PASSWORD).await.refused(429, "access.locked");
        let links = audit::list(&place.store, 0, 100).await.unwrap();
        let refused: Vec<_> = links.iter().filter(|link| link.action == "session.refuse").collect();
        assert!(refused.len() == 5 && refused.iter().all(|link| link.actor == "li"), "{refused:?}");
    })
    .await;
}

/// However many guesses come at once, no more than five are looked at; the fifth says that it locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_once_are_locked_out_too() {
    on_each(async |place| {
        office(place).await;
        let guess = |number: usize| {
            let mut browser = Browser::new(&place.router);
            tokio::spawn(async move { browser.sign_in("li", &format!("guess {number}")).await.status })
        };
        let guesses: Vec<_> = (0..12).map(guess).collect();
        let mut counts = BTreeMap::new();
        for guess in guesses {
            *counts.entry(guess.await.unwrap()).or_insert(0) += 1;
        }
        assert_eq!(counts, BTreeMap::from([(401, 4), (429, 8)]));
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_as_a_name_stays_short_on_record() {
    on_each(async |place| {
        let name = "很长".repeat(10_000);
        Browser::new(&place.router).sign_in(&name, "x").await.refused(401, "access.refused");
        let recorded = audit::list(&place.store, 0, 100).await.unwrap().pop().unwrap();
        assert_eq!(recorded.action, "session.refuse");
        assert!(recorded.subject.chars().count() <= 41, "{} characters", recorded.subject.chars().count());
    })
    .await;
}

#[tokio::test]
async fn a_new_password_follows_the_rule() {
    on_each(async |place| {
        let (mut admin, shown) = first(place).await;
        let cases = [
            (shown.as_str(), "short1A", vec!["password.weak@new"]),
            (shown.as_str(), "alllowercase1", vec!["password.weak@new"]),
            (shown.as_str(), "Admin-12345", vec!["password.weak@new"]),
            ("wrong", PASSWORD, vec!["password.current@current"]),
            ("wrong", "weak", vec!["password.weak@new", "password.current@current"]),
        ];
        for (current, new, places) in cases {
            let answer = admin.change_password(current, new).await;
            assert_eq!(
                (answer.status, answer.places()),
                (422, places.iter().map(|p| p.to_string()).collect()),
                "{new}"
            );
        }
        admin.change_password(&shown, PASSWORD).await.done();
        assert_eq!(admin.change_password(PASSWORD, PASSWORD).await.places(), ["password.same@new"]);
        Browser::new(&place.router).change_password(PASSWORD, "Other-12345").await.refused(401, "access.sign_in");
        Browser::new(&place.router).sign_in("admin", &shown).await.refused(401, "access.refused");
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    on_each(async |place| {
        let (mut admin, mut li) = office(place).await;
        let mut other = Browser::new(&place.router);
        other.sign_in("li", PASSWORD).await.done();
        li.change_password(PASSWORD, "Other-12345").await.done();
        assert_eq!(li.user().await.as_deref(), Some("li"));
        assert_eq!(other.user().await, None);
        other.sign_in("li", "Other-12345").await.done();
        let number = id(&mut admin, "li").await;
        admin.post(&format!("/api/users/{number}/password"), json!(null)).await.done();
        assert_eq!((li.user().await, other.user().await), (None, None), "a reset ends them all");
        let gone = user(&mut admin, "gone", "administrator", None).await;
        let mut gone_browser = Browser::new(&place.router);
        gone_browser.sign_in("gone", gone["password"].as_str().unwrap()).await.done();
        let path = format!("/api/users/{}/deactivation", gone["user"]["id"]);
        admin.post(&path, json!({"reason": ""})).await.refused(422, "reason.missing");
        admin.post(&path, json!({"reason": "离职"})).await.done();
        assert_eq!(gone_browser.user().await, None);
        let path = format!("/api/users/{number}/deactivation");
        admin.post(&path, json!({"reason": "调离"})).await.done();
        let own = format!("/api/users/{}/deactivation", id(&mut admin, "admin").await);
        admin.post(&own, json!({"reason": "离职"})).await.refused(409, "user.last_administrator");
    })
    .await;
}

#[tokio::test]
async fn a_cookie_is_for_the_server_alone_and_dies_with_its_session() {
    on_each(async |place| {
        let (mut admin, shown) = first(place).await;
        let mut kept = admin.clone();
        let answer = admin.send("DELETE", "/api/session", None).await;
        assert_eq!(answer.status, 204);
        assert!(answer.cookie().unwrap().contains("Max-Age=0"));
        assert_eq!((admin.user().await, kept.user().await), (None, None));
        let mut guest = Browser::new(&place.router);
        assert!(guest.get("/api/session").await.cookie().is_none(), "a guest gets no cookie");
        assert_eq!(guest.send("DELETE", "/api/session", None).await.status, 204, "a guest may sign out too");
        for secure in [false, true] {
            let mut browser = Browser::new(&heng_server::router(place.app.clone(), secure));
            let answer = browser.sign_in("admin", &shown).await;
            flags(answer.cookie().unwrap(), secure);
            assert_eq!(answer.headers["cache-control"], "no-store");
        }
    })
    .await;
}

fn flags(cookie: &str, secure: bool) {
    for flag in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=1800"] {
        assert!(cookie.contains(flag), "{flag} is not in {cookie}");
    }
    assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
}

#[tokio::test]
async fn a_session_from_before_the_sign_in_is_not_kept() {
    on_each(async |place| {
        let (mut admin, mut li) = office(place).await;
        let planted = "AAAAAAAAAAAAAAAAAAAAAA";
        let mut victim = Browser::new(&place.router);
        victim.cookie = Some(planted.to_owned());
        victim.sign_in("li", PASSWORD).await.done();
        assert_ne!(victim.cookie.as_deref(), Some(planted));
        let mut attacker = Browser::new(&place.router);
        attacker.cookie = Some(planted.to_owned());
        assert_eq!(attacker.user().await, None);
        // The attacker's own session, planted in a browser that then signs in as somebody else.
        let own = li.cookie.clone();
        let mut victim = admin.clone();
        victim.cookie = own.clone();
        victim.sign_in("admin", PASSWORD).await.done();
        assert_ne!(victim.cookie, own);
        assert_eq!((li.user().await, victim.user().await.as_deref()), (None, Some("admin")));
        assert_eq!(admin.user().await.as_deref(), Some("admin"));
        for nonsense in ["", "x", "../../etc/passwd", "AAAA AAAA", "%00"] {
            li.cookie = Some(nonsense.to_owned());
            assert_eq!(li.user().await, None, "{nonsense}");
        }
    })
    .await;
}

/// As if the last request had come some minutes ago.
async fn age(store: &Store, browser: &Browser, expires_at: &str) {
    let mut held = sessions::load(store, browser.cookie.as_ref().unwrap(), PAST).await.unwrap().unwrap();
    held.data = json!({"user": held.user_id}).to_string();
    held.expires_at = expires_at.to_owned();
    sessions::save(store, held).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_without_requests_and_goes_on_with_them() {
    on_each(async |place| {
        let (mut admin, _) = first(place).await;
        let soon = "2999-01-01T00:00:00.000Z";
        age(&place.store, &admin, soon).await;
        let answer = admin.get("/api/session").await;
        flags(answer.cookie().expect("a request prolongs the session"), false);
        let held = sessions::load(&place.store, admin.cookie.as_ref().unwrap(), PAST).await.unwrap().unwrap();
        assert!(held.expires_at.as_str() < soon, "counted anew from this request: {}", held.expires_at);
        assert!(admin.get("/api/session").await.cookie().is_none(), "not written at every request");
        // A page that only looks whether something is new keeps nobody signed in.
        age(&place.store, &admin, soon).await;
        let news = admin.get("/api/submissions/1/news").await;
        assert_eq!((news.status, news.cookie()), (403, None), "the first password is not changed yet");
        age(&place.store, &admin, PAST).await;
        assert_eq!(admin.user().await, None);
        Browser::new(&place.router).get("/api/users").await.refused(401, "access.sign_in");
    })
    .await;
}
