-- How far each standard is adopted by each team in each run: `met` of `applicable`, waived ones among these. Counts alone, so
-- that they can be summed up further; a share is met / applicable.
SELECT run, owner, standard,
  SUM(CASE WHEN outcome = 'pass' THEN 1 ELSE 0 END) AS met,
  SUM(CASE WHEN outcome IN ('pass', 'fail', 'waived') THEN 1 ELSE 0 END) AS applicable,
  SUM(CASE WHEN outcome = 'waived' THEN 1 ELSE 0 END) AS waived,
  SUM(CASE WHEN outcome = 'not-applicable' THEN 1 ELSE 0 END) AS not_applicable,
  SUM(CASE WHEN outcome = 'unmeasured' THEN 1 ELSE 0 END) AS unmeasured,
  SUM(CASE WHEN outcome = 'error' THEN 1 ELSE 0 END) AS errors,
  SUM(findings) AS findings,
  SUM(fixable) AS fixable
FROM evaluations
GROUP BY run, owner, standard
ORDER BY run, owner, standard
