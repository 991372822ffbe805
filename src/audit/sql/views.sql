-- The view `evaluations` over the exported tables, as a history of waylint has it over its own. SQL that PostgreSQL, DuckDB,
-- Spark and SQLite understand.
CREATE VIEW evaluations AS
SELECT scan.run, run.as_of, scan.repository, ownership.owner, ownership.domain, standard.step, standard.tier,
  evaluation.standard, evaluation.outcome, standard.stage, evaluation.on_path, evaluation.passed, evaluation.failed,
  evaluation.waived, evaluation.known, evaluation.not_applicable, evaluation.unmeasured, evaluation.errors,
  evaluation.findings, evaluation.fixable, evaluation.missing
FROM scan
JOIN run ON run.run = scan.run
JOIN evaluation ON evaluation.run = scan.run AND evaluation.repository = scan.repository
JOIN ownership ON ownership.run = scan.run AND ownership.repository = scan.repository AND ownership.path = ''
JOIN standard ON standard.run = scan.run AND standard.standard = evaluation.standard
WHERE scan.status IN ('ok', 'carried') AND standard.stage <> 'retired';
