//! Records into tables.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::Trouble;
use crate::{
    audit::dataset::{Audited, Dataset, RepositoryId, Run, RunId, Status},
    contents::Digest,
};

/// Begins a run, or goes on with it: results of repositories that are no longer asked for go, and all of them if they were
/// found by other rules or another configuration.
pub(super) fn begin(
    connection: &mut Connection,
    dataset: &Dataset,
    run: &Run,
    repositories: &[&RepositoryId],
) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let same =
        "SELECT rules_digest = ?2 AND config_digest = ?3 AND tool_version = ?4 AND as_of = ?5 FROM run WHERE run = ?1";
    let name = run.run.as_str();
    let known = params![name, run.rules_digest, run.config_digest, run.tool_version, run.as_of.to_string()];
    let same: Option<bool> = transaction.query_row(same, known, |row| row.get(0)).optional()?;
    match same {
        Some(false) => drop(transaction.execute("DELETE FROM run WHERE run = ?1", [name])?),
        Some(true) => {
            let list = serde_json::to_string(repositories)?;
            let gone = "DELETE FROM scan WHERE run = ?1 AND repository NOT IN (SELECT value FROM json_each(?2))";
            transaction.execute(gone, params![name, list])?;
        }
        None => {}
    }
    runs(&transaction, dataset)?;
    forget(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Adds what a dataset says, unless what is there is better. One result after another: a history may be larger than memory.
pub(super) fn merge(connection: &mut Connection, dataset: &Dataset) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut heads = super::read::heads(&transaction)?;
    dataset.runs().cloned().for_each(|run| heads.add_run(run));
    for run in dataset.runs() {
        dataset.standards(&run.run).cloned().for_each(|standard| heads.add_standard(standard));
        dataset.rules(&run.run).cloned().for_each(|rule| heads.add_rule(rule));
    }
    runs(&transaction, &heads)?;
    for audited in dataset.all_results() {
        let (run, repository) = audited.key();
        if super::read::result(&transaction, run, repository)?.is_none_or(|known| audited.is_better(&known)) {
            result(&transaction, audited)?;
        }
    }
    events(&transaction, dataset)?;
    forget(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Writes the standards of a run in the place of what was said of them.
pub(super) fn put_in_force(connection: &mut Connection, dataset: &Dataset, run: &Run) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    standards(&transaction, dataset, run)?;
    transaction.commit()?;
    Ok(())
}

/// Adds what happened.
pub(super) fn events(connection: &Connection, dataset: &Dataset) -> Result<(), Trouble> {
    for event in dataset.events() {
        let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO event VALUES (?1)")?;
        insert.execute([serde_json::to_string(event)?])?;
    }
    Ok(())
}

/// Adds what a run says of a repository, in place of what it said before.
pub(super) fn add(connection: &mut Connection, audited: &Audited) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    result(&transaction, audited)?;
    transaction.commit()?;
    Ok(())
}

/// Results that no run says any more.
fn forget(transaction: &Transaction<'_>) -> Result<(), Trouble> {
    transaction.execute("DELETE FROM result WHERE result NOT IN (SELECT result FROM scan)", [])?;
    Ok(())
}

fn runs(transaction: &Transaction<'_>, dataset: &Dataset) -> Result<(), Trouble> {
    for run in dataset.runs() {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET as_of = ?2, title = ?3, \
             tool_version = ?4, rules_digest = ?5, config_digest = ?6, expected = ?7, tiers = ?8",
        )?;
        insert.execute(params![
            run.run.as_str(),
            run.as_of.to_string(),
            run.title,
            run.tool_version,
            run.rules_digest,
            run.config_digest,
            run.expected,
            serde_json::to_string(&run.tiers)?,
        ])?;
        standards(transaction, dataset, run)?;
    }
    Ok(())
}

fn standards(transaction: &Transaction<'_>, dataset: &Dataset, run: &Run) -> Result<(), Trouble> {
    for standard in dataset.standards(&run.run) {
        let mut insert = transaction.prepare_cached(
            "INSERT OR REPLACE INTO standard VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        insert.execute(params![
            standard.run.as_str(),
            standard.standard.as_str(),
            standard.version,
            standard.title,
            standard.description,
            standard.step,
            standard.tier,
            standard.stage.as_str(),
            serde_json::to_string(&standard.stages)?,
            serde_json::to_string(&standard.holds)?,
            standard.may_be_held,
            standard.target,
            standard.owner,
            standard.docs,
            serde_json::to_string(&standard.rules)?,
            serde_json::to_string(&standard.present)?,
        ])?;
    }
    for rule in dataset.rules(&run.run) {
        let mut insert =
            transaction.prepare_cached("INSERT OR REPLACE INTO rule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        let (level, id) = (rule.level.as_str(), rule.rule.as_str());
        insert.execute(params![rule.run.as_str(), id, rule.title, rule.description, level, rule.help, rule.url])?;
    }
    Ok(())
}

