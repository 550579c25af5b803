//! The examples of the R package sdcTable, rules, and what an attacker can do over tables and releases.

mod attacker;
mod confidential;
mod contributors;
mod made;
mod oracle;
mod published;
mod rounded;
mod seeded;
mod sensitive;
