//! What the figures say of a plan's targets in a year.

use std::sync::Arc;

use heng_base::text::Lang;
use heng_monitoring::judgement::Judgement;
use heng_monitoring::warnings::attach::attach;
use heng_plan::model::{Catalogue, Plan, Target};
use heng_report::facts::words::target_short;

use super::{plans, warnings};
use crate::app::App;
use crate::failure::Result;
use crate::figures::Figures;
use crate::policy::Principal;

/// The judgements of a year with what is needed to tell them.
pub struct Monitored {
    figures: Arc<Figures>,
    pub judgements: Arc<Vec<Judgement>>,
    /// Those of measures and projects alone.
    pub of_measures: Arc<Vec<Judgement>>,
}

impl Monitored {
    pub fn plan(&self) -> &Plan {
        &self.figures.plan
    }

    /// The target of a judgement in the fewest words: `≤20/10万`, `上升`.
    pub fn target_words(&self, judgement: &Judgement, lang: Lang) -> String {
        let of = |target: &&Target| Some(&target.id) == judgement.target_id.as_ref();
        let target = self.figures.plan.targets.iter().find(of);
        target.map_or_else(String::new, |target| target_short(target, &self.figures.catalogue, lang))
    }

    pub fn catalogue(&self) -> &Catalogue {
        &self.figures.catalogue
    }
}

pub async fn monitor(app: &App, who: &Principal, plan: &str, year: i32) -> Result<Monitored> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "figures.read", figures.resource())?;
    plans::checked_year(&figures.plan, Some(year))?;
    let found = warnings::found(app, &figures, year).await?;
    let warned = |held: Arc<Vec<Judgement>>| {
        let mut judgements = held.to_vec();
        attach(&mut judgements, &found);
        Arc::new(judgements)
    };
    let (judgements, of_measures) = (warned(figures.judgements(year)), warned(figures.judgements_of_measures(year)));
    Ok(Monitored { figures, judgements, of_measures })
}
