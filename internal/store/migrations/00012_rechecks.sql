-- Readers can ask for a project to be read again before its turn.

-- +goose Up

-- When it was last asked for; NULL: never.
ALTER TABLE membership ADD COLUMN asked_ms {int};
