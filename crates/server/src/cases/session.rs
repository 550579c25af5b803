//! Signing in and out.

use std::time::Duration;

use heng_base::problem::{Problem, kinds};
use heng_store::tables::sessions;
use heng_store::tables::users::{self, User};

use super::users as cases;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::SessionView;
use crate::{clock, password};

/// So many wrong passwords in a row lock an account.
const LIMIT: i64 = 5;
const LOCK: Duration = Duration::from_secs(15 * 60);

/// What pages ask about before they show a button.
const ASKED: &[&str] = &[
    "release.create",
    "release.read",
    "report.create",
    "report.read",
    "round.close",
    "round.open",
    "round.read",
    "unit.confirm",
    "unit.read",
    "user.manage",
];

/// Who asks, and what they may do.
pub async fn view(app: &App, who: &Principal) -> Result<SessionView> {
    let user = who.person();
    let must_change_password = user.is_some_and(|user| user.must_change_password);
    let mut can = Vec::new();
    if !must_change_password {
        for action in ASKED {
            if app.policy().permits(who, action, Resource::Office)? {
                can.push((*action).to_owned());
            }
        }
    }
    let user = match user {
        Some(user) => Some(cases::view(app, user).await?),
        None => None,
    };
    Ok(SessionView { user, must_change_password, can, demo: app.is_demo() })
}

/// The user of a name and password. An unknown name, a wrong password and an inactive account are answered alike.
pub async fn sign_in(app: &App, name: &str, given: String) -> Result<User> {
    // One letter more than the longest name is nobody's; the rest need not stay on record.
    let name: String = name.trim().chars().take(cases::LONGEST + 1).collect();
    let _turn = app.turn_to_sign_in().await;
    let found = users::by_name(app.store(), &name).await?;
    let now = app.now();
    let minutes = LOCK.as_secs() / 60;
    if found.as_ref().and_then(|user| user.locked_until.as_ref()).is_some_and(|until| *until > now) {
        return Err(Problem::new(&kinds::ACCESS_LOCKED).with("minutes", minutes).into());
    }
    let fits = password::verify(given, found.as_ref().map(|user| user.password_hash.clone())).await?;
    match found {
        Some(user) if fits && user.active => {
            sessions::expire(app.store(), &now).await?;
            Ok(users::signed_in(app.store(), &now, user.id).await?)
        }
        _ => {
            let lock = |failures: i64| (failures >= LIMIT).then(|| clock::after(LOCK));
            if users::refused(app.store(), &now, &name, lock).await? >= LIMIT {
                return Err(Problem::new(&kinds::ACCESS_LOCKED).with("minutes", minutes).into());
            }
            Err(Problem::new(&kinds::ACCESS_REFUSED).with("limit", LIMIT).with("minutes", minutes).into())
        }
    }
}

/// The user of a session, as long as the account is active.
pub async fn user(app: &App, id: i64) -> Result<Option<User>> {
    Ok(users::get(app.store(), id).await?.filter(|user| user.active))
}

pub async fn sign_out(app: &App, who: &Principal) -> Result<()> {
    if let Some(user) = who.person() {
        users::signed_out(app.store(), &app.now(), &user.name).await?;
    }
    Ok(())
}

/// Sets one's own password; other sessions of the user end, `session` goes on.
pub async fn change_password(
    app: &App,
    who: &Principal,
    current: String,
    new: String,
    session: Option<&str>,
) -> Result<User> {
    let user = who.person().ok_or_else(|| Failure::new(&kinds::ACCESS_SIGN_IN))?;
    let mut problems = Vec::new();
    problems.extend(password::check(&new, &current, &user.name).err());
    if !password::verify(current, Some(user.password_hash.clone())).await? {
        problems.push(Problem::new(&kinds::PASSWORD_CURRENT).field("current"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let hash = password::hash(new).await?;
    Ok(users::set_password(app.store(), &who.actor(), &app.now(), user.id, &hash, false, session).await?)
}
