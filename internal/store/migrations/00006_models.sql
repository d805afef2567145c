-- The models themselves, so that a run of the past can be judged by its own.

-- +goose Up

-- The canonical form, JSON, whose SHA-256 is sha. NULL for models of before this
-- was kept, and for those of other programs.
ALTER TABLE model ADD COLUMN body {bytes};
