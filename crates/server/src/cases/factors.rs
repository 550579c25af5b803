//! Second factors: time-based codes (RFC 6238) of a person's own device, asked for where a name alone is not enough.

use std::time::Duration;

use heng_base::problem::{Problem, kinds};
use heng_store::tables::factors::{self, Factor};
use heng_store::tables::users::{self, User};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

use super::session;
use crate::app::App;
use crate::clock;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{FactorView, NewFactorView};

/// So many wrong codes in a row lock the factor.
const LIMIT: i64 = 5;
const MINUTES: u64 = 15;
const LOCK: Duration = Duration::from_secs(MINUTES * 60);

/// What the device names the account by.
const ISSUER: &str = "Heng";

/// Narrowest side of the picture, in points.
const PICTURE: u32 = 200;

fn person(who: &Principal) -> Result<&User> {
    who.person().ok_or_else(|| Failure::new(&kinds::ACCESS_SIGN_IN))
}

pub async fn get(app: &App, who: &Principal) -> Result<FactorView> {
    let held = factors::get(app.store(), person(who)?.id).await?;
    let state = held.map_or("none", |factor| if factor.active { "active" } else { "pending" });
    Ok(FactorView { state: state.to_owned() })
}

/// Whether the asker has one in use.
pub(super) async fn active(app: &App, who: &Principal) -> Result<bool> {
    let Some(user) = who.person() else { return Ok(false) };
    Ok(factors::get(app.store(), user.id).await?.is_some_and(|factor| factor.active))
}

/// Makes a secret and shows it, once. A session left open is not enough: it would be another's device.
pub async fn begin(app: &App, who: &Principal, password: String) -> Result<NewFactorView> {
    let user = person(who)?;
    {
        let _turn = app.turn_to_sign_in().await;
        if let Some(problem) = session::own(app, who, user, password, "password").await? {
            return Err(problem.into());
        }
    }
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(Failure::system)?;
    let secret = Secret::from(bytes).to_base32();
    let url = device(&secret, &user.name)?.to_url().map_err(Failure::system)?;
    let picture =
        QrCode::new(url).map_err(Failure::system)?.render::<svg::Color>().min_dimensions(PICTURE, PICTURE).build();
    factors::begin(app.store(), &who.actor(), &app.now(), user.id, &secret).await?;
    Ok(NewFactorView { secret, qr: format!("data:image/svg+xml,{}", percent(&picture)) })
}

fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~ ='/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Six digits every thirty seconds, as every such device makes them; one step to either side for its clock.
fn device(secret: &str, account: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(Failure::system)?;
    Builder::new()
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(Failure::system)
}

/// Puts the factor in use by a first code.
pub async fn confirm(app: &App, who: &Principal, code: &str) -> Result<FactorView> {
    let factor = factors::get(app.store(), person(who)?.id).await?;
    match factor {
        Some(factor) if factor.active => Err(Failure::new(&kinds::FACTOR_ACTIVE)),
        Some(factor) => {
            take(app, who, factor, code).await?;
            get(app, who).await
        }
        None => Err(Failure::new(&kinds::FACTOR_NONE)),
    }
}

/// Takes a code of the asker's device; none is taken twice.
pub(super) async fn spend(app: &App, who: &Principal, code: &str) -> Result<()> {
    let factor = factors::get(app.store(), person(who)?.id).await?.filter(|factor| factor.active);
    take(app, who, factor.ok_or_else(|| Failure::new(&kinds::FACTOR_NONE))?, code).await
}

async fn take(app: &App, who: &Principal, factor: Factor, code: &str) -> Result<()> {
    let user = person(who)?;
    // In turn with sign-ins, so that guesses sent at once cannot all be tried before the first failures lock it.
    let _turn = app.turn_to_sign_in().await;
    let now = app.now();
    let locked = factors::get(app.store(), user.id).await?.and_then(|factor| factor.locked_until);
    if locked.is_some_and(|until| until > now) {
        return Err(locked_for_a_while());
    }
    let seconds = u64::try_from(clock::second()).map_err(Failure::system)?;
    let step =
        device(&factor.secret, &user.name)?.check(code.trim(), seconds).and_then(|step| i64::try_from(step).ok());
    let Some(step) = step.filter(|step| *step > factor.last_step) else {
        let lock = |failures: i64| (failures >= LIMIT).then(|| clock::after(LOCK));
        let failures = factors::refuse(app.store(), &who.actor(), &now, user.id, lock).await?;
        if failures >= LIMIT {
            return Err(locked_for_a_while());
        }
        return Err(Problem::new(&kinds::FACTOR_CODE).field("code").into());
    };
    Ok(factors::take(app.store(), &who.actor(), &now, user.id, step).await?)
}

fn locked_for_a_while() -> Failure {
    Problem::new(&kinds::FACTOR_LOCKED).with("minutes", MINUTES).into()
}

/// Takes a user's factor away, so that another can be set up.
pub async fn reset(app: &App, who: &Principal, id: i64, reason: &str) -> Result<()> {
    app.require(who, "user.manage", Resource::Office)?;
    if users::get(app.store(), id).await?.is_none() {
        return Err(Failure::absent("用户", "user", id));
    }
    Ok(factors::reset(app.store(), &who.actor(), &app.now(), id, reason).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the last six digits of SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let device = device("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "li").unwrap();
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(device.check(code, second), Some(second / 30));
        }
        assert_eq!(device.check("287082", 59 + 90), None);
        assert_eq!(device.check("28708", 59), None);
    }

    #[test]
    fn a_picture_can_be_written_into_a_page() {
        assert_eq!(percent("<svg a='#000'/>"), "%3Csvg a='%23000'/%3E");
    }
}
