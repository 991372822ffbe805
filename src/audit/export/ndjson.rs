//! One JSON object a line. What is JSON in a column is JSON here, not a text that holds it.

use serde_json::{Map, Value};

use super::{Cell, Table, Type};

pub(super) fn text(table: &Table, rows: &[Vec<Cell>]) -> String {
    let line = |row: &Vec<Cell>| {
        let fields = table.columns.iter().zip(row).map(|(column, cell)| {
            let value = match cell {
                Cell::Nothing => Value::Null,
                Cell::Text(text) if column.holds == Type::Json => serde_json::from_str(text).unwrap_or_default(),
                Cell::Text(text) => Value::String(text.clone()),
                Cell::Number(number) => Value::from(*number),
                Cell::Truth(truth) => Value::Bool(*truth),
                Cell::Day(day) => Value::String(day.to_string()),
            };
            (column.name.to_owned(), value)
        });
        format!("{}\n", Value::Object(fields.collect::<Map<_, _>>()))
    };
    rows.iter().map(line).collect()
}
