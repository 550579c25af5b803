//! Users.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::codes::{PlanCode, UnitCode};
use heng_base::problem::{Problem, kinds};
use heng_collection::submission::Role;
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::users::{self, NewUser, User};
use heng_store::tables::{factors, handovers};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shown;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::password;
use crate::policy::{Principal, Resource};
use crate::views::{PasswordView, UserRow, UserView};

/// Longest user name and display name.
pub(super) const LONGEST: usize = 40;

/// A user to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Joining {
    pub name: String,
    pub display_name: String,
    /// administrator, auditor, evaluator, leader, reporter or reviewer.
    pub role: String,
    /// Of a reporter and a reviewer; none for the others.
    pub unit: Option<String>,
}

pub async fn list(app: &App, who: &Principal) -> Result<Vec<UserRow>> {
    app.require(who, "user.manage", Resource::Office)?;
    let (units, now) = (Known::load(app).await?, app.now());
    Ok(users::list(app.store()).await?.into_iter().map(|user| row(&units, user, &now)).collect())
}

/// `now` tells whether a lock still holds.
pub(super) fn row(known: &Known, user: User, now: &str) -> UserRow {
    UserRow {
        unit_name: user.unit.as_deref().and_then(|unit| known.of(unit)),
        second_factor: known.factors.contains(&user.id),
        successor: known.successors.get(&user.name).cloned(),
        id: user.id,
        name: user.name,
        display_name: user.display_name,
        role: user.role,
        unit: user.unit,
        active: user.active,
        must_change_password: user.must_change_password,
        locked_until: user.locked_until.filter(|until| until.as_str() > now),
        last_sign_in: user.last_sign_in,
        created_at: user.created_at,
    }
}

pub(super) async fn view(app: &App, user: &User) -> Result<UserView> {
    // Who has no unit signs in even where a plan cannot be read: that is who mends it.
    let known = if user.unit.is_some() { Known::load(app).await? } else { Known::default() };
    Ok(UserView {
        id: user.id,
        name: user.name.clone(),
        display_name: user.display_name.clone(),
        role: user.role.clone(),
        unit: user.unit.clone(),
        unit_name: user.unit.as_deref().and_then(|unit| known.of(unit)),
    })
}

/// What is told of users beside their own rows.
#[derive(Default)]
pub(super) struct Known {
    /// The plans whose units have names.
    plans: Vec<Arc<Figures>>,
    /// Who has a second factor in use.
    factors: BTreeSet<i64>,
    /// Who followed whom, by user name.
    successors: BTreeMap<String, String>,
}

impl Known {
    pub async fn load(app: &App) -> Result<Self> {
        let mut plans = Vec::new();
        for plan in packages::codes(app.store(), Kind::Plan).await? {
            if let Ok(plan) = PlanCode::parse(&plan) {
                plans.push(app.figures(&plan).await?);
            }
        }
        let handed = handovers::list(app.store()).await?;
        Ok(Self {
            plans,
            factors: factors::active(app.store()).await?,
            successors: handed.into_iter().map(|one| (one.from_user, one.to_user)).collect(),
        })
    }

    /// The name that the first plan with such a unit gives it.
    fn of(&self, unit: &str) -> Option<String> {
        let unit = UnitCode::parse(unit).ok()?;
        let plan = self.plans.iter().find(|figures| figures.plan.units.contains_key(&unit))?;
        Some(shown::unit_name(&unit, &plan.plan))
    }
}

/// Makes a user with a one-time password.
pub async fn create(app: &App, who: &Principal, joining: Joining) -> Result<PasswordView> {
    app.require(who, "user.manage", Resource::Office)?;
    let new = read(app, joining).await?;
    let one_time = password::one_time()?;
    let new = NewUser { password_hash: password::hash(one_time.clone()).await?, ..new };
    let user = users::create(app.store(), &who.actor(), &app.now(), new).await?;
    Ok(PasswordView { user: row(&Known::load(app).await?, user, &app.now()), password: one_time })
}

