//! The plan as data: in come the files of a package or the text of a plan document, out come a [`model::Plan`]
//! or [`model::Catalogue`] with every problem found, or the structured document.
//!
//! Invariants: bytes in, values out, no path is opened; a reader never fails, it returns what it could read and
//! the problems; knows no database and no year's figures.

pub mod draft;
pub mod model;
pub mod package;
pub mod read;
