-- What a history holds. `PRAGMA user_version` is the version of this schema.
--
-- What is said of a repository is written once (`result` and the tables that name one), however many runs say it again: a run in
-- which nothing changed costs one row of `scan` for each repository. Counts only; shares are for whoever asks.

CREATE TABLE run (
  run           TEXT PRIMARY KEY,
  as_of         TEXT NOT NULL,            -- the day judged for, YYYY-MM-DD
  title         TEXT NOT NULL,
  tool_version  TEXT NOT NULL,
  rules_digest  TEXT NOT NULL,
  config_digest TEXT NOT NULL,
  expected      INTEGER NOT NULL,         -- repositories of the fleet
  tiers         TEXT NOT NULL             -- JSON: names, the lowest first
) WITHOUT ROWID;

CREATE TABLE standard (
  run         TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  standard    TEXT NOT NULL,
  version     TEXT NOT NULL,
  title       TEXT NOT NULL,
  description TEXT NOT NULL,
  step        INTEGER,                    -- on the golden path, from 1
  tier        INTEGER,                    -- the lowest that asks for it, from 1
  stage       TEXT NOT NULL,              -- in force: that of the day, unless the standard is held
  stages      TEXT NOT NULL,              -- JSON: {"initial": …, "changes": [{"from": …, "stage": …}]}
  holds       TEXT NOT NULL,              -- JSON: what keeps it from being enforced, [{"reason": …, …}]
  may_be_held INTEGER NOT NULL,
  target      INTEGER,                    -- percent
  owner       TEXT,
  docs        TEXT,
  rules       TEXT NOT NULL,              -- JSON
  present     TEXT NOT NULL,              -- JSON
  PRIMARY KEY (run, standard)
) WITHOUT ROWID;

CREATE TABLE rule (
  run         TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  rule        TEXT NOT NULL,
  title       TEXT NOT NULL,
  description TEXT NOT NULL,
  level       TEXT NOT NULL,
  help        TEXT NOT NULL,
  url         TEXT,
  PRIMARY KEY (run, rule)
) WITHOUT ROWID;

-- What is said of a repository, in one run or many.
CREATE TABLE result (
  result     INTEGER PRIMARY KEY,
  repository TEXT NOT NULL,
  digest     TEXT NOT NULL,               -- names everything that is said
  url        TEXT,
  language   TEXT,
  lifecycle  TEXT,
  created    TEXT,
  kinds      TEXT NOT NULL,               -- JSON: [[kind, files], …]
  artifacts  INTEGER NOT NULL,
  documents  INTEGER NOT NULL,
  opaque     INTEGER NOT NULL,
  excluded   INTEGER NOT NULL,
  unreadable INTEGER NOT NULL,
  failures   INTEGER NOT NULL,
  message    TEXT,
  UNIQUE (repository, digest)
);

CREATE TABLE scan (
  run        TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  repository TEXT NOT NULL,
  result     INTEGER NOT NULL REFERENCES result,
  status     TEXT NOT NULL,               -- ok, carried, error, unreachable
  "commit"   TEXT,
  tree       TEXT NOT NULL,
  PRIMARY KEY (run, repository)
) WITHOUT ROWID;
CREATE INDEX scan_by_repository ON scan (repository);

CREATE TABLE ownership (
  result INTEGER NOT NULL REFERENCES result ON DELETE CASCADE,
  path   TEXT NOT NULL,                   -- empty: the whole repository
  owner  TEXT NOT NULL,
  domain TEXT,
  source TEXT NOT NULL,                   -- catalog, codeowners, manifest, none
  PRIMARY KEY (result, path)
) WITHOUT ROWID;

CREATE TABLE evaluation (
  result         INTEGER NOT NULL REFERENCES result ON DELETE CASCADE,
  standard       TEXT NOT NULL,
  outcome        TEXT NOT NULL,           -- pass, fail, waived, not-applicable, unmeasured, error
  on_path        INTEGER NOT NULL,
  passed         INTEGER NOT NULL,
  failed         INTEGER NOT NULL,
  waived         INTEGER NOT NULL,
  known          INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  unmeasured     INTEGER NOT NULL,
  errors         INTEGER NOT NULL,
  findings       INTEGER NOT NULL,
  fixable        INTEGER NOT NULL,
  missing        TEXT NOT NULL,           -- JSON
  PRIMARY KEY (result, standard)
) WITHOUT ROWID;

CREATE TABLE finding (
  result      INTEGER NOT NULL REFERENCES result ON DELETE CASCADE,
  number      INTEGER NOT NULL,           -- in the order of a report
  rule        TEXT NOT NULL,
  standards   TEXT NOT NULL,              -- JSON
  fingerprint TEXT NOT NULL,
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  "column"    INTEGER NOT NULL,
  pointer     TEXT NOT NULL,
  level       TEXT NOT NULL,
  message     TEXT NOT NULL,
  help        TEXT NOT NULL,
  snippet     TEXT,
  fix         TEXT,                       -- safe, unsafe
  waiver      TEXT,
  PRIMARY KEY (result, number)
) WITHOUT ROWID;

