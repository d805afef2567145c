-- Words in braces are filled in by dialect.go: {id} an ascending surrogate key,
-- {key} text compared byte by byte whatever the engine's collation, {int} and
-- {real} 64-bit numbers, {bytes} bytes, {table} and {clustered} what follows a table: clustered
-- tables are stored in the order of their primary key.
--
-- The arithmetic behind the shapes is 1,000,000 projects observed weekly. What
-- is written every week (attempt, snapshot) is a few small whole numbers; text
-- and values are written only when they change. Instants are Unix milliseconds
-- named _ms; Go's zero time is stored as itself, -62135596800000.

-- +goose Up

-- Facts of this installation, made once and never exported: the key under
-- which people are hashed.
CREATE TABLE installation (
    name {key} NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) {clustered};

-- The curated lists as last read, so that pages and runs can name them.
CREATE TABLE list (
    id {id},
    slug {key} NOT NULL UNIQUE,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    owner TEXT NOT NULL,
    licence TEXT NOT NULL,
    revision TEXT NOT NULL
) {table};

-- One row a project, on however many lists. Everything measured refers to the
-- small id. revision counts how often something was recorded about the
-- project; history is told in revisions rather than runs because runs of two
-- lists overlap in time and a project may be in both. people_ms is the instant
-- the rows of person describe.
CREATE TABLE project (
    id {id},
    slug {key} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    repository TEXT NOT NULL,
    revision {int} NOT NULL,
    people_ms {int} NOT NULL
) {table};

-- Which project stands on which list. A project that left keeps its row, with
-- the instant it was gone, because its history stays. due_ms is when it is to
-- be collected again: a restart loses no turn and causes no burst.
CREATE TABLE membership (
    list_id {int} NOT NULL REFERENCES list (id),
    project_id {int} NOT NULL REFERENCES project (id),
    added TEXT NOT NULL,
    removed_ms {int},
    due_ms {int} NOT NULL,
    PRIMARY KEY (list_id, project_id)
) {clustered};

-- What is due, longest waiting first.
CREATE INDEX membership_due ON membership (list_id, due_ms, project_id) WHERE removed_ms IS NULL;

-- The sources, so that weekly rows carry one byte and not a name.
CREATE TABLE source (
    id {id},
    name {key} NOT NULL UNIQUE
) {table};

-- The fields each source reports: name and unit once, not once a value. Two
-- sources may report the same field; each keeps its own history.
CREATE TABLE field (
    id {id},
    source_id {int} NOT NULL REFERENCES source (id),
    name {key} NOT NULL,
    unit TEXT NOT NULL,
    UNIQUE (source_id, name)
) {table};

-- The models scores were made by: a hash once, not once a score.
CREATE TABLE model (
    id {id},
    sha {key} NOT NULL UNIQUE
) {table};

-- Why inputs are unknown and where the evidence is. The same few sentences
-- belong to thousands of inputs. digest is a hash of the three texts, so that
-- the unique index does not hold them a second time.
CREATE TABLE note (
    id {id},
    digest {key} NOT NULL UNIQUE,
    reason TEXT NOT NULL,
    error TEXT NOT NULL,
    source_url TEXT NOT NULL
) {table};

-- One pass over a list, or over the projects its scope names.
CREATE TABLE run (
    id {id},
    list_id {int} NOT NULL REFERENCES list (id),
    revision TEXT NOT NULL,
    model_sha TEXT NOT NULL,
    version TEXT NOT NULL,
    origin {key} NOT NULL,
    as_of_ms {int} NOT NULL,
    scope {key} NOT NULL,
    started_ms {int} NOT NULL,
    finished_ms {int} NOT NULL,
    published {int} NOT NULL,
    total {int} NOT NULL,
    observed {int} NOT NULL,
    carried {int} NOT NULL,
    failed {int} NOT NULL
) {table};

-- At most one unfinished run of a kind: two processes that start one get the same.
CREATE UNIQUE INDEX run_open ON run (list_id, origin, as_of_ms, scope) WHERE published = 0;

-- The runs of a list, newest first.
CREATE INDEX run_by_list ON run (list_id, id);

