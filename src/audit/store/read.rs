//! Tables into records.

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Trouble;
use crate::{
    audit::{
        dataset::{
            Audited, Dataset, Evaluation, Event, Finding, Ownership, Repository, RepositoryId, Rule, Run, RunId, Scan,
            Standard, Status, Waiver,
        },
        run::Known,
    },
    finding::Fingerprint,
    rule::RuleId,
    standard::StandardId,
};

/// How much of a history is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    All,
    /// Findings of the latest run alone: what figures need, and most of what a history holds left out.
    Figures,
}

/// Everything that a history says.
pub(super) fn load(connection: &Connection, depth: Depth) -> Result<Dataset, Trouble> {
    let mut dataset = Dataset::default();
    for run in records(connection, "SELECT * FROM run", [], run)? {
        dataset.add_run(run);
    }
    records(connection, "SELECT * FROM standard", [], standard)?.into_iter().for_each(|one| dataset.add_standard(one));
    records(connection, "SELECT * FROM rule", [], rule)?.into_iter().for_each(|one| dataset.add_rule(one));
    let event = |row: &Row<'_>| json::<Event>(row, "event");
    records(connection, "SELECT event FROM event", [], event)?.into_iter().for_each(|one| dataset.add_event(one));
    let latest = dataset.latest().map(|run| run.run.clone());
    let mut select = connection
        .prepare("SELECT run, repository, status, \"commit\", tree, result FROM scan ORDER BY result, run")?;
    let mut rows = select.query([])?;
    // Of results that are carried on, one is in memory and the others are made from it.
    let mut said: Option<(i64, Audited)> = None;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(5)?;
        let run = RunId::new(row.get::<_, String>(0)?);
        let same = match said.take() {
            Some((last, same)) if last == number => same,
            _ => contents(connection, number)?,
        };
        let mut audited = said.insert((number, same)).1.clone().in_run(&run);
        audited.scan.status = word(&row.get::<_, String>(2)?)?;
        (audited.scan.commit, audited.scan.tree) = (row.get(3)?, row.get(4)?);
        if depth == Depth::Figures && Some(&run) != latest.as_ref() {
            audited.findings = Vec::new();
        }
        dataset.add_result(audited);
    }
    Ok(dataset)
}

/// What the current run said of a repository before it was interrupted, else what the latest run before it said.
pub(super) fn known(
    connection: &Connection,
    current: &Run,
    repository: &RepositoryId,
) -> Result<Option<Known>, Trouble> {
    let mut select = connection.prepare_cached(
        "SELECT scan.run, scan.status, scan.\"commit\", scan.tree, scan.result FROM scan JOIN run USING (run) \
         WHERE repository = ?1 AND status IN ('ok', 'carried') AND rules_digest = ?3 AND config_digest = ?4 \
         AND tool_version = ?5 ORDER BY run = ?2 DESC, as_of DESC, run DESC LIMIT 1",
    )?;
    let key = params![
        repository.as_str(),
        current.run.as_str(),
        current.rules_digest,
        current.config_digest,
        current.tool_version
    ];
    type Found = (String, String, Option<String>, String, i64);
    let found: Option<Found> = select
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .optional()?;
    let Some((name, status, commit, tree, number)) = found else { return Ok(None) };
    let found = records(connection, "SELECT * FROM run WHERE run = ?1", [&name], run)?.pop();
    let Some(run) = found else { return Ok(None) };
    let mut audited = contents(connection, number)?.in_run(&run.run);
    audited.scan.status = word(&status)?;
    (audited.scan.commit, audited.scan.tree) = (commit, tree);
    Ok(Some(Known { run, audited }))
}

/// The records that a question yields, in its order.
fn records<T>(
    connection: &Connection,
    select: &str,
    key: impl Params,
    record: impl Fn(&Row<'_>) -> Result<T, Trouble>,
) -> Result<Vec<T>, Trouble> {
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query(key)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(record(row)?);
    }
    Ok(records)
}

fn run(row: &Row<'_>) -> Result<Run, Trouble> {
    Ok(Run {
        run: RunId::new(row.get::<_, String>("run")?),
        as_of: word(&row.get::<_, String>("as_of")?)?,
        title: row.get("title")?,
        tool_version: row.get("tool_version")?,
        rules_digest: row.get("rules_digest")?,
        config_digest: row.get("config_digest")?,
        expected: row.get("expected")?,
        tiers: json(row, "tiers")?,
    })
}

fn standard(row: &Row<'_>) -> Result<Standard, Trouble> {
    Ok(Standard {
        run: RunId::new(row.get::<_, String>("run")?),
        standard: StandardId::new(row.get::<_, String>("standard")?),
        version: row.get("version")?,
        title: row.get("title")?,
        description: row.get("description")?,
        step: row.get("step")?,
        tier: row.get("tier")?,
        stages: json(row, "stages")?,
        target: row.get("target")?,
        owner: row.get("owner")?,
        docs: row.get("docs")?,
        rules: json(row, "rules")?,
        present: json(row, "present")?,
    })
}

