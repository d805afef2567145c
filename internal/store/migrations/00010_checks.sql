-- What rows can be selected by, beside what there was: the licence, and the results of
-- Scorecard's checks, a letter for each (package ranking, Checks). Rows that are
-- published already have none of both until they are published again.

-- +goose Up

ALTER TABLE ranking ADD COLUMN licence {key} NOT NULL DEFAULT '';
ALTER TABLE ranking ADD COLUMN checks {key} NOT NULL DEFAULT '';
ALTER TABLE ranking_entry ADD COLUMN licence {key} NOT NULL DEFAULT '';
ALTER TABLE ranking_entry ADD COLUMN checks {key} NOT NULL DEFAULT '';
