-- Documents that never change after they were stored: cohorts, reports, evidence. Nothing
-- updates or deletes a row.

-- +goose Up

CREATE TABLE permanent (
    kind {key} NOT NULL,
    id {key} NOT NULL,
    list {key} NOT NULL,
    -- Of the list; 0: the document is of none.
    run_id {int} NOT NULL,
    title TEXT NOT NULL,
    -- SHA-256 of body, in hexadecimal, and its length in bytes.
    sha256 TEXT NOT NULL,
    size {int} NOT NULL,
    made_ms {int} NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (kind, id)
) {table};

-- The newest of a kind first, without reading any body.
CREATE INDEX permanent_by_made ON permanent (kind, made_ms, id);
