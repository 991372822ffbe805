//! Everything a run yields, as JSON. The shape is frozen per version and described by `schemas/report.schema.json`.

mod v1;

use std::io::{self, Write};

use super::Options;
use crate::finding::Report;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &v1::Report::new(report, options))?;
    writeln!(out)
}

/// The JSON Schema of the report, made from the types that are written.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(v1::Report<'_>).to_value()
}