fn rule(row: &Row<'_>) -> Result<Rule, Trouble> {
    Ok(Rule {
        run: RunId::new(row.get::<_, String>("run")?),
        rule: RuleId::new(row.get::<_, String>("rule")?),
        title: row.get("title")?,
        description: row.get("description")?,
        level: word(&row.get::<_, String>("level")?)?,
        help: row.get("help")?,
        url: row.get("url")?,
    })
}

/// What is said of a repository; the run is nobody's yet.
fn contents(connection: &Connection, number: i64) -> Result<Audited, Trouble> {
    let mut select = connection.prepare_cached("SELECT * FROM result WHERE result = ?1")?;
    let mut rows = select.query([number])?;
    let Some(row) = rows.next()? else { return Err(Trouble::Sqlite(rusqlite::Error::QueryReturnedNoRows)) };
    let (run, repository) = (RunId::new(""), RepositoryId::new(row.get::<_, String>("repository")?));
    let scan = Scan {
        run: run.clone(),
        repository: repository.clone(),
        status: Status::Ok,
        commit: None,
        tree: String::new(),
        artifacts: row.get("artifacts")?,
        documents: row.get("documents")?,
        opaque: row.get("opaque")?,
        excluded: row.get("excluded")?,
        unreadable: row.get("unreadable")?,
        failures: row.get("failures")?,
        message: row.get("message")?,
    };
    let created: Option<String> = row.get("created")?;
    let facts = Repository {
        run,
        repository: repository.clone(),
        url: row.get("url")?,
        language: row.get("language")?,
        lifecycle: row.get("lifecycle")?,
        created: created.as_deref().map(word).transpose()?,
        kinds: json(row, "kinds")?,
    };
    let [owners, evaluations, findings, waivers] = [
        "SELECT * FROM ownership WHERE result = ?1 ORDER BY path",
        "SELECT * FROM evaluation WHERE result = ?1 ORDER BY standard",
        "SELECT * FROM finding WHERE result = ?1 ORDER BY number",
        "SELECT * FROM waiver WHERE result = ?1 ORDER BY waiver",
    ];
    Ok(Audited {
        scan,
        repository: facts,
        ownership: records(connection, owners, [number], |row| ownership(row, repository.clone()))?,
        evaluations: records(connection, evaluations, [number], |row| evaluation(row, repository.clone()))?,
        findings: records(connection, findings, [number], |row| finding(row, repository.clone()))?,
        waivers: records(connection, waivers, [number], |row| waiver(row, repository.clone()))?,
    })
}

fn ownership(row: &Row<'_>, repository: RepositoryId) -> Result<Ownership, Trouble> {
    Ok(Ownership {
        run: RunId::new(""),
        repository,
        path: row.get("path")?,
        owner: row.get("owner")?,
        domain: row.get("domain")?,
        source: word(&row.get::<_, String>("source")?)?,
    })
}

fn evaluation(row: &Row<'_>, repository: RepositoryId) -> Result<Evaluation, Trouble> {
    Ok(Evaluation {
        run: RunId::new(""),
        repository,
        standard: StandardId::new(row.get::<_, String>("standard")?),
        outcome: word(&row.get::<_, String>("outcome")?)?,
        stage: word(&row.get::<_, String>("stage")?)?,
        on_path: row.get("on_path")?,
        passed: row.get("passed")?,
        failed: row.get("failed")?,
        waived: row.get("waived")?,
        known: row.get("known")?,
        not_applicable: row.get("not_applicable")?,
        unmeasured: row.get("unmeasured")?,
        errors: row.get("errors")?,
        findings: row.get("findings")?,
        fixable: row.get("fixable")?,
        missing: json(row, "missing")?,
    })
}

fn finding(row: &Row<'_>, repository: RepositoryId) -> Result<Finding, Trouble> {
    let fix: Option<String> = row.get("fix")?;
    Ok(Finding {
        run: RunId::new(""),
        repository,
        rule: RuleId::new(row.get::<_, String>("rule")?),
        standards: json(row, "standards")?,
        fingerprint: Fingerprint(row.get("fingerprint")?),
        file: row.get("file")?,
        line: row.get("line")?,
        column: row.get("column")?,
        pointer: row.get("pointer")?,
        level: word(&row.get::<_, String>("level")?)?,
        message: row.get("message")?,
        help: row.get("help")?,
        snippet: row.get("snippet")?,
        fix: fix.as_deref().map(word).transpose()?,
        waiver: row.get("waiver")?,
    })
}

fn waiver(row: &Row<'_>, repository: RepositoryId) -> Result<Waiver, Trouble> {
    let until: Option<String> = row.get("until")?;
    Ok(Waiver {
        run: RunId::new(""),
        repository,
        waiver: row.get("waiver")?,
        kind: word(&row.get::<_, String>("kind")?)?,
        rule: RuleId::new(row.get::<_, String>("rule")?),
        standards: json(row, "standards")?,
        file: row.get("file")?,
        reason: row.get("reason")?,
        owner: row.get("owner")?,
        until: until.as_deref().map(word).transpose()?,
        findings: row.get("findings")?,
    })
}

/// A word of a list, as JSON spells it.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    Ok(serde_json::from_value(Value::String(text.to_owned()))?)
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, Trouble> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?)?)
}
