//! The records as tables that other tools read: NDJSON, CSV, Parquet, and a script for PostgreSQL.
//!
//! The tables and columns are those of the history, so one query says the same of each. Lists are JSON texts, which every
//! engine can take apart.

mod csv;
mod ndjson;
mod parquet;
mod postgres;
mod table;

use std::{fs, io, path::Path};

pub use parquet::read as read_parquet;
pub use table::{Cell, Column, TABLES, Table, Type};

use super::dataset::Dataset;

/// A form of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One file of Parquet for each table.
    Parquet,
    /// One file of comma-separated values for each table.
    Csv,
    /// One file for each table, one JSON object a line.
    Ndjson,
    /// One script that makes the tables and fills them.
    Postgres,
}

/// Writes all tables below a folder, which is made if it is missing. Files that are there are replaced.
///
/// # Errors
/// What the system has against it.
pub fn export(dataset: &Dataset, form: Form, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    if form == Form::Postgres {
        return fs::write(folder.join("waylint.sql"), postgres::script(dataset)?);
    }
    for table in &TABLES {
        let rows: Vec<Vec<Cell>> = table.rows(dataset)?;
        let file = |end: &str| folder.join(format!("{}.{end}", table.name));
        match form {
            Form::Parquet => parquet::write(table, &rows, fs::File::create(file("parquet"))?)?,
            Form::Csv => fs::write(file("csv"), csv::text(table, &rows))?,
            Form::Ndjson => fs::write(file("ndjson"), ndjson::text(table, &rows))?,
            Form::Postgres => {}
        }
    }
    Ok(())
}
