-- How often the ranking of a run was written: what is remembered of one that was
-- written again is of another edition.

-- +goose Up

ALTER TABLE ranking_run ADD COLUMN edition {int} NOT NULL DEFAULT 0;
