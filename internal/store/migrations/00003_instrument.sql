-- From which instrument posture was scored: a line of figures must not run
-- through results of our own and results that others published.

-- +goose Up

-- 0 nothing of posture was known, 1 our own scan, 2 a published result. Until
-- now there were only scans of our own.
ALTER TABLE score_history ADD COLUMN posture_from {int} NOT NULL DEFAULT 0;
UPDATE score_history SET posture_from = 1 WHERE s_centi IS NOT NULL;
