-- The repositories that are held up in each run, with the standards that do.
SELECT run, owner, repository, standard, findings, fixable
FROM evaluations
WHERE (stage IN ('enforce-new', 'enforce') AND outcome = 'fail') OR (stage = 'enforce' AND outcome = 'waived' AND known > 0)
ORDER BY run, repository, standard
