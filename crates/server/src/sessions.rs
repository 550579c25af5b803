//! Sessions of browsers, kept in the store so that servers share them.

use async_trait::async_trait;
use heng_store::engine::Store;
use heng_store::tables::sessions::{self, Session};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tower_sessions::session::{self, Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};

use crate::clock;

/// Key of the signed-in user's id in a session.
pub const USER: &str = "user";

/// Key of the second in which a session was last written.
const SEEN: &str = "seen";

/// So many seconds may pass before a request writes its session again.
const WRITE_EVERY: i64 = 60;

const WRITTEN: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

#[derive(Debug, Clone)]
pub struct Sessions(pub Store);

fn row(record: &Record) -> Result<Session> {
    Ok(Session {
        id: record.id.to_string(),
        user_id: record.data.get(USER).and_then(serde_json::Value::as_i64),
        data: serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?,
        expires_at: record.expiry_date.to_utc().format(WRITTEN).map_err(|e| Error::Encode(e.to_string()))?,
    })
}

fn record(row: Session) -> Result<Record> {
    let decode = |what: String| Error::Decode(what);
    let expiry = time::PrimitiveDateTime::parse(&row.expires_at, WRITTEN).map_err(|e| decode(e.to_string()))?;
    Ok(Record {
        id: row.id.parse::<Id>().map_err(|e| decode(e.to_string()))?,
        data: serde_json::from_str(&row.data).map_err(|e| decode(e.to_string()))?,
        expiry_date: OffsetDateTime::new_utc(expiry.date(), expiry.time()),
    })
}

/// Lets a session's time run anew from this request. Only a changed session is written, with a new end and cookie.
pub async fn prolong(session: &tower_sessions::Session) -> std::result::Result<(), session::Error> {
    let (seen, now) = (session.get::<i64>(SEEN).await?, clock::second());
    if seen.is_none_or(|seen| now - seen >= WRITE_EVERY) {
        session.insert(SEEN, now).await?;
    }
    Ok(())
}

fn failed(error: impl ToString) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, new: &mut Record) -> Result<()> {
        while !sessions::create(&self.0, row(new)?).await.map_err(failed)? {
            new.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, held: &Record) -> Result<()> {
        sessions::save(&self.0, row(held)?).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sessions::load(&self.0, &id.to_string(), &clock::now()).await.map_err(failed)?;
        found.map(record).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, &id.to_string()).await.map_err(failed)
    }
}
