-- Changes of who a candidate is on record. What a body asks for a registrar decides on, once; what was on record before
-- stays with the change that took its place. Names, birth dates and words are personal and can be erased.
CREATE TABLE identity_changes (
    id TEXT NOT NULL PRIMARY KEY,
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    body_id TEXT REFERENCES bodies (id),
    state TEXT NOT NULL CHECK (state IN ('requested', 'agreed', 'refused', 'withdrawn')),
    changes_given_names BOOLEAN NOT NULL,
    given_names TEXT,
    family_name TEXT,
    birth_date DATE,
    reason TEXT NOT NULL,
    proof_method TEXT,
    proof_note TEXT,
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    decided_by TEXT,
    decided_at TIMESTAMP,
    words TEXT,
    earlier_given_names TEXT,
    earlier_family_name TEXT,
    earlier_birth_date DATE,
    earlier_from DATE,
    earlier_matching_key TEXT,
    CHECK ((state = 'requested') = (decided_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'agreed') = (earlier_from IS NOT NULL))
);
CREATE INDEX identity_changes_by_candidate ON identity_changes (candidate_id, id);
CREATE UNIQUE INDEX one_identity_change_waits ON identity_changes (candidate_id) WHERE state = 'requested';
CREATE INDEX identity_changes_by_earlier_key ON identity_changes (earlier_matching_key) WHERE earlier_matching_key IS NOT NULL;
CREATE INDEX identity_changes_waiting ON identity_changes (id) WHERE state = 'requested';

CREATE TRIGGER identity_changes_no_update BEFORE UPDATE OF id, candidate_id, body_id, changes_given_names, reason, requested_by, requested_at ON identity_changes BEGIN SELECT RAISE(ABORT, 'identity_changes is append-only'); END;
CREATE TRIGGER identity_changes_decided_once BEFORE UPDATE OF state, decided_by, decided_at, earlier_from ON identity_changes WHEN OLD.state <> 'requested' BEGIN SELECT RAISE(ABORT, 'identity_changes is append-only'); END;
CREATE TRIGGER identity_changes_no_delete BEFORE DELETE ON identity_changes BEGIN SELECT RAISE(ABORT, 'identity_changes is append-only'); END;
