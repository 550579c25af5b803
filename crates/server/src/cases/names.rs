//! Who did something, as people are told it.

use std::collections::BTreeMap;
use std::sync::Arc;

use heng_store::tables::users;

use crate::app::App;
use crate::failure::Result;
use crate::policy::Principal;

/// Display names by user name; none where the asker is not to know who works here.
#[derive(Clone)]
pub struct Names(Option<Arc<BTreeMap<String, String>>>);

impl Names {
    pub async fn load(app: &App, who: &Principal) -> Result<Self> {
        if let Principal::Guest = who {
            return Ok(Self(None));
        }
        let all = users::list(app.store()).await?;
        Ok(Self(Some(Arc::new(all.into_iter().map(|user| (user.name, user.display_name)).collect()))))
    }

    /// The display name; the name as it was recorded where no user has it, as the command line's.
    pub fn of(&self, name: &str) -> String {
        match &self.0 {
            Some(known) => known.get(name).cloned().unwrap_or_else(|| name.to_owned()),
            None => String::new(),
        }
    }
}
