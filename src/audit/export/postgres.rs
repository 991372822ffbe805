//! A script for `psql`: the tables in a schema of their own, their rows as COPY takes them, then the views.
//!
//! It runs in one transaction and replaces what is there, so loading it again changes nothing and a reader never sees half.

use std::{fmt::Write, io};

use super::{Cell, Column, TABLES, Table, Type};
use crate::audit::dataset::Dataset;

const HEAD: &str = "\
-- Load with: psql --set ON_ERROR_STOP=on --file waylint.sql
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
BEGIN;
CREATE SCHEMA IF NOT EXISTS waylint;
SET LOCAL search_path = waylint;
";

/// What questions are asked of.
const VIEWS: &str = include_str!("../sql/views.sql");

pub(super) fn script(dataset: &Dataset) -> io::Result<String> {
    let mut script = HEAD.to_owned();
    for table in &TABLES {
        define(&mut script, table);
        fill(&mut script, table, &table.rows(dataset)?);
    }
    // Writing to a string cannot fail.
    let _ = write!(script, "\n{VIEWS}\nCOMMIT;\n");
    Ok(script)
}

/// Names are quoted, for some are words of the language.
fn define(script: &mut String, table: &Table) {
    let column = |column: &Column| {
        let holds = match column.holds {
            Type::Text => "text",
            Type::Number => "bigint",
            Type::Truth => "boolean",
            Type::Day => "date",
            Type::Json => "jsonb",
        };
        format!("    \"{}\" {holds}{}", column.name, if column.optional { "" } else { " NOT NULL" })
    };
    let mut lines: Vec<String> = table.columns.iter().map(column).collect();
    if !table.key.is_empty() {
        let key: Vec<String> = table.key.iter().map(|name| format!("\"{name}\"")).collect();
        lines.push(format!("    PRIMARY KEY ({})", key.join(", ")));
    }
    // Writing to a string cannot fail.
    let _ = write!(
        script,
        "\nDROP TABLE IF EXISTS \"{0}\" CASCADE;\nCREATE TABLE \"{0}\" (\n{1}\n);\n",
        table.name,
        lines.join(",\n")
    );
}

fn fill(script: &mut String, table: &Table, rows: &[Vec<Cell>]) {
    let columns: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let _ = writeln!(script, "COPY \"{}\" ({}) FROM stdin;", table.name, columns.join(", "));
    for row in rows {
        for (number, cell) in row.iter().enumerate() {
            if number > 0 {
                script.push('\t');
            }
            match cell.text() {
                None => script.push_str("\\N"),
                Some(text) => text.chars().for_each(|c| escape(script, c)),
            }
        }
        script.push('\n');
    }
    script.push_str("\\.\n");
}

/// PostgreSQL has no character 0 in its texts.
fn escape(script: &mut String, c: char) {
    match c {
        '\\' => script.push_str("\\\\"),
        '\n' => script.push_str("\\n"),
        '\r' => script.push_str("\\r"),
        '\t' => script.push_str("\\t"),
        '\0' => script.push('\u{fffd}'),
        c => script.push(c),
    }
}
