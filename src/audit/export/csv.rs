//! Comma-separated values as RFC 4180 has them, with a header. Nothing is an empty field, an empty text a pair of quotes.

use super::{Cell, Table};

pub(super) fn text(table: &Table, rows: &[Vec<Cell>]) -> String {
    let mut text = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    text.push_str("\r\n");
    for row in rows {
        for (number, cell) in row.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            match cell.text() {
                None => {}
                Some(field) if field.is_empty() || field.contains([',', '"', '\n', '\r']) => {
                    text.push('"');
                    text.push_str(&field.replace('"', "\"\""));
                    text.push('"');
                }
                Some(field) => text.push_str(&field),
            }
        }
        text.push_str("\r\n");
    }
    text
}
