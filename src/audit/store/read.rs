//! Tables into records.

use std::collections::HashMap;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    All,
    /// Findings of one run alone: what figures need, and most of what a history holds left out.
    Run(RunId),
    /// The same of the latest run.
    Latest,
}

/// Everything that a history says but for the results.
pub(super) fn heads(connection: &Connection) -> Result<Dataset, Trouble> {
    let mut dataset = Dataset::default();
    for run in records(connection, "SELECT * FROM run", [], run)? {
        dataset.add_run(run);
    }
    records(connection, "SELECT * FROM standard", [], standard)?.into_iter().for_each(|one| dataset.add_standard(one));
    records(connection, "SELECT * FROM rule", [], rule)?.into_iter().for_each(|one| dataset.add_rule(one));
    let event = |row: &Row<'_>| json::<Event>(row, "event");
    records(connection, "SELECT event FROM event", [], event)?.into_iter().for_each(|one| dataset.add_event(one));
    Ok(dataset)
}

/// Everything that a history says.
pub(super) fn load(connection: &Connection, depth: &Depth) -> Result<Dataset, Trouble> {
    let mut dataset = heads(connection)?;
    let latest = dataset.latest().map(|run| run.run.clone());
    let in_full = |run: &RunId| match depth {
        Depth::All => true,
        Depth::Run(own) => run == own,
        Depth::Latest => Some(run) == latest.as_ref(),
    };
    let mut select = connection
        .prepare("SELECT run, repository, status, \"commit\", tree, result FROM scan ORDER BY result, run")?;
    let mut rows = select.query([])?;
    let mut names = Names::default();
    // Of results that are carried on, one is in memory and the others are made from it.
    let mut said: Option<(i64, Audited)> = None;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(5)?;
        let run = names.run(row.get_ref(0)?.as_str()?);
        let same = match said.take() {
            Some((last, same)) if last == number => same,
            _ => contents(connection, number, &mut names)?,
        };
        let mut audited = said.insert((number, same)).1.clone().in_run(&run);
        audited.scan.status = word(&row.get::<_, String>(2)?)?;
        (audited.scan.commit, audited.scan.tree) = (row.get(3)?, row.get(4)?);
        if !in_full(&run) {
            audited.findings = Vec::new();
        }
        dataset.add_result(audited);
    }
    Ok(dataset)
}

