//! waylint from outside: everything here goes through the binary or the public library.

mod baseline;
mod config;
mod discover;
mod documents;
mod kinds;
mod reports;
mod waivers;
