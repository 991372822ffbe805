//! Parquet, written column by column; the only file that names the crate.

use std::{
    fs::File,
    io::{self, Write},
    sync::Arc,
};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    column::writer::{ColumnWriter, ColumnWriterImpl},
    data_type::{ByteArray, DataType},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        reader::{FileReader, SerializedFileReader},
        writer::SerializedFileWriter,
    },
    record::Field,
    schema::types::Type as Schema,
};

use super::{Cell, Column, Table, Type};
use crate::date::Date;

/// Rows that are written together: readers skip such groups as a whole.
const GROUP: usize = 100_000;

pub(super) fn write(table: &Table, rows: &[Vec<Cell>], out: File) -> io::Result<()> {
    try_write(table, rows, out).map_err(io::Error::other)
}

fn try_write(table: &Table, rows: &[Vec<Cell>], out: impl Write + Send) -> Result<(), ParquetError> {
    let fields = table.columns.iter().map(|column| schema(column).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
    let schema = Schema::group_type_builder(table.name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("waylint version {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    for rows in rows.chunks(GROUP) {
        let mut group = file.next_row_group()?;
        let mut number = 0;
        while let Some(mut writer) = group.next_column()? {
            let (column, cells) = (&table.columns[number], rows.iter().map(move |row| &row[number]));
            match writer.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => put(writer, column, cells, bytes)?,
                ColumnWriter::Int64ColumnWriter(writer) => put(writer, column, cells, number_of)?,
                ColumnWriter::Int32ColumnWriter(writer) => put(writer, column, cells, day_of)?,
                ColumnWriter::BoolColumnWriter(writer) => put(writer, column, cells, truth_of)?,
                _ => return Err(ParquetError::General(format!("column `{}` has no writer", column.name))),
            }
            writer.close()?;
            number += 1;
        }
        group.close()?;
    }
    file.close().map(drop)
}

fn schema(column: &Column) -> Result<Schema, ParquetError> {
    let (physical, logical) = match column.holds {
        Type::Text | Type::Json => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Number => (Physical::INT64, None),
        Type::Truth => (Physical::BOOLEAN, None),
        Type::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    Schema::primitive_type_builder(column.name, physical).with_logical_type(logical).with_repetition(repetition).build()
}

/// Writes the values that are there, and of an optional column which are.
fn put<'a, T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    column: &Column,
    cells: impl Iterator<Item = &'a Cell> + Clone,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let levels: Option<Vec<i16>> =
        column.optional.then(|| cells.clone().map(|cell| i16::from(*cell != Cell::Nothing)).collect());
    let values: Vec<T::T> = cells.filter_map(value).collect();
    writer.write_batch(values.as_slice(), levels.as_deref(), None).map(drop)
}

fn bytes(cell: &Cell) -> Option<ByteArray> {
    if let Cell::Text(text) = cell { Some(text.as_bytes().to_vec().into()) } else { None }
}

fn number_of(cell: &Cell) -> Option<i64> {
    if let Cell::Number(number) = cell { Some(*number) } else { None }
}

fn day_of(cell: &Cell) -> Option<i32> {
    if let Cell::Day(day) = cell { i32::try_from(epoch().days_until(*day)).ok() } else { None }
}

fn truth_of(cell: &Cell) -> Option<bool> {
    if let Cell::Truth(truth) = cell { Some(*truth) } else { None }
}

/// Days are counted from here.
fn epoch() -> Date {
    Date::UNIX_EPOCH
}

/// Reads a table back, as the crate's reader sees it.
///
/// # Errors
/// If it is not a Parquet file, or one of another table.
pub fn read(table: &Table, file: File) -> io::Result<Vec<Vec<Cell>>> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", table.name));
    let reader = SerializedFileReader::new(file).map_err(io::Error::other)?;
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(io::Error::other)? {
        let row = row.map_err(io::Error::other)?;
        let fields: Vec<_> = row.get_column_iter().collect();
        if !fields.iter().map(|(name, _)| name.as_str()).eq(table.columns.iter().map(|column| column.name)) {
            return Err(wrong("other columns"));
        }
        let cell = |(_, field): (&String, &Field)| match field {
            Field::Null => Ok(Cell::Nothing),
            Field::Str(text) => Ok(Cell::Text(text.clone())),
            Field::Long(number) => Ok(Cell::Number(*number)),
            Field::Bool(truth) => Ok(Cell::Truth(*truth)),
            Field::Date(days) => u32::try_from(*days)
                .map(|days| Cell::Day(epoch().plus_days(days)))
                .map_err(|_| wrong("a day before 1970")),
            _ => Err(wrong("another type")),
        };
        rows.push(fields.into_iter().map(cell).collect::<io::Result<Vec<Cell>>>()?);
    }
    Ok(rows)
}