/// Makes a person of a demo store, with a password that all share and may keep.
pub(super) async fn create_known(app: &App, who: &Principal, joining: Joining, password_hash: String) -> Result<()> {
    app.require(who, "user.manage", Resource::Office)?;
    let new = NewUser { password_hash, must_change_password: false, ..read(app, joining).await? };
    users::create(app.store(), &who.actor(), &app.now(), new).await?;
    Ok(())
}

/// Reads what was typed; all faults at once.
pub(super) async fn read(app: &App, joining: Joining) -> Result<NewUser> {
    let mut problems = Vec::new();
    let mut invalid = |value: &str, [expected, english]: [&str; 2], field: &str| {
        problems.push(Problem::expected(value, expected, english).field(field));
    };
    let name = joining.name.trim();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@'));
    if name.is_empty() || name.chars().count() > LONGEST || !plain {
        let expected =
            ["用户名用文字、字母、数字、- _ . @，最多 40 个字符", "letters, digits, - _ . @, at most 40 characters"];
        invalid(name, expected, "name");
    }
    let display_name = joining.display_name.trim();
    if display_name.is_empty() || display_name.chars().count() > LONGEST {
        invalid(display_name, ["写姓名，最多 40 个字符", "a name of at most 40 characters"], "display_name");
    }
    let role = Role::parse(&joining.role);
    if role.is_none() {
        let roles = Role::ALL.map(Role::code);
        invalid(&joining.role, [&roles.join("、"), &roles.join(", ")], "role");
    }
    let unit = joining.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
    if role.is_some_and(|role| role.of_unit() != unit.is_some()) {
        let problem = Problem::new(&kinds::USER_UNIT).with("name", name);
        problems.push(problem.field("unit"));
    } else if let Some(unit) = unit
        && Known::load(app).await?.of(unit).is_none()
    {
        let problem = Problem::new(&kinds::RECORD_MISSING).with("what_zh", "责任单位").with("what_en", "unit");
        problems.push(problem.with("key", unit).field("unit"));
    }
    match role {
        Some(role) if problems.is_empty() => Ok(NewUser {
            name: name.to_owned(),
            display_name: display_name.to_owned(),
            password_hash: String::new(),
            role,
            unit: unit.map(str::to_owned),
            must_change_password: true,
        }),
        _ => Err(problems.into()),
    }
}

/// Gives a user a new one-time password; lifts a lock, ends the sessions.
pub async fn reset(app: &App, who: &Principal, id: i64) -> Result<PasswordView> {
    app.require(who, "user.manage", Resource::Office)?;
    let one_time = password::one_time()?;
    let hash = password::hash(one_time.clone()).await?;
    let user = users::set_password(app.store(), &who.actor(), &app.now(), id, &hash, true, None).await?;
    Ok(PasswordView { user: row(&Known::load(app).await?, user, &app.now()), password: one_time })
}

/// [`reset`] by user name, for the command line: whoever runs it on the server's machine is the way back in for a last
/// administrator who is locked out.
pub async fn reset_by_name(app: &App, who: &Principal, name: &str) -> Result<PasswordView> {
    app.require(who, "user.manage", Resource::Office)?;
    let found = users::by_name(app.store(), name).await?;
    let user = found.ok_or_else(|| Failure::absent("用户", "user", name))?;
    reset(app, who, user.id).await
}

pub async fn deactivate(app: &App, who: &Principal, id: i64, reason: &str) -> Result<UserRow> {
    app.require(who, "user.manage", Resource::Office)?;
    let user = users::deactivate(app.store(), &who.actor(), &app.now(), id, reason).await?;
    Ok(row(&Known::load(app).await?, user, &app.now()))
}

/// The first administrator of a store without users, with a one-time password; none where there are users.
pub async fn first(app: &App, who: &Principal) -> Result<Option<PasswordView>> {
    if users::count(app.store()).await? > 0 {
        return Ok(None);
    }
    let joining = Joining {
        name: "admin".to_owned(),
        display_name: "系统管理员".to_owned(),
        role: Role::Administrator.code().to_owned(),
        unit: None,
    };
    create(app, who, joining).await.map(Some)
}
