//! The history of a fleet in one SQLite file: what audits said, for as long as it is wanted.
//!
//! Results are written as they come, each in a transaction of its own, so an interrupted run loses nothing but the
//! repositories it was busy with, and goes on from there. `schema.sql` describes the tables and the views for those
//! who ask with SQL.

mod read;
mod write;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, TransactionBehavior};

use super::{
    dataset::{Audited, Dataset, RepositoryId, Run},
    manifest::Target,
    quality,
    run::{Audit, Known, Sink},
};

pub use read::Depth;

/// The version of the schema that is read and written.
const VERSION: i64 = 2;

const SCHEMA: &str = include_str!("schema.sql");

/// Tells SQLite's files of histories from others: "wlnt".
const APPLICATION: i64 = 0x776c_6e74;

/// Why a history cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("{file}: {error}")]
    Sqlite {
        /// The file.
        file: String,
        /// What it says.
        error: rusqlite::Error,
    },
    /// Written by a waylint of another time.
    #[error("{file}: the history has version {found}, and version {VERSION} is read")]
    Version {
        /// The file.
        file: String,
        /// Its version.
        found: i64,
    },
    /// Another program's file.
    #[error("{file}: this is a database, and no history of waylint")]
    Foreign {
        /// The file.
        file: String,
    },
    /// A record that cannot be read.
    #[error("{file}: a record cannot be read: {message}")]
    Record {
        /// The file.
        file: String,
        /// Why.
        message: String,
    },
}

impl StoreError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "name a file in a folder that can be written, on a disk with room",
            Self::Version { .. } => "use the waylint that wrote it, or begin a new history",
            Self::Foreign { .. } => "name another file",
            Self::Record { .. } => "restore the file from a copy, or begin a new history",
        }
    }
}

/// A history.
#[derive(Debug)]
pub struct Store {
    file: PathBuf,
    connection: Mutex<Connection>,
    /// The run that results are added to.
    current: Mutex<Option<Run>>,
    /// The first thing that went wrong while results came in.
    failed: Mutex<Option<StoreError>>,
}

impl Store {
    /// Opens a history, or begins one.
    ///
    /// # Errors
    /// A file that cannot be opened, is another program's, or of another version.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let failed = |error| StoreError::Sqlite { file: file.display().to_string(), error };
        let mut connection = Connection::open(file).map_err(failed)?;
        connection.busy_timeout(Duration::from_secs(30)).map_err(failed)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (version, application) =
            (number("user_version").map_err(failed)?, number("application_id").map_err(failed)?);
        let empty = "SELECT COUNT(*) = 0 FROM sqlite_schema";
        match version {
            0 if connection.query_row(empty, [], |row| row.get(0)).map_err(failed)? => {
                // A reader does not wait for a writer, and a lost power line costs the last results at worst.
                connection.pragma_update(None, "journal_mode", "wal").map_err(failed)?;
                begin_history(&mut connection).map_err(failed)?;
            }
            VERSION if application == APPLICATION => {}
            found if application == APPLICATION => {
                return Err(StoreError::Version { file: file.display().to_string(), found });
            }
            _ => return Err(StoreError::Foreign { file: file.display().to_string() }),
        }
        connection.pragma_update(None, "synchronous", "normal").map_err(failed)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self {
            file: file.to_owned(),
            connection: Mutex::new(connection),
            current: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// Audits a fleet and writes down what comes of it, repository by repository. Yields what the history says then, with the
    /// findings of this run.
    ///
    /// # Errors
    /// What SQLite says against it.
    pub fn audit(
        &self,
        audit: &Audit,
        targets: &[Target],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Dataset, StoreError> {
        let names: Vec<&RepositoryId> = targets.iter().map(|target| &target.id).collect();
        self.begin(&audit.dataset(targets.len()), &names)?;
        let said = audit.run(targets, targets.len(), self, progress);
        self.finish()?;
        self.hear(&said)?;
        let run = audit.run_of(targets.len());
        let mut dataset = self.load(&Depth::Run(run.run.clone()))?;
        quality::put_in_force(&mut dataset, &run.run);
        self.with(|connection| write::put_in_force(connection, &dataset, &run))?;
        Ok(dataset)
    }

    /// Begins a run, or goes on with it. One of the same name by other rules or another configuration is begun anew.
    ///
    /// # Errors
    /// What SQLite says against it.
    pub fn begin(&self, dataset: &Dataset, repositories: &[&RepositoryId]) -> Result<(), StoreError> {
        let Some(run) = dataset.runs().next() else { return Ok(()) };
        self.with(|connection| write::begin(connection, dataset, run, repositories))?;
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(run.clone());
        Ok(())
    }

    /// Adds everything that a dataset says, unless what is there is better.
    ///
    /// # Errors
    /// What SQLite says against it.
    pub fn merge(&self, dataset: &Dataset) -> Result<(), StoreError> {
        self.with(|connection| write::merge(connection, dataset))
    }

    /// Adds what happened, and nothing else of a dataset.
    ///
    /// # Errors
    /// What SQLite says against it.
    pub fn hear(&self, dataset: &Dataset) -> Result<(), StoreError> {
        self.with(|connection| write::events(connection, dataset))
    }

    /// Everything that the history says.
    ///
    /// # Errors
    /// What SQLite says against it.
    pub fn load(&self, depth: &Depth) -> Result<Dataset, StoreError> {
        self.with(|connection| read::load(connection, depth))
    }

    /// What went wrong while results came in.
    ///
    /// # Errors
    /// The first such thing.
    pub fn finish(&self) -> Result<(), StoreError> {
        match self.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let file = || self.file.display().to_string();
        work(&mut connection).map_err(|trouble| match trouble {
            Trouble::Sqlite(error) => StoreError::Sqlite { file: file(), error },
            Trouble::Record(error) => StoreError::Record { file: file(), message: error.to_string() },
        })
    }

    fn note(&self, error: StoreError) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

/// Lays out a new history, unless somebody else has meanwhile: two audits may begin at once.
fn begin_history(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    transaction.commit()
}

impl Sink for Store {
    fn known(&self, repository: &RepositoryId) -> Option<Known> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        match self.with(|connection| read::known(connection, &current, repository)) {
            Ok(known) => known,
            Err(error) => {
                self.note(error);
                None
            }
        }
    }

    fn done(&self, audited: &Audited) {
        if let Err(error) = self.with(|connection| write::add(connection, audited)) {
            self.note(error);
        }
    }
}

/// What can go wrong below.
enum Trouble {
    Sqlite(rusqlite::Error),
    Record(serde_json::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<rusqlite::types::FromSqlError> for Trouble {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self::Sqlite(error.into())
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Record(error)
    }
}
