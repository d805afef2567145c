-- The ranking of every published run, so that a past one is asked for by the same
-- SQL as the newest. What a project has of its own is written when it changed; what
-- moves with every other project (ranks, tiers, places) is a compact column of its
-- run. Measured: see TestPublish_bytesOfAWeek.

-- +goose Up

-- The published runs of a list, numbered in the order they were published in:
-- runs overlap, so their ids do not say which came first. kept is 1 when the
-- ranking is stored; of runs published before it was, it is 0 until they are filled
-- in. rankable counts the rows that can be ranked. views is JSON, the rows by
-- scenario; facets is JSON, the pages of facet_page by facet; summary is JSON made
-- by whoever publishes.
CREATE TABLE ranking_run (
    list_id {int} NOT NULL REFERENCES list (id),
    seq {int} NOT NULL,
    run_id {int} NOT NULL REFERENCES run (id),
    kept {int} NOT NULL,
    total {int} NOT NULL,
    ranked {int} NOT NULL,
    rankable {int} NOT NULL,
    views TEXT NOT NULL,
    facets TEXT NOT NULL,
    summary TEXT,
    PRIMARY KEY (list_id, seq)
) {clustered};

CREATE UNIQUE INDEX ranking_run_by_run ON ranking_run (run_id);

INSERT INTO ranking_run (list_id, seq, run_id, kept, total, ranked, rankable, views, facets)
SELECT r.list_id, row_number() OVER (PARTITION BY r.list_id ORDER BY r.finished_ms, r.id), r.id, 0, 0, 0, 0, '{}', '{}'
FROM run r
WHERE r.published = 1;

-- Counts and facets are those of ranking_run. seq is the run the present rows are
-- known to be of, 0 when they are of an older schema.
CREATE TABLE shown (
    list_id {int} NOT NULL PRIMARY KEY REFERENCES list (id),
    run_id {int} NOT NULL REFERENCES run (id),
    seq {int} NOT NULL
) {clustered};

INSERT INTO shown (list_id, run_id, seq)
SELECT list_id, run_id, 0
FROM published;

DROP TABLE published;
ALTER TABLE shown RENAME TO published;

-- Values of a facet with their counts, most frequent first: the first hundred, then
-- a thousand a page. digest is a hash of body, which is JSON: owners and languages
-- of a list are the same in most of its runs.
DROP TABLE facet_count;
CREATE TABLE facet_page (
    id {id},
    digest {key} NOT NULL UNIQUE,
    body TEXT NOT NULL
) {table};

-- What moves with every other project, of the rows published last, as JSON. Apart
-- from ranking_row, so that a run in which nothing else changed rewrites little.
CREATE TABLE ranking_place (
    list_id {int} NOT NULL REFERENCES list (id),
    slug {key} NOT NULL,
    place_json TEXT NOT NULL,
    PRIMARY KEY (list_id, slug)
) {clustered};

-- The same for every run: 512 ids of projects to a body, which is compressed.
CREATE TABLE ranking_chunk (
    list_id {int} NOT NULL REFERENCES list (id),
    seq {int} NOT NULL,
    chunk {int} NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (list_id, seq, chunk)
) {clustered};

-- Which projects a ranking of the list ever held.
CREATE TABLE ranking_member (
    list_id {int} NOT NULL REFERENCES list (id),
    project_id {int} NOT NULL REFERENCES project (id),
    PRIMARY KEY (list_id, project_id)
) {clustered};

-- What rarely changes of a published row: names, groups, bands, posture and
-- criticality. digest is a hash of body, which is JSON without what is not set.
CREATE TABLE ranking_entry (
    id {id},
    digest {key} NOT NULL UNIQUE,
    slug {key} NOT NULL,
    rankable {int} NOT NULL,
    posture {real},
    criticality {real},
    name_key {key} NOT NULL,
    status {key} NOT NULL,
    language {key} NOT NULL,
    owner {key} NOT NULL,
    host {key} NOT NULL,
    evidence {key} NOT NULL,
    risk_band {key} NOT NULL,
    health_band {key} NOT NULL,
    category {key} NOT NULL,
    search {key} NOT NULL,
    body TEXT NOT NULL
) {table};

CREATE TABLE ranking_entry_tag (
    entry_id {int} NOT NULL REFERENCES ranking_entry (id),
    tag {key} NOT NULL,
    PRIMARY KEY (entry_id, tag)
) {clustered};

-- What a project has of its own in the rankings from from_seq on, until its next
-- row: rows are only added when something changed. entry_id is NULL from the run on
-- in which it is not in the ranking. figures is a short binary form of the rest.
CREATE TABLE ranking_version (
    list_id {int} NOT NULL REFERENCES list (id),
    project_id {int} NOT NULL REFERENCES project (id),
    from_seq {int} NOT NULL,
    entry_id {int},
    risk {real},
    health {real},
    vitality {real},
    resilience {real},
    risk_upper {real},
    commits {int},
    regulars {int},
    figures {bytes},
    PRIMARY KEY (list_id, project_id, from_seq)
) {clustered};
