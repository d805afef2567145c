-- What asking a host for its records needs: which repository stands behind an
-- address, what asking cost, and a cache for more than scans.

-- +goose Up

-- Which repository a list's address stands for, by the host's own id, which
-- survives renames and is never used again. address is lower case. presence: 0
-- present, 1 unseen, 2 gone, 3 blocked, 4 reused. misses are the days on which
-- the host said there is none, as JSON.
CREATE TABLE repository (
    address {key} NOT NULL PRIMARY KEY,
    node_id TEXT NOT NULL,
    name TEXT NOT NULL,
    moved_ms {int} NOT NULL,
    presence {int} NOT NULL,
    since_ms {int} NOT NULL,
    misses TEXT NOT NULL,
    checked_ms {int} NOT NULL
) {clustered};

-- What the run's projects cost: requests sent to hosts, those of them answered
-- "not modified", and points by a host's own account.
ALTER TABLE run ADD COLUMN requests {int} NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN unchanged {int} NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN points {int} NOT NULL DEFAULT 0;

-- Results by what they depend on, so that nothing is scanned or sent twice:
-- kind says whose they are. Losing rows costs time or requests and nothing
-- else, so the table it takes the place of is not copied.
CREATE TABLE cache (
    kind {key} NOT NULL,
    key {key} NOT NULL,
    body {bytes} NOT NULL,
    used_ms {int} NOT NULL,
    PRIMARY KEY (kind, key)
) {clustered};

-- The rows to purge first.
CREATE INDEX cache_by_use ON cache (kind, used_ms, key);

DROP TABLE scan_cache;
