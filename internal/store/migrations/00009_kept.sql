-- Where a value is from that is older than its snapshot, because its source got no
-- new one. It stands with the note of the value, which most values share: few are kept.

-- +goose Up

-- JSON: the instant, version and commit of the value, who gave no answer, what happened
-- and when it was tried last. NULL: the value is of its snapshot.
ALTER TABLE note ADD COLUMN kept TEXT;