/// What a run says of a repository.
pub(super) fn result(
    connection: &Connection,
    run: &RunId,
    repository: &RepositoryId,
) -> Result<Option<Audited>, Trouble> {
    let select = "SELECT status, \"commit\", tree, result FROM scan WHERE run = ?1 AND repository = ?2";
    type Found = (String, Option<String>, String, i64);
    let mut select = connection.prepare_cached(select)?;
    let found: Option<Found> = select
        .query_row([run.as_str(), repository.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((status, commit, tree, number)) = found else { return Ok(None) };
    let mut audited = contents(connection, number, &mut Names::default())?.in_run(run);
    audited.scan.status = word(&status)?;
    (audited.scan.commit, audited.scan.tree) = (commit, tree);
    Ok(Some(audited))
}

/// What the current run said of a repository before it was interrupted, else what the latest run before it said.
pub(super) fn known(
    connection: &Connection,
    current: &Run,
    repository: &RepositoryId,
) -> Result<Option<Known>, Trouble> {
    let mut select = connection.prepare_cached(
        "SELECT scan.run FROM scan JOIN run USING (run) \
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
    let Some(name) = select.query_row(key, |row| row.get::<_, String>(0)).optional()? else { return Ok(None) };
    let Some(run) = records(connection, "SELECT * FROM run WHERE run = ?1", [&name], run)?.pop() else {
        return Ok(None);
    };
    Ok(result(connection, &run.run, repository)?.map(|audited| Known { run, audited }))
}

/// The records that a question yields, in its order.
fn records<T>(
    connection: &Connection,
    select: &str,
    key: impl Params,
    mut record: impl FnMut(&Row<'_>) -> Result<T, Trouble>,
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
        stage: word(&row.get::<_, String>("stage")?)?,
        stages: json(row, "stages")?,
        holds: json(row, "holds")?,
        may_be_held: row.get("may_be_held")?,
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
fn contents(connection: &Connection, number: i64, names: &mut Names) -> Result<Audited, Trouble> {
    let mut select = connection.prepare_cached("SELECT * FROM result WHERE result = ?1")?;
    let mut rows = select.query([number])?;
    let Some(row) = rows.next()? else { return Err(Trouble::Sqlite(rusqlite::Error::QueryReturnedNoRows)) };
    let run = names.run("");
    let repository = names.repository(row.get_ref("repository")?.as_str()?);
    let scan = Scan {
        artifacts: row.get("artifacts")?,
        documents: row.get("documents")?,
        opaque: row.get("opaque")?,
        excluded: row.get("excluded")?,
        unreadable: row.get("unreadable")?,
        failures: row.get("failures")?,
        message: row.get("message")?,
        ..Scan::new(run.clone(), repository.clone(), Status::Ok)
    };
    let created: Option<String> = row.get("created")?;
    let facts = Repository {
        run: run.clone(),
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
        ownership: records(connection, owners, [number], |row| ownership(row, &run, &repository))?,
        evaluations: records(connection, evaluations, [number], |row| evaluation(row, &run, &repository, names))?,
        findings: records(connection, findings, [number], |row| finding(row, &run, &repository))?,
        waivers: records(connection, waivers, [number], |row| waiver(row, &run, &repository))?,
    })
}

fn ownership(row: &Row<'_>, run: &RunId, repository: &RepositoryId) -> Result<Ownership, Trouble> {
    Ok(Ownership {
        run: run.clone(),
        repository: repository.clone(),
        path: row.get("path")?,
        owner: row.get("owner")?,
        domain: row.get("domain")?,
        source: word(&row.get::<_, String>("source")?)?,
    })
}

fn evaluation(row: &Row<'_>, run: &RunId, repository: &RepositoryId, names: &mut Names) -> Result<Evaluation, Trouble> {
    Ok(Evaluation {
        run: run.clone(),
        repository: repository.clone(),
        standard: names.standard(row.get_ref("standard")?.as_str()?),
        outcome: word(&row.get::<_, String>("outcome")?)?,
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

fn finding(row: &Row<'_>, run: &RunId, repository: &RepositoryId) -> Result<Finding, Trouble> {
    let fix: Option<String> = row.get("fix")?;
    Ok(Finding {
        run: run.clone(),
        repository: repository.clone(),
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

fn waiver(row: &Row<'_>, run: &RunId, repository: &RepositoryId) -> Result<Waiver, Trouble> {
    let until: Option<String> = row.get("until")?;
    Ok(Waiver {
        run: run.clone(),
        repository: repository.clone(),
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

/// Names that recur in every row, each kept once: a history is millions of rows of a few hundred names.
#[derive(Default)]
struct Names {
    runs: HashMap<String, RunId>,
    repositories: HashMap<String, RepositoryId>,
    standards: HashMap<String, StandardId>,
}

impl Names {
    fn run(&mut self, text: &str) -> RunId {
        kept(&mut self.runs, text, RunId::new)
    }

    fn repository(&mut self, text: &str) -> RepositoryId {
        kept(&mut self.repositories, text, RepositoryId::new)
    }

    fn standard(&mut self, text: &str) -> StandardId {
        kept(&mut self.standards, text, StandardId::new)
    }
}

fn kept<T: Clone>(known: &mut HashMap<String, T>, text: &str, make: impl FnOnce(String) -> T) -> T {
    match known.get(text) {
        Some(name) => name.clone(),
        None => known.entry(text.to_owned()).or_insert(make(text.to_owned())).clone(),
    }
}
