//! Warnings as they stood at a moment, by what had become of each until then.

use std::collections::BTreeMap;

use heng_monitoring::warnings::reconcile::Deed;
use heng_store::tables::warnings::{Warning, WarningEvent};

/// The warnings that had been raised by then, each in the state, weight and words of its last event. `events` are those up
/// to the moment, oldest first; since when it holds is as it was told last.
pub(super) fn stood(all: Vec<Warning>, events: &[WarningEvent]) -> Vec<Warning> {
    let mut last: BTreeMap<i64, (&WarningEvent, Deed)> = BTreeMap::new();
    let mut raised: BTreeMap<i64, &str> = BTreeMap::new();
    for event in events {
        // A note is no step.
        let Some(deed) = Deed::parse(&event.deed) else { continue };
        if deed == Deed::Raise {
            raised.insert(event.warning_id, &event.at);
        }
        last.insert(event.warning_id, (event, deed));
    }
    let then = |warning: Warning| {
        let (event, deed) = last.get(&warning.id)?;
        Some(Warning {
            state: deed.leads_to().code().to_owned(),
            severity: event.severity.clone(),
            reason: event.reason.clone(),
            reason_en: event.reason_en.clone(),
            changed_at: event.at.clone(),
            raised_at: raised.get(&warning.id).map_or(warning.raised_at, |at| (*at).to_owned()),
            ..warning
        })
    };
    all.into_iter().filter_map(then).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(warning_id: i64, deed: &str, severity: &str, at: &str) -> WarningEvent {
        WarningEvent {
            id: 0,
            warning_id,
            deed: deed.to_owned(),
            severity: severity.to_owned(),
            reason: format!("{deed} {at}"),
            reason_en: String::new(),
            note: None,
            actor: String::new(),
            at: at.to_owned(),
        }
    }

    fn warning(id: i64) -> Warning {
        let text = String::new;
        Warning {
            id,
            plan: text(),
            kind: text(),
            subject: text(),
            area: text(),
            breakdown: text(),
            period: text(),
            rule: text(),
            severity: "low".to_owned(),
            state: "resolved".to_owned(),
            since: text(),
            reason: text(),
            reason_en: text(),
            numbers: text(),
            indicator: None,
            target: None,
            domains: text(),
            units: text(),
            raised_at: "9".to_owned(),
            changed_at: "9".to_owned(),
        }
    }

    #[test]
    fn each_stands_as_its_last_step_until_then_left_it() {
        let events = [
            event(1, "raise", "low", "1"),
            event(1, "resolve", "low", "2"),
            event(1, "raise", "medium", "3"),
            event(1, "keep", "high", "4"),
            event(1, "acknowledge", "high", "5"),
            event(2, "raise", "low", "5"),
            event(2, "withdraw", "low", "6"),
        ];
        let at = |until: usize| {
            let told = |one: Warning| (one.id, one.state, one.severity, one.raised_at, one.changed_at);
            stood([1, 2, 3].map(warning).into(), &events[..until]).into_iter().map(told).collect::<Vec<_>>()
        };
        let said = |id, state: &str, severity: &str, raised: &str, changed: &str| {
            (id, state.to_owned(), severity.to_owned(), raised.to_owned(), changed.to_owned())
        };
        assert_eq!(at(0), []);
        assert_eq!(at(2), [said(1, "resolved", "low", "1", "2")]);
        assert_eq!(at(5), [said(1, "raised", "high", "3", "4")]);
        assert_eq!(at(7)[1], said(2, "withdrawn", "low", "5", "6"));
    }
}
