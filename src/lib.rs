//! waylint judges the files of a repository by platform standards written in Rego or JSON Schema.
//!
//! The way of the data is `discover → recognise → parse → judge → settle → report`; [`linter`] is that
//! pipeline in one file and the place to start reading. Files import only from floors below their own
//! (`docs/architecture.md` draws them, a test keeps them).

pub mod audit;
pub mod baseline;
pub mod catalogue;
pub mod cli;
pub mod clone;
pub mod commands;
pub mod config;
pub mod contents;
pub mod date;
pub mod digest;
pub mod discover;
pub mod docs;
pub mod document;
pub mod embedded;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod folder;
pub mod inspect;
pub mod kind;
pub mod kubernetes;
pub mod linter;
pub mod metadata;
pub mod recognise;
pub mod registry;
pub mod rego;
pub mod report;
pub mod rule;
pub mod schema;
pub mod shape;
pub mod source;
pub mod standard;
pub mod testing;
pub mod waive;
pub mod waiver;
pub mod why;
