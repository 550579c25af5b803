//! Packages as they were imported. The newest of a kind and code is in force; the older ones stay.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use heng_plan::package::Files;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::refuse;
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::package::{ActiveModel, Column, Entity};
use crate::error::{Error, Result};

/// The one kind of file that is no text: workbooks of the upper level.
const WORKBOOK: &str = ".xlsx";

pub type Package = crate::entities::package::Model;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Catalogue,
    Plan,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Plan => "plan",
        }
    }
}

impl Package {
    /// The files of the package, as they were read.
    pub fn contents(&self) -> Result<Files> {
        let held: BTreeMap<String, Content> =
            serde_json::from_str(&self.files).map_err(|e| Error::damaged(format!("package {}: {e}", self.id)))?;
        held.into_iter().map(|(path, content)| Ok((path, content.bytes()?))).collect()
    }
}

/// How a file of a package is kept: texts as they are, workbooks in base 64.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Packed { base64: String },
}

impl Content {
    fn bytes(self) -> Result<Vec<u8>> {
        match self {
            Self::Text(text) => Ok(text.into_bytes()),
            Self::Packed { base64 } => BASE64.decode(base64).map_err(|e| Error::damaged(format!("package file: {e}"))),
        }
    }
}

/// SHA-256 over paths, lengths and contents in order of path.
pub fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update(path);
        hash.update([0]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    format!("{:x}", hash.finalize())
}

/// A package to keep.
#[derive(Debug, Clone)]
pub struct NewPackage<'a> {
    pub kind: Kind,
    pub code: String,
    pub version: String,
    pub files: &'a Files,
    /// Why it is put in force, where somebody said so.
    pub reason: Option<String>,
}

/// Keeps a package and puts it in force. The one already in force, unchanged, is returned with `false`. That it is
/// free of faults is the caller's to see to; a file that is not text is refused.
pub async fn import(store: &Store, who: &Actor, now: &str, new: NewPackage<'_>) -> Result<(Package, bool)> {
    let write = store.begin(who, now).await?;
    let (package, event) = put(&write, new).await?;
    let Some(event) = event else { return Ok((package, false)) };
    write.commit(event).await?;
    Ok((package, true))
}

/// Puts a package in force within a write, with what the audit chain is to say of it; nothing where it is in force already.
pub(super) async fn put(write: &Write, new: NewPackage<'_>) -> Result<(Package, Option<Event>)> {
    let NewPackage { kind, code, version, files, reason } = new;
    let digest = digest(files);
    let texts = texts(files)?;
    let before = newest(write.on(), kind, &code).await?;
    if let Some(held) = before.as_ref().filter(|p| p.digest == digest) {
        return Ok((held.clone(), None));
    }
    let row = ActiveModel {
        id: NotSet,
        kind: Set(kind.code().to_owned()),
        code: Set(code.clone()),
        version: Set(version.clone()),
        digest: Set(digest.clone()),
        files: Set(texts),
        imported_by: Set(write.who.clone()),
        imported_at: Set(write.now.clone()),
    };
    let package = row.insert(write.on()).await?;
    let mut details = json!({"id": package.id, "version": version, "digest": digest, "replaces": before.map(|p| p.id)});
    if let Some(reason) = reason {
        details["reason"] = reason.into();
    }
    Ok((package, Some(Event::new("package.import", format!("{}:{code}", kind.code()), details))))
}

fn texts(files: &Files) -> Result<String> {
    let mut kept = BTreeMap::new();
    for (path, bytes) in files {
        let content = match std::str::from_utf8(bytes) {
            Ok(text) => Content::Text(text.to_owned()),
            Err(_) if path.ends_with(WORKBOOK) => Content::Packed { base64: BASE64.encode(bytes) },
            Err(_) => {
                let kind = &heng_base::problem::kinds::FILE_NOT_TEXT;
                return Err(heng_base::problem::Problem::new(kind).file(path).into());
            }
        };
        kept.insert(path, content);
    }
    serde_json::to_string(&kept).map_err(Error::damaged)
}

pub(super) async fn newest(on: &impl ConnectionTrait, kind: Kind, code: &str) -> Result<Option<Package>> {
    let found = Entity::find()
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::Code.eq(code))
        .order_by_desc(Column::Id)
        .one(on);
    Ok(found.await?)
}

/// The package in force.
pub async fn in_force(store: &Store, kind: Kind, code: &str) -> Result<Option<Package>> {
    newest(store.reader(), kind, code).await
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Package>> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

/// Every import, newest first.
pub async fn all(store: &Store) -> Result<Vec<Package>> {
    Ok(Entity::find().order_by_desc(Column::Id).all(store.reader()).await?)
}

/// One text file of an import.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PackageFile {
    pub id: i64,
    pub imported_by: String,
    pub imported_at: String,
    /// None where the import has no such file.
    pub text: Option<String>,
}

/// One file of every import of a package, oldest first, without the others, which are large.
pub async fn history(store: &Store, kind: Kind, code: &str, path: &str) -> Result<Vec<PackageFile>> {
    let text = match store.reader().get_database_backend() {
        DbBackend::Postgres => Expr::cust_with_values("files::json ->> $1", [path]),
        _ => Expr::cust_with_values("json_extract(files, ?)", [format!("$.\"{path}\"")]),
    };
    let all = Entity::find().select_only().columns([Column::Id, Column::ImportedBy, Column::ImportedAt]);
    let all = all.column_as(text, "text").filter(Column::Kind.eq(kind.code())).filter(Column::Code.eq(code));
    Ok(all.order_by_asc(Column::Id).into_model::<PackageFile>().all(store.reader()).await?)
}

/// Those in force, by code.
pub async fn list(store: &Store, kind: Kind) -> Result<Vec<Package>> {
    let newest = Query::select()
        .expr(Column::Id.max())
        .from(Entity)
        .and_where(Column::Kind.eq(kind.code()))
        .group_by_col(Column::Code)
        .to_owned();
    let mut rows = Entity::find().filter(Column::Id.in_subquery(newest)).all(store.reader()).await?;
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(rows)
}

/// The codes of a kind, sorted: without the files, which are large and which most who ask do not need.
pub async fn codes(store: &Store, kind: Kind) -> Result<Vec<String>> {
    let rows = Entity::find().select_only().column(Column::Code).distinct().filter(Column::Kind.eq(kind.code()));
    let mut codes: Vec<String> = rows.into_tuple().all(store.reader()).await?;
    codes.sort();
    Ok(codes)
}

/// Id of the last import, 0 where there is none: what was read up to it is still in force.
pub async fn last_id(store: &Store) -> Result<i64> {
    let last: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .order_by_desc(Column::Id)
        .into_tuple()
        .one(store.reader())
        .await?;
    Ok(last.unwrap_or(0))
}

/// The package in force, or the problem that there is none.
pub async fn required(store: &Store, kind: Kind, code: &str) -> Result<Package> {
    let found = in_force(store, kind, code).await?;
    found.ok_or_else(|| refuse(&heng_base::problem::kinds::PACKAGE_NOT_IMPORTED, "code", code))
}
