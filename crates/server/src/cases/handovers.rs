//! A contact person 联络员 hands over to a successor.

use heng_base::problem::{Problem, kinds};
use heng_store::tables::handovers::{self, Successor};
use heng_store::tables::users as table;
use serde::Deserialize;
use utoipa::ToSchema;

use super::users::{self, Joining, Known};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::password;
use crate::policy::{Principal, Resource};
use crate::views::HandoverView;

/// Who follows, and why. One of `successor` and `new` is given.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Handing {
    /// Id of a user of the same unit and role.
    pub successor: Option<i64>,
    /// Somebody who has no account yet; unit and role are those of the one who leaves.
    pub new: Option<Following>,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Following {
    pub name: String,
    pub display_name: String,
}

/// Moves what is due to the successor and closes the account; the name stays in the history.
pub async fn hand_over(app: &App, who: &Principal, id: i64, handing: Handing) -> Result<HandoverView> {
    app.require(who, "user.manage", Resource::Office)?;
    let from = table::get(app.store(), id).await?.ok_or_else(|| Failure::absent("用户", "user", id))?;
    let mut problems = Vec::new();
    if handing.reason.trim().is_empty() {
        problems.push(Problem::new(&kinds::REASON_MISSING).field("reason"));
    }
    let mut given = None;
    let to = match (handing.successor, handing.new) {
        (Some(successor), None) => Some(Successor::Held(successor)),
        (None, Some(Following { name, display_name })) => {
            let joining = Joining { name, display_name, role: from.role.clone(), unit: from.unit.clone() };
            match users::read(app, joining).await {
                Ok(new) => {
                    let one_time = given.insert(password::one_time()?);
                    let password_hash = password::hash(one_time.clone()).await?;
                    Some(Successor::New(table::NewUser { password_hash, ..new }))
                }
                Err(Failure::Refused(found)) => {
                    problems.extend(found);
                    None
                }
                Err(other) => return Err(other),
            }
        }
        _ => {
            problems.push(
                Problem::expected("", "选一名接任人，或填写新联络员", "choose a successor, or name a new one")
                    .field("successor"),
            );
            None
        }
    };
    let Some(to) = to.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let (who, now) = (who.actor(), app.now());
    let (handed, to) = handovers::hand_over(app.store(), &who, &now, id, to, &handing.reason).await?;
    let known = Known::load(app).await?;
    let from = table::get(app.store(), id).await?.unwrap_or(from);
    Ok(HandoverView {
        from: users::row(&known, from, &now),
        to: users::row(&known, to, &now),
        submissions: serde_json::from_str(&handed.submissions).map_err(Failure::system)?,
        password: given,
    })
}
