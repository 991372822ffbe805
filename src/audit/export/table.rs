//! Tables and columns, and records as their rows.

use std::io;

use serde_json::Value;

use crate::{
    audit::dataset::{Dataset, Record},
    date::Date,
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// True or false.
    Truth,
    /// A day.
    Day,
    /// Anything nested, as JSON.
    Json,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: that of the record's field.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// Whether there may be nothing.
    pub optional: bool,
}

/// A table: the records of one sort.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name: that of the sort of records.
    pub name: &'static str,
    /// The columns, in the order of the record's fields.
    pub columns: &'static [Column],
    /// The columns that no two rows have alike; none for a set of rows.
    pub key: &'static [&'static str],
}

/// What stands in a row and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// Text, or JSON.
    Text(String),
    /// A number.
    Number(i64),
    /// True or false.
    Truth(bool),
    /// A day.
    Day(Date),
}

const fn text(name: &'static str) -> Column {
    Column { name, holds: Type::Text, optional: false }
}

const fn number(name: &'static str) -> Column {
    Column { name, holds: Type::Number, optional: false }
}

const fn truth(name: &'static str) -> Column {
    Column { name, holds: Type::Truth, optional: false }
}

const fn day(name: &'static str) -> Column {
    Column { name, holds: Type::Day, optional: false }
}

const fn json(name: &'static str) -> Column {
    Column { name, holds: Type::Json, optional: false }
}

const fn perhaps(column: Column) -> Column {
    Column { optional: true, ..column }
}

/// All tables, in the order in which one refers to another.
pub const TABLES: [Table; 10] = [
    Table {
        name: "run",
        columns: &[
            text("run"),
            day("as_of"),
            text("title"),
            text("tool_version"),
            text("rules_digest"),
            text("config_digest"),
            number("expected"),
            json("tiers"),
        ],
        key: &["run"],
    },
    Table {
        name: "standard",
        columns: &[
            text("run"),
            text("standard"),
            text("version"),
            text("title"),
            text("description"),
            perhaps(number("step")),
            perhaps(number("tier")),
            text("stage"),
            json("stages"),
            json("holds"),
            truth("may_be_held"),
            perhaps(number("target")),
            perhaps(text("owner")),
            perhaps(text("docs")),
            json("rules"),
            json("present"),
        ],
        key: &["run", "standard"],
    },
    Table {
        name: "rule",
        columns: &[
            text("run"),
            text("rule"),
            text("title"),
            text("description"),
            text("level"),
            text("help"),
            perhaps(text("url")),
        ],
        key: &["run", "rule"],
    },
    Table {
        name: "repository",
        columns: &[
            text("run"),
            text("repository"),
            perhaps(text("url")),
            perhaps(text("language")),
            perhaps(text("lifecycle")),
            perhaps(day("created")),
            json("kinds"),
        ],
        key: &["run", "repository"],
    },
    Table {
        name: "scan",
        columns: &[
            text("run"),
            text("repository"),
            text("status"),
            perhaps(text("commit")),
            text("tree"),
            number("artifacts"),
            number("documents"),
            number("opaque"),
            number("excluded"),
            number("unreadable"),
            number("failures"),
            perhaps(text("message")),
        ],
        key: &["run", "repository"],
    },
    Table {
        name: "ownership",
        columns: &[
            text("run"),
            text("repository"),
            text("path"),
            text("owner"),
            perhaps(text("domain")),
            text("source"),
        ],
        key: &["run", "repository", "path"],
    },
    Table {
        name: "evaluation",
        columns: &[
            text("run"),
            text("repository"),
            text("standard"),
            text("outcome"),
            truth("on_path"),
            number("passed"),
            number("failed"),
            number("waived"),
            number("known"),
            number("not_applicable"),
            number("unmeasured"),
            number("errors"),
            number("findings"),
            number("fixable"),
            json("missing"),
        ],
        key: &["run", "repository", "standard"],
    },
    Table {
        name: "finding",
        columns: &[
            text("run"),
            text("repository"),
            text("rule"),
            json("standards"),
            text("fingerprint"),
            text("file"),
            number("line"),
            number("column"),
            text("pointer"),
            text("level"),
            text("message"),
            text("help"),
            perhaps(text("snippet")),
            perhaps(text("fix")),
            perhaps(text("waiver")),
        ],
        key: &[],
    },
    Table {
        name: "waiver",
        columns: &[
            text("run"),
            text("repository"),
            text("waiver"),
            text("kind"),
            text("rule"),
            json("standards"),
            perhaps(text("file")),
            text("reason"),
            perhaps(text("owner")),
            perhaps(day("until")),
            number("findings"),
        ],
        key: &["run", "repository", "waiver"],
    },
    Table {
        name: "event",
        columns: &[
            day("on"),
            text("event"),
            perhaps(text("repository")),
            perhaps(text("standard")),
            perhaps(text("rule")),
            perhaps(text("fingerprint")),
            perhaps(truth("useful")),
            text("detail"),
        ],
        key: &[],
    },
];

impl Table {
    /// The rows of a dataset, in its order.
    ///
    /// # Errors
    /// If a record has other fields than the table has columns.
    pub fn rows(&self, dataset: &Dataset) -> io::Result<Vec<Vec<Cell>>> {
        dataset.records().filter(|record| name(record) == self.name).map(|record| self.row(record)).collect()
    }

    fn row(&self, record: Record<'_>) -> io::Result<Vec<Cell>> {
        let wrong = |column: &str| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the record `{}` does not fit column `{column}`", self.name),
            )
        };
        let Value::Object(mut fields) = serde_json::to_value(record)? else { return Err(wrong("record")) };
        fields.remove("record");
        let cell = |column: &Column| {
            let value = fields.remove(column.name).ok_or_else(|| wrong(column.name))?;
            column.cell(value).ok_or_else(|| wrong(column.name))
        };
        let row = self.columns.iter().map(cell).collect::<io::Result<Vec<Cell>>>()?;
        fields.keys().next().map_or(Ok(row), |left| Err(wrong(left)))
    }
}

/// The table that a record belongs to.
fn name(record: &Record<'_>) -> &'static str {
    match record {
        Record::Run(_) => "run",
        Record::Standard(_) => "standard",
        Record::Rule(_) => "rule",
        Record::Repository(_) => "repository",
        Record::Scan(_) => "scan",
        Record::Ownership(_) => "ownership",
        Record::Evaluation(_) => "evaluation",
        Record::Finding(_) => "finding",
        Record::Waiver(_) => "waiver",
        Record::Event(_) => "event",
    }
}

impl Column {
    fn cell(&self, value: Value) -> Option<Cell> {
        Some(match (self.holds, value) {
            (_, Value::Null) => return self.optional.then_some(Cell::Nothing),
            (Type::Text, Value::String(text)) => Cell::Text(text),
            (Type::Number, Value::Number(number)) => Cell::Number(number.as_i64()?),
            (Type::Truth, Value::Bool(truth)) => Cell::Truth(truth),
            (Type::Day, Value::String(text)) => Cell::Day(text.parse().ok()?),
            (Type::Json, value) => Cell::Text(value.to_string()),
            _ => return None,
        })
    }
}

impl Cell {
    /// As plain text; nothing for nothing.
    pub(super) fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text.into()),
            Self::Number(number) => Some(number.to_string().into()),
            Self::Truth(truth) => Some(if *truth { "true" } else { "false" }.into()),
            Self::Day(day) => Some(day.to_string().into()),
        }
    }
}
