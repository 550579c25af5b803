//! An attacker on what was shown: all that is known of a table, now and before, as one linear program; the interval within
//! which each hidden count must lie.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOutcome};

/// Area and sex; the sex is empty for the total.
pub type Place = (String, String);

/// What was seen at one time: of each place the observation, and its count where that was shown. The same observation is the
/// same count whenever it was seen.
pub type Seen = BTreeMap<Place, (i64, Option<f64>)>;

/// The wholes of a table with their parts: areas of the county, and women and men.
fn sums(seen: &Seen, county: &str) -> Vec<(Place, Vec<Place>)> {
    let towns: BTreeSet<&String> = seen.keys().map(|(area, _)| area).filter(|area| *area != county).collect();
    let sexes: BTreeSet<&String> = seen.keys().map(|(_, sex)| sex).collect();
    let over_towns = sexes.into_iter().map(|sex| {
        let parts = towns.iter().map(|town| ((*town).clone(), sex.clone()));
        ((county.to_owned(), sex.clone()), parts.collect())
    });
    let over_sexes = seen.keys().map(|(area, _)| area).collect::<BTreeSet<_>>().into_iter().map(|area| {
        let of = |sex: &str| (area.clone(), sex.to_owned());
        (of(""), vec![of("sex=F"), of("sex=M")])
    });
    over_towns.chain(over_sexes).collect()
}

/// Of each hidden observation the least and greatest count that agrees with everything seen; a count that may be hidden is
/// known not to be 0.
pub fn intervals(times: &[Seen], county: &str) -> BTreeMap<i64, (f64, f64)> {
    let shown: BTreeMap<i64, f64> =
        times.iter().flat_map(Seen::values).filter_map(|(id, n)| Some((*id, (*n)?))).collect();
    let all: BTreeSet<i64> = times.iter().flat_map(Seen::values).map(|(id, _)| *id).collect();
    let hidden: Vec<i64> = all.into_iter().filter(|id| !shown.contains_key(id)).collect();
    let end = |goal: i64, direction: OptimizationDirection| {
        let mut problem = Problem::new(direction);
        let columns: BTreeMap<i64, _> = hidden
            .iter()
            .map(|id| (*id, problem.add_var(if *id == goal { 1.0 } else { 0.0 }, (1.0, f64::INFINITY))))
            .collect();
        for (seen, (whole, parts)) in
            times.iter().flat_map(|seen| sums(seen, county).into_iter().map(move |sum| (seen, sum)))
        {
            let members = [(&whole, 1.0)].into_iter().chain(parts.iter().map(|part| (part, -1.0)));
            let (mut row, mut rest) = (Vec::new(), 0.0);
            for (place, sign) in members {
                let (id, _) = seen[place];
                match shown.get(&id) {
                    Some(count) => rest -= sign * count,
                    None => row.push((columns[&id], sign)),
                }
            }
            if row.is_empty() {
                assert_eq!(rest, 0.0, "{whole:?} is not the sum of its parts");
            } else {
                problem.add_constraint(&row[..], ComparisonOp::Eq, rest);
            }
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => solution.var_value(columns[&goal]),
            Err(Error::Unbounded) => f64::INFINITY,
            other => panic!("{other:?}"),
        }
    };
    let both = |id: &i64| (*id, (end(*id, OptimizationDirection::Minimize), end(*id, OptimizationDirection::Maximize)));
    hidden.iter().map(both).collect()
}
