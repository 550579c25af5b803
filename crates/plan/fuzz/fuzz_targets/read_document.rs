//! Any bytes are read or refused, every quote stands in the line that its target names, and the package drafted of
//! what was read is written without a panic. `seeds` is the beginning of the corpus.
#![no_main]

use heng_plan::draft::draft;
use heng_plan::read::{ReadTarget, read_document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = read_document(bytes, "");
    let text = read.document.text();
    let lines: Vec<&str> = text.split('\n').collect();
    let stands = |target: &ReadTarget| {
        let line = read.document.line_of(target.line).expect("a line of the document");
        assert!(lines[line - 1].contains(&target.quote), "{target:?}");
    };
    for domain in &read.domains {
        domain.objectives.iter().flat_map(|objective| &objective.targets).for_each(stands);
        domain.measures.iter().flat_map(|measure| &measure.targets).for_each(stands);
    }
    read.projects.iter().flat_map(|project| &project.targets).for_each(stands);
    draft(&read);
});
