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
const MINUTES: u64 = 15;
const LOCK: Duration = Duration::from_secs(MINUTES * 60);

/// What pages ask about before they show a button.
const ASKED: &[&str] = &[
    "audit.read",
    "catalogue.propose",
    "catalogue.read",
    "package.import",
    "release.create",
    "release.read",
    "report.create",
    "report.read",
    "round.change",
    "round.close",
    "round.open",
    "round.read",
    "submission.accept_many",
    "task.read",
    "unit.confirm",
    "unit.read",
    "user.manage",
    "warning.read",
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

/// The user of a name and password. An unknown name and a wrong password are answered alike; that an account is closed is told
/// to who knows its password.
pub async fn sign_in(app: &App, name: &str, given: String) -> Result<User> {
    // One letter more than the longest name is nobody's; the rest need not stay on record.
    let name: String = name.trim().chars().take(cases::LONGEST + 1).collect();
    let _turn = app.turn_to_sign_in().await;
    unlocked(app, &name).await?;
    let found = users::by_name(app.store(), &name).await?;
    let fits = password::verify(given, found.as_ref().map(|user| user.password_hash.clone())).await?;
    match found {
        Some(user) if fits && user.active => {
            let now = app.now();
            sessions::expire(app.store(), &now).await?;
            Ok(users::signed_in(app.store(), &now, user.id).await?)
        }
        Some(user) if fits => Err(Problem::new(&kinds::ACCESS_CLOSED).with("user", user.name).into()),
        _ if refused(app, &Principal::Guest, &name).await? => Err(locked_for_a_while()),
        _ => Err(Problem::new(&kinds::ACCESS_REFUSED).with("limit", LIMIT).with("minutes", MINUTES).into()),
    }
}

/// Refuses a name that too many wrong passwords have locked, whether or not somebody has it.
async fn unlocked(app: &App, name: &str) -> Result<()> {
    let locked = users::failures(app.store(), name).await?.locked_until;
    if locked.is_some_and(|until| until > app.now()) { Err(locked_for_a_while()) } else { Ok(()) }
}

fn locked_for_a_while() -> Failure {
    Problem::new(&kinds::ACCESS_LOCKED).with("minutes", MINUTES).into()
}

/// Counts a wrong password; whether it locked the name.
async fn refused(app: &App, who: &Principal, name: &str) -> Result<bool> {
    let lock = |failures: i64| (failures >= LIMIT).then(|| clock::after(LOCK));
    Ok(users::refused(app.store(), &who.actor(), &app.now(), name, lock).await? >= LIMIT)
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

/// Whether a present password is the asker's own, else the problem; for one who has the turn to sign in. A wrong one counts
/// as one at the sign-in does.
pub(super) async fn own(
    app: &App,
    who: &Principal,
    user: &User,
    given: String,
    field: &'static str,
) -> Result<Option<Problem>> {
    unlocked(app, &user.name).await?;
    if password::verify(given, Some(user.password_hash.clone())).await? {
        return Ok(None);
    }
    if refused(app, who, &user.name).await? {
        return Err(locked_for_a_while());
    }
    Ok(Some(Problem::new(&kinds::PASSWORD_CURRENT).field(field)))
}

/// Sets one's own password; other sessions of the user end, `session` goes on. A wrong present password counts as one at
/// the sign-in does, so that a session left open is no place to guess it.
pub async fn change_password(
    app: &App,
    who: &Principal,
    current: String,
    new: String,
    session: Option<&str>,
) -> Result<User> {
    let user = who.person().ok_or_else(|| Failure::new(&kinds::ACCESS_SIGN_IN))?;
    let _turn = app.turn_to_sign_in().await;
    let mut problems = Vec::new();
    problems.extend(password::check(&new, &current, &user.name).err());
    problems.extend(own(app, who, user, current, "current").await?);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let hash = password::hash(new).await?;
    Ok(users::set_password(app.store(), &who.actor(), &app.now(), user.id, &hash, false, session).await?)
}
