//! waylint from outside: everything here goes through the binary or the public library.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod audit;
mod baseline;
mod command;
mod config;
mod conformance;
mod copies;
mod discover;
mod dockerfile;
mod documents;
mod exports;
mod fix;
mod hostile;
mod house;
mod init;
mod kinds;
mod layers;
mod oracle;
mod owner;
mod pages;
mod parts;
mod peers;
mod platform;
mod policies;
mod recorded;
mod rego;
mod reports;
mod rules;
mod schemas;
mod storefront;
mod test_data;
mod waive;
mod waivers;