-- The answer of one project in one run, and before that the to-do. outcome: 0
-- pending, 1 observed, 2 carried, 3 failed, 4 not asked but re-scored. The primary key makes a second answer impossible. revision is the
-- project's revision after the answer, so it names the figures the run stands
-- for. Clustered by run because rows are made and read run by run.
CREATE TABLE attempt (
    run_id {int} NOT NULL REFERENCES run (id),
    project_id {int} NOT NULL REFERENCES project (id),
    place {int} NOT NULL,
    outcome {int} NOT NULL,
    revision {int} NOT NULL,
    at_ms {int},
    took_ms {int},
    note_id {int} REFERENCES note (id),
    PRIMARY KEY (run_id, project_id)
) {clustered};

-- The newest answer of a project, without reading all its runs.
CREATE INDEX attempt_by_project ON attempt (project_id, run_id);

-- Where a snapshot came from, in words. Written when it differs from that of
-- the snapshot before: most weeks of most projects repeat it.
CREATE TABLE provenance (
    id {id},
    origin {key} NOT NULL,
    version TEXT NOT NULL,
    commit_oid TEXT NOT NULL,
    source_url TEXT NOT NULL
) {table};

-- That a source answered about a project at a revision. One row a project,
-- source and week for ever, so nothing but small numbers.
CREATE TABLE snapshot (
    project_id {int} NOT NULL REFERENCES project (id),
    source_id {int} NOT NULL,
    revision {int} NOT NULL,
    observed_ms {int} NOT NULL,
    provenance_id {int} NOT NULL,
    PRIMARY KEY (project_id, source_id, revision)
) {clustered};

-- The values, one row each time one changed. It holds from from_rev until just
-- before until_rev, which is 2147483647 while it is current. until_rev stands
-- in the primary key before the field, so that the current values of a project
-- lie together: reading them costs the same after 1 week and after 520. No value
-- is ever overwritten; closing a row sets until_rev and nothing else.
-- state: 0 observed, 1 unknown, 2 not applicable.
CREATE TABLE input_value (
    project_id {int} NOT NULL REFERENCES project (id),
    until_rev {int} NOT NULL,
    field_id {int} NOT NULL,
    from_rev {int} NOT NULL,
    state {int} NOT NULL,
    value {real},
    text TEXT,
    note_id {int},
    PRIMARY KEY (project_id, until_rev, field_id)
) {clustered};

-- What checks found, one text for all projects it is the same for: most of what
-- could not be seen or was not run. digest is a hash of body, which is JSON.
CREATE TABLE check_body (
    id {id},
    digest {key} NOT NULL UNIQUE,
    body TEXT NOT NULL
) {table};

-- The checks behind the values of a source, kept like values: a row when one
-- changed. field_id names source and check.
CREATE TABLE check_result (
    project_id {int} NOT NULL REFERENCES project (id),
    until_rev {int} NOT NULL,
    field_id {int} NOT NULL,
    from_rev {int} NOT NULL,
    body_id {int} NOT NULL,
    PRIMARY KEY (project_id, until_rev, field_id)
) {clustered};

-- Results of scans by what they depend on, so that nothing is scanned twice.
-- Losing rows costs time and nothing else.
CREATE TABLE scan_cache (
    key {key} NOT NULL PRIMARY KEY,
    body {bytes} NOT NULL,
    used_ms {int} NOT NULL
) {clustered};

-- The rows to purge first.
CREATE INDEX scan_cache_by_use ON scan_cache (used_ms, key);

-- The people of the newest snapshot of a project, by a hash under the key of
-- this installation: no name, no address. Their instant is project.people_ms;
-- purged 36 months after it.
CREATE TABLE person (
    project_id {int} NOT NULL REFERENCES project (id),
    hmac {key} NOT NULL,
    commits {int} NOT NULL,
    months {int} NOT NULL,
    integrations {int} NOT NULL,
    PRIMARY KEY (project_id, hmac)
) {clustered};

