-- The shortlists that people saved. They are read by a token that only their holders have,
-- and belong to no list, run or export.

-- +goose Up

CREATE TABLE shortlist (
    -- SHA-256 of the token, in hexadecimal.
    key        {key}  NOT NULL PRIMARY KEY,
    -- JSON: title and items.
    body       {bytes} NOT NULL,
    created_ms {int}  NOT NULL,
    changed_ms {int}  NOT NULL,
    expires_ms {int}  NOT NULL
) {clustered};

-- For deleting those that expired long ago.
CREATE INDEX shortlist_expires ON shortlist (expires_ms);