CREATE TABLE waiver (
  result    INTEGER NOT NULL REFERENCES result ON DELETE CASCADE,
  waiver    TEXT NOT NULL,
  kind      TEXT NOT NULL,                -- inline, configured, switched-off, baseline
  rule      TEXT NOT NULL,
  standards TEXT NOT NULL,                -- JSON
  file      TEXT,
  reason    TEXT NOT NULL,
  owner     TEXT,
  until     TEXT,
  findings  INTEGER NOT NULL,
  PRIMARY KEY (result, waiver)
) WITHOUT ROWID;

CREATE TABLE event (
  event TEXT PRIMARY KEY                  -- JSON: the whole record
) WITHOUT ROWID;

-- Views. The first three give the records with their run and repository; the others sum up.

CREATE VIEW evaluations AS
SELECT scan.run, run.as_of, scan.repository, ownership.owner, ownership.domain, standard.step, standard.tier, standard.stage, evaluation.*
FROM scan
JOIN run USING (run)
JOIN evaluation USING (result)
JOIN ownership ON ownership.result = scan.result AND ownership.path = ''
JOIN standard ON standard.run = scan.run AND standard.standard = evaluation.standard
WHERE scan.status IN ('ok', 'carried') AND standard.stage <> 'retired';

CREATE VIEW findings AS
SELECT scan.run, run.as_of, scan.repository, ownership.owner, finding.*
FROM scan
JOIN run USING (run)
JOIN finding USING (result)
JOIN ownership ON ownership.result = scan.result AND ownership.path = '';

CREATE VIEW waivers AS
SELECT scan.run, run.as_of, scan.repository, ownership.owner AS repository_owner, waiver.*,
  CASE WHEN waiver.until IS NULL THEN 'active'
       WHEN waiver.until < run.as_of THEN 'expired'
       WHEN julianday(waiver.until) - julianday(run.as_of) <= 30 THEN 'expiring'
       ELSE 'active' END AS state
FROM scan
JOIN run USING (run)
JOIN waiver USING (result)
JOIN ownership ON ownership.result = scan.result AND ownership.path = '';

CREATE VIEW latest AS SELECT * FROM run ORDER BY as_of DESC, run DESC LIMIT 1;

-- How far each standard is adopted in each run: `met` of `applicable`, waived ones among these.
CREATE VIEW adoption AS
SELECT run, as_of, standard,
  SUM(outcome = 'pass') AS met,
  SUM(outcome IN ('pass', 'fail', 'waived')) AS applicable,
  SUM(outcome = 'waived') AS waived,
  SUM(outcome = 'not-applicable') AS not_applicable,
  SUM(outcome = 'unmeasured') AS unmeasured,
  SUM(outcome = 'error') AS errors
FROM evaluations GROUP BY run, as_of, standard;

CREATE VIEW adoption_by_owner AS
SELECT run, as_of, owner, domain, standard,
  SUM(outcome = 'pass') AS met,
  SUM(outcome IN ('pass', 'fail', 'waived')) AS applicable,
  SUM(outcome = 'waived') AS waived,
  SUM(outcome = 'not-applicable') AS not_applicable,
  SUM(outcome = 'unmeasured') AS unmeasured,
  SUM(outcome = 'error') AS errors
FROM evaluations GROUP BY run, as_of, owner, domain, standard;

-- What changed in adoption since the run before.
CREATE VIEW adoption_deltas AS
SELECT run, as_of, standard, met, applicable,
  met - LAG(met) OVER earlier AS met_delta,
  applicable - LAG(applicable) OVER earlier AS applicable_delta
FROM adoption WINDOW earlier AS (PARTITION BY standard ORDER BY as_of, run);

-- The tier of each repository: the lowest with something missing, less one.
CREATE VIEW repository_tiers AS
SELECT scan.run, run.as_of, scan.repository,
  COALESCE((SELECT MIN(evaluations.tier) FROM evaluations
            WHERE evaluations.run = scan.run AND evaluations.repository = scan.repository
              AND evaluations.tier IS NOT NULL AND evaluations.stage <> 'draft' AND evaluations.outcome NOT IN ('pass', 'not-applicable')) - 1,
           json_array_length(run.tiers)) AS tier
FROM scan JOIN run USING (run) WHERE scan.status IN ('ok', 'carried');

CREATE VIEW tiers AS
SELECT run, as_of, tier, COUNT(*) AS repositories FROM repository_tiers GROUP BY run, as_of, tier;

-- How many repositories arrive at each step of the golden path, and how many pass it.
CREATE VIEW funnel AS
WITH steps AS (
  SELECT run, as_of, repository, standard, step, outcome,
    COALESCE(SUM(outcome <> 'pass') OVER (
      PARTITION BY run, repository ORDER BY step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS unmet_before
  FROM evaluations WHERE on_path AND step IS NOT NULL AND stage <> 'draft' AND outcome <> 'not-applicable')
SELECT run, as_of, step, standard,
  COUNT(*) AS asked,
  SUM(unmet_before = 0) AS arrived,
  SUM(unmet_before = 0 AND outcome = 'pass') AS passed,
  SUM(unmet_before = 0 AND outcome = 'fail') AS failed,
  SUM(unmet_before = 0 AND outcome = 'waived') AS waived,
  SUM(unmet_before = 0 AND outcome IN ('unmeasured', 'error')) AS unknown,
  SUM(unmet_before > 0 AND outcome = 'pass') AS skippers
FROM steps GROUP BY run, as_of, step, standard;
