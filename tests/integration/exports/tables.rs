//! The records as tables: read back, loaded by others, and asked the same questions everywhere.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
};

use waylint::audit::{
    export::{TABLES, read_parquet},
    store::{Depth, Store},
};

use super::{export, fleet, read};
use crate::command::root;

#[test]
fn parquet_reads_back_as_the_records() {
    let folder = fleet();
    export(folder.path(), "parquet=dataset");
    let dataset = Store::open(&folder.path().join("fleet.db")).unwrap().load(&Depth::All).unwrap();
    for table in &TABLES {
        let file = File::open(folder.path().join(format!("dataset/{}.parquet", table.name))).unwrap();
        let rows = table.rows(&dataset).unwrap();
        assert_eq!(read_parquet(table, file).unwrap(), rows, "{}", table.name);
        assert!(!rows.is_empty(), "{} has rows to compare", table.name);
    }
}

#[test]
fn csv_quotes_what_needs_it_and_tells_nothing_from_an_empty_text() {
    let folder = fleet();
    export(folder.path(), "csv=dataset");
    let lines = |name: &str, count| {
        let text = read(folder.path(), name).replace("\r\n", "\n");
        text.lines().take(count).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines("dataset/event.csv", 9));
    insta::assert_snapshot!(lines("dataset/evaluation.csv", 4));
    insta::assert_snapshot!(lines("dataset/ownership.csv", 3));
}

#[test]
fn ndjson_is_the_records() {
    let folder = fleet();
    export(folder.path(), "ndjson=dataset");
    for line in read(folder.path(), "dataset/finding.ndjson").lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(finding["standards"].is_array() && finding["line"].is_number(), "{line}");
    }
    insta::assert_snapshot!(read(folder.path(), "dataset/event.ndjson"));
}

const QUERIES: [&str; 3] = ["adoption.sql", "tiers.sql", "blocked.sql"];

fn sql(name: &str) -> String {
    fs::read_to_string(root().join("src/audit/sql").join(name)).unwrap()
}

/// What a script prints, as rows of text. `WAYLINT_PYTHON` names an interpreter that has DuckDB.
fn python(script: &str, args: &[&str]) -> Option<Vec<Vec<String>>> {
    let python = std::env::var("WAYLINT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python).arg("-c").arg(script).args(args).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Rows of a query of the history.
fn sqlite(folder: &Path, query: &str) -> Option<Vec<Vec<String>>> {
    let script = "\
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()
print(json.dumps([['' if cell is None else str(cell) for cell in row] for row in rows]))";
    python(script, &[&folder.join("fleet.db").to_string_lossy(), query])
}

/// Rows of a query of the Parquet files.
fn duckdb(folder: &Path, query: &str) -> Option<Vec<Vec<String>>> {
    let script = "\
import json, pathlib, sys
try:
    import duckdb
except ImportError:
    print('null')
    sys.exit()
base = duckdb.connect()
for file in pathlib.Path(sys.argv[1]).glob('*.parquet'):
    base.execute(f\"CREATE VIEW {file.stem} AS SELECT * FROM read_parquet('{file}')\")
base.execute(sys.argv[2])
rows = base.execute(sys.argv[3]).fetchall()
print(json.dumps([['' if cell is None else str(cell) for cell in row] for row in rows]))";
    python(script, &[&folder.join("dataset").to_string_lossy(), &sql("views.sql"), query])
}

#[test]
fn one_query_says_the_same_of_history_and_parquet() {
    let folder = fleet();
    export(folder.path(), "parquet=dataset");
    for name in QUERIES {
        match (sqlite(folder.path(), &sql(name)), duckdb(folder.path(), &sql(name))) {
            (Some(ours), Some(theirs)) => {
                assert!(!ours.is_empty(), "{name} has rows to compare");
                assert_eq!(ours, theirs, "{name}");
            }
            _ => eprintln!("SKIPPED {name}: WAYLINT_PYTHON names no Python with the package `duckdb`"),
        }
    }
}

/// With a server that `psql` finds by its environment:
/// `PGHOST=… PGDATABASE=… cargo test --test integration postgres -- --ignored`
#[test]
#[ignore = "needs a PostgreSQL server"]
fn postgres_loads_the_script_twice_and_says_the_same() {
    let folder = fleet();
    export(folder.path(), "postgres=dataset");
    let psql = |args: &[&str]| {
        let base = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=on"];
        let output = Command::new("psql").args(base).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let script = folder.path().join("dataset/waylint.sql");
    (0..2).for_each(|_| drop(psql(&["--file", &script.to_string_lossy()])));
    for name in QUERIES {
        let table = ["--tuples-only", "--no-align", "--field-separator", "|"];
        let query = ["--command", "SET search_path = waylint", "--command", &sql(name)];
        let said = psql(&[&table[..], &query].concat());
        let lines = said.lines().filter(|line| !line.is_empty());
        let theirs: Vec<Vec<String>> = lines.map(|line| line.split('|').map(str::to_owned).collect()).collect();
        assert_eq!(sqlite(folder.path(), &sql(name)).unwrap(), theirs, "{name}");
    }
}
