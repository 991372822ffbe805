//! Adoption over many repositories: which of them meet which standards of the platform, since when, and what holds the
//! others up.
//!
//! An audit judges each repository by the platform's rules and yields a [`Dataset`](dataset::Dataset): plain records of
//! one or many runs, whose union is again a dataset. Everything that people are shown is worked out from such records.

pub mod change;
mod checkout;
mod commit;
pub mod dataset;
mod evidence;
pub mod export;
pub mod feedback;
pub mod figures;
pub mod impact;
mod judge;
mod manifest;
mod owners;
pub mod publish;
pub mod quality;
mod records;
mod redact;
pub mod report;
mod run;
pub mod store;
pub mod summary;
mod templates;
pub mod words;

pub use manifest::{Facts, Target, targets};
pub use run::{Audit, Known, NoSink, Sink};
