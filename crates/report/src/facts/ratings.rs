//! Objectives rated from evidence, as a release froze their ratings.

use heng_plan::model::{Catalogue, Objective, Plan, Status};

use super::{LevelFacts, RatedFacts, RatingFacts};

/// The rating of an objective for a year that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    pub objective: String,
    pub year: i32,
    /// Name of the level.
    pub level: String,
    pub evidence: String,
    /// Code of the role in which it was given; never a person.
    pub role: Option<String>,
}

/// The objectives of a domain that are rated, each with its last rating up to the year of the report.
pub fn rated(plan: &Plan, domain: u32, ratings: &[Rating], year: i32) -> Vec<RatedFacts> {
    let objectives = plan.objectives.iter().filter(|objective| objective.domain == domain && objective.is_rated());
    objectives.map(|objective| facts(objective, ratings, year)).collect()
}

fn facts(objective: &Objective, ratings: &[Rating], year: i32) -> RatedFacts {
    let own = ratings.iter().filter(|rating| rating.objective == objective.number && rating.year <= year);
    let last = own.max_by_key(|rating| rating.year);
    RatedFacts {
        number: objective.number.clone(),
        text: objective.text.clone(),
        wanted: objective.evidence.clone(),
        rating: last.map(|rating| RatingFacts {
            level: rating.level.clone(),
            year: rating.year,
            evidence: lines(&rating.evidence),
            role: rating.role.clone(),
        }),
    }
}

/// What was typed as several lines; wording ends each as it likes.
fn lines(text: &str) -> Vec<String> {
    let ended = |line: &str| line.trim().trim_end_matches(['。', '；', ';']).to_owned();
    text.lines().map(ended).filter(|line| !line.is_empty()).collect()
}

pub fn scale(catalogue: &Catalogue) -> Vec<LevelFacts> {
    let level = |level: &heng_plan::model::RubricLevel| LevelFacts {
        name: level.name.zh.clone(),
        criterion: level.criterion.zh.clone(),
        proposed: level.status == Status::Proposed,
    };
    catalogue.rubric.iter().map(level).collect()
}