/// Names everything that is said of a repository but for the run, the commit and the files that it was said of.
fn name(audited: &Audited) -> Result<String, Trouble> {
    let mut bare = audited.clone().in_run(&RunId::new(""));
    (bare.scan.status, bare.scan.commit, bare.scan.tree) = (Status::Ok, None, String::new());
    Ok(Digest::of(&serde_json::to_vec(&bare)?).to_string())
}

fn result(transaction: &Transaction<'_>, audited: &Audited) -> Result<(), Trouble> {
    let (scan, digest) = (&audited.scan, name(audited)?);
    let mut find = transaction.prepare_cached("SELECT result FROM result WHERE repository = ?1 AND digest = ?2")?;
    let known: Option<i64> = find.query_row(params![scan.repository.as_str(), digest], |row| row.get(0)).optional()?;
    let number = match known {
        Some(number) => number,
        None => contents(transaction, audited, &digest)?,
    };
    let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO scan VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let (run, repository, status) = (scan.run.as_str(), scan.repository.as_str(), scan.status.as_str());
    insert.execute(params![run, repository, number, status, scan.commit, scan.tree])?;
    Ok(())
}

fn contents(transaction: &Transaction<'_>, audited: &Audited, digest: &str) -> Result<i64, Trouble> {
    let (scan, repository) = (&audited.scan, &audited.repository);
    let mut insert = transaction.prepare_cached(
        "INSERT INTO result (repository, digest, url, language, lifecycle, created, kinds, artifacts, documents, opaque, \
         excluded, unreadable, failures, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    insert.execute(params![
        scan.repository.as_str(),
        digest,
        repository.url,
        repository.language,
        repository.lifecycle,
        repository.created.map(|day| day.to_string()),
        serde_json::to_string(&repository.kinds)?,
        scan.artifacts,
        scan.documents,
        scan.opaque,
        scan.excluded,
        scan.unreadable,
        scan.failures,
        scan.message,
    ])?;
    let number = transaction.last_insert_rowid();
    for ownership in &audited.ownership {
        let mut insert = transaction.prepare_cached("INSERT INTO ownership VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let source = word(&ownership.source)?;
        insert.execute(params![number, ownership.path, ownership.owner, ownership.domain, source])?;
    }
    evaluations(transaction, audited, number)?;
    findings(transaction, audited, number)?;
    Ok(number)
}

fn evaluations(transaction: &Transaction<'_>, audited: &Audited, number: i64) -> Result<(), Trouble> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO evaluation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for evaluation in &audited.evaluations {
        insert.execute(params![
            number,
            evaluation.standard.as_str(),
            evaluation.outcome.as_str(),
            evaluation.on_path,
            evaluation.passed,
            evaluation.failed,
            evaluation.waived,
            evaluation.known,
            evaluation.not_applicable,
            evaluation.unmeasured,
            evaluation.errors,
            evaluation.findings,
            evaluation.fixable,
            serde_json::to_string(&evaluation.missing)?,
        ])?;
    }
    Ok(())
}

fn findings(transaction: &Transaction<'_>, audited: &Audited, number: i64) -> Result<(), Trouble> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for (place, finding) in audited.findings.iter().enumerate() {
        insert.execute(params![
            number,
            place as i64,
            finding.rule.as_str(),
            serde_json::to_string(&finding.standards)?,
            finding.fingerprint.0,
            finding.file,
            finding.line,
            finding.column,
            finding.pointer,
            finding.level.as_str(),
            finding.message,
            finding.help,
            finding.snippet,
            finding.fix.as_ref().map(word).transpose()?,
            finding.waiver,
        ])?;
    }
    let mut insert =
        transaction.prepare_cached("INSERT INTO waiver VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for waiver in &audited.waivers {
        insert.execute(params![
            number,
            waiver.waiver,
            word(&waiver.kind)?,
            waiver.rule.as_str(),
            serde_json::to_string(&waiver.standards)?,
            waiver.file,
            waiver.reason,
            waiver.owner,
            waiver.until.map(|day| day.to_string()),
            waiver.findings,
        ])?;
    }
    Ok(())
}

/// A word of a list, as JSON spells it.
fn word<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
