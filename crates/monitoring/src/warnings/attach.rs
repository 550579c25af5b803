//! Findings beside the judgements that they concern, as `heng monitor` prints them.

use heng_base::text::Lang;

use super::{Finding, Subject};
use crate::judgement::{Judgement, Warning};

/// Gives each judgement the findings of its target and of its indicator in its breakdown, the gravest first.
pub fn attach(judgements: &mut [Judgement], findings: &[Finding]) {
    for judgement in judgements {
        let concerns = |finding: &&Finding| match &finding.identity.subject {
            Subject::Target(id) => judgement.target_id.as_ref() == Some(id),
            Subject::Indicator(code) => {
                judgement.indicator.as_ref() == Some(code) && judgement.breakdown == finding.identity.breakdown
            }
            Subject::Item(_) | Subject::Check(..) => {
                judgement.indicator.is_some() && judgement.indicator == finding.indicator
            }
            Subject::Unit(_) => false,
        };
        let told = findings.iter().filter(concerns).map(|finding| Warning {
            kind: finding.identity.kind.code().to_owned(),
            severity: finding.severity.code().to_owned(),
            since: finding.since,
            message: finding.reason.zh.clone(),
            message_en: finding.reason.get(Lang::En).to_owned(),
        });
        judgement.warnings = told.collect();
    }
}
