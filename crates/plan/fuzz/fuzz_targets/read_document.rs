//! Any bytes are read or refused, and every quote stands in the text. The specimens of
//! `tests/cases/plans/specimens` are a good beginning for the corpus.
#![no_main]

use heng_plan::read::{ReadTarget, read_document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = read_document(bytes, "");
    let text = read.document.text();
    let stands = |target: &ReadTarget| assert!(text.contains(&target.quote), "{target:?}");
    for domain in &read.domains {
        domain.objectives.iter().flat_map(|objective| &objective.targets).for_each(stands);
        domain.measures.iter().flat_map(|measure| &measure.targets).for_each(stands);
    }
    read.projects.iter().flat_map(|project| &project.targets).for_each(stands);
});