-- How the figures of a project moved under one model: a row when they differ
-- from the row before, in hundredths of a point and per cent of coverage, NULL
-- when unknown. Rows are only ever added.
CREATE TABLE score_history (
    project_id {int} NOT NULL REFERENCES project (id),
    model_id {int} NOT NULL REFERENCES model (id),
    run_id {int} NOT NULL REFERENCES run (id),
    v_centi {int},
    r_centi {int},
    s_centi {int},
    c_centi {int},
    h_centi {int},
    risk_centi {int},
    v_cover {int} NOT NULL,
    r_cover {int} NOT NULL,
    s_cover {int} NOT NULL,
    c_cover {int} NOT NULL,
    PRIMARY KEY (project_id, model_id, run_id)
) {clustered};

-- The ranking a list shows now: which run made it and how many rows it has, so
-- that no page counts them.
CREATE TABLE published (
    list_id {int} NOT NULL PRIMARY KEY REFERENCES list (id),
    run_id {int} NOT NULL REFERENCES run (id),
    total {int} NOT NULL,
    ranked {int} NOT NULL
) {clustered};

-- The published rows: a column for whatever can be sorted or filtered by.
-- Replaced as a whole when a run is published. name_key and search are lower
-- case.
CREATE TABLE ranking (
    list_id {int} NOT NULL REFERENCES list (id),
    slug {key} NOT NULL,
    rankable {int} NOT NULL,
    risk {real},
    health {real},
    vitality {real},
    resilience {real},
    posture {real},
    criticality {real},
    risk_upper {real} NOT NULL,
    commits {int},
    regulars {int},
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
    PRIMARY KEY (list_id, slug)
) {clustered};

-- The same rows whole, as JSON for display. Apart, because they are six times
-- as long: a filter that reads every row of a list must not read them.
CREATE TABLE ranking_row (
    list_id {int} NOT NULL REFERENCES list (id),
    slug {key} NOT NULL,
    row_json TEXT NOT NULL,
    PRIMARY KEY (list_id, slug)
) {clustered};

-- One index a sort, in its natural direction with ties by slug: a page is read
-- from where the one before ended, whatever its number. Read backwards for the
-- reverse, where only rows with equal keys need sorting.
CREATE INDEX ranking_by_risk ON ranking (list_id, risk DESC, slug);
CREATE INDEX ranking_by_health ON ranking (list_id, health, slug);
CREATE INDEX ranking_by_vitality ON ranking (list_id, vitality, slug);
CREATE INDEX ranking_by_resilience ON ranking (list_id, resilience, slug);
CREATE INDEX ranking_by_posture ON ranking (list_id, posture, slug);
CREATE INDEX ranking_by_criticality ON ranking (list_id, criticality DESC, slug);
CREATE INDEX ranking_by_risk_upper ON ranking (list_id, risk_upper DESC, slug);
CREATE INDEX ranking_by_name ON ranking (list_id, name_key, slug);
CREATE INDEX ranking_by_commits ON ranking (list_id, commits, slug);
CREATE INDEX ranking_by_regulars ON ranking (list_id, regulars, slug);

-- Whole numbers tie by the hundred thousand, so their reverse has its own index.
CREATE INDEX ranking_by_commits_desc ON ranking (list_id, commits DESC, slug);
CREATE INDEX ranking_by_regulars_desc ON ranking (list_id, regulars DESC, slug);

-- The rows of a project on all lists, for its page.
CREATE INDEX ranking_row_by_slug ON ranking_row (slug, list_id);

-- The tags of the published rows, for filtering by one of several.
CREATE TABLE ranking_tag (
    list_id {int} NOT NULL,
    slug {key} NOT NULL,
    tag {key} NOT NULL,
    PRIMARY KEY (list_id, slug, tag)
) {clustered};

-- How many rows of a list have a value, counted once at publishing: counting a
-- million rows for every page took 164 ms. place is 0 for the value most rows
-- of the facet have, so that the first hundred of every facet lie together
-- however many owners there are.
CREATE TABLE facet_count (
    list_id {int} NOT NULL REFERENCES list (id),
    place {int} NOT NULL,
    facet {key} NOT NULL,
    value {key} NOT NULL,
    n {int} NOT NULL,
    PRIMARY KEY (list_id, place, facet)
) {clustered};
