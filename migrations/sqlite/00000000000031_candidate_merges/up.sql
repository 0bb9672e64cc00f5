-- Two records of one candidate: the one that was found to be a duplicate points at the one that stays.
ALTER TABLE candidates ADD COLUMN merged_into_id TEXT REFERENCES candidates (id) CHECK (merged_into_id <> id);
-- That a candidate who agreed to be shown by name is not, because what was merged into the record did not agree.
ALTER TABLE candidates ADD COLUMN held_back BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX candidates_by_survivor ON candidates (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- Whether a body knows a candidate only because it knows what was merged into the record.
ALTER TABLE candidate_bodies ADD COLUMN by_merge BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE candidate_merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'separation')),
    duplicate_id TEXT NOT NULL REFERENCES candidates (id),
    survivor_id TEXT NOT NULL REFERENCES candidates (id),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (duplicate_id <> survivor_id)
);
CREATE INDEX candidate_merges_by_duplicate ON candidate_merges (duplicate_id, id);
CREATE INDEX candidate_merges_by_survivor ON candidate_merges (survivor_id, id);

CREATE TRIGGER candidate_merges_no_update BEFORE UPDATE ON candidate_merges BEGIN SELECT RAISE(ABORT, 'candidate_merges is append-only'); END;
CREATE TRIGGER candidate_merges_no_delete BEFORE DELETE ON candidate_merges BEGIN SELECT RAISE(ABORT, 'candidate_merges is append-only'); END;
-- Who a body knows by itself it goes on knowing.
CREATE TRIGGER candidate_bodies_no_delete BEFORE DELETE ON candidate_bodies WHEN NOT OLD.by_merge BEGIN SELECT RAISE(ABORT, 'candidate_bodies keeps who was found'); END;
CREATE TRIGGER candidate_bodies_no_update BEFORE UPDATE OF body_id, candidate_id, known_since ON candidate_bodies BEGIN SELECT RAISE(ABORT, 'candidate_bodies keeps who was found'); END;

-- The third key of candidates who may be one person: the birth date and the first of the given names. All keys are filled at the
-- opening of the database that follows.
ALTER TABLE candidates ADD COLUMN given_key TEXT NOT NULL DEFAULT '';
UPDATE candidates SET matching_key = '';
CREATE INDEX candidates_by_given_key ON candidates (given_key);
