-- The tier of each repository: the lowest with something missing, less one; nothing missing is shown as nothing.
SELECT run, repository, owner,
  MIN(CASE WHEN tier IS NOT NULL AND stage <> 'draft' AND outcome NOT IN ('pass', 'not-applicable') THEN tier END) - 1 AS tier
FROM evaluations
GROUP BY run, repository, owner
ORDER BY run, repository
