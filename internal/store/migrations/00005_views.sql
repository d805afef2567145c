-- The place of every published row under other models (scenarios), so that a
-- list can be read in their order as cheaply as in its own.

-- +goose Up

-- view is the scenario's id; place its rank under it, NULL when not ranked there.
-- Replaced with the ranking.
CREATE TABLE ranking_view (
    list_id {int} NOT NULL REFERENCES list (id),
    view {key} NOT NULL,
    slug {key} NOT NULL,
    place {int},
    PRIMARY KEY (list_id, view, slug)
) {clustered};

CREATE INDEX ranking_view_by_place ON ranking_view (list_id, view, place, slug);
