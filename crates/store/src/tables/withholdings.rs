//! What disclosure control withheld, each time that it was computed. What was withheld once stays so, and what was shown
//! once is known for ever: the next computation reads all earlier ones.

use std::collections::BTreeMap;

use heng_statistics::disclosure::Rounding;
use heng_statistics::observation::Key;
use rust_decimal::Decimal;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::withholding::{ActiveModel, Column, Entity, Model};
use crate::error::{Error, Result};

/// One computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Withholding {
    pub catalogue: String,
    /// The import of the catalogue, and the last observation, that it was computed from.
    pub package: i64,
    pub observation: i64,
    /// The withheld figures of items.
    pub hidden: Vec<(Key, Decimal)>,
    /// Of figures that are shown rounded, those that the computation before did not show so, and with none those that it
    /// did and this does not.
    pub rounded: Vec<(Key, Option<Rounding>)>,
}

/// The file of a computation: a list of what was withheld, and where that of what is rounded changed, both.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Hidden(Vec<(Key, Decimal)>),
    Both { hidden: Vec<(Key, Decimal)>, rounded: Vec<(Key, Option<Rounding>)> },
}

/// All computations by the rules of a catalogue, the oldest first.
pub async fn list(store: &Store, catalogue: &str) -> Result<Vec<Withholding>> {
    let rows = Entity::find().filter(Column::Catalogue.eq(catalogue)).order_by_asc(Column::Id);
    // Most computations withhold what the one before did.
    let mut read: BTreeMap<String, Kept> = BTreeMap::new();
    let mut all = Vec::new();
    for row in rows.all(store.reader()).await? {
        let kept = match read.get(&row.sha256) {
            Some(kept) => kept.clone(),
            None => {
                let bytes = store.files.get(&row.sha256).await?;
                let kept: Kept = serde_json::from_slice(&bytes).map_err(Error::damaged)?;
                read.entry(row.sha256.clone()).or_insert(kept).clone()
            }
        };
        let (hidden, rounded) = match kept {
            Kept::Hidden(hidden) => (hidden, Vec::new()),
            Kept::Both { hidden, rounded } => (hidden, rounded),
        };
        let Model { catalogue, package, observation, .. } = row;
        all.push(Withholding { catalogue, package, observation, hidden, rounded });
    }
    Ok(all)
}

/// Keeps a computation; one by the same rules from the same figures is kept once.
pub async fn record(store: &Store, who: &Actor, now: &str, made: &Withholding) -> Result<()> {
    let Withholding { hidden, rounded, .. } = made.clone();
    let kept = if rounded.is_empty() { Kept::Hidden(hidden) } else { Kept::Both { hidden, rounded } };
    let bytes = serde_json::to_vec(&kept).map_err(Error::damaged)?;
    let sha256 = store.files.put(bytes).await?;
    let write = store.begin(who, now).await?;
    let same = Entity::find()
        .filter(Column::Catalogue.eq(&made.catalogue))
        .filter(Column::Package.eq(made.package))
        .filter(Column::Observation.eq(made.observation));
    if same.one(write.on()).await?.is_some() {
        return Ok(());
    }
    let row = ActiveModel {
        id: NotSet,
        catalogue: Set(made.catalogue.clone()),
        package: Set(made.package),
        observation: Set(made.observation),
        figures: Set(made.hidden.len() as i64),
        sha256: Set(sha256.clone()),
        computed_at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    let details = json!({
        "figures": made.hidden.len(), "rounded": made.rounded.len(), "package": made.package, "observation": made.observation, "sha256": sha256,
    });
    write.commit(Event::new("disclosure.compute", &made.catalogue, details)).await?;
    Ok(())
}
