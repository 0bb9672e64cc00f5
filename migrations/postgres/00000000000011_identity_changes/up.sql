-- Changes of who a candidate is on record. What a body asks for a registrar decides on, once; what was on record before
-- stays with the change that took its place. Names, birth dates and words are personal and can be erased.
CREATE TABLE identity_changes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    candidate_id TEXT COLLATE "C" NOT NULL REFERENCES candidates (id),
    body_id TEXT COLLATE "C" REFERENCES bodies (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('requested', 'agreed', 'refused', 'withdrawn')),
    changes_given_names BOOLEAN NOT NULL,
    given_names TEXT,
    family_name TEXT,
    birth_date DATE,
    reason TEXT COLLATE "C" NOT NULL,
    proof_method TEXT,
    proof_note TEXT,
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    words TEXT,
    earlier_given_names TEXT,
    earlier_family_name TEXT,
    earlier_birth_date DATE,
    earlier_from DATE,
    earlier_matching_key TEXT COLLATE "C",
    CHECK ((state = 'requested') = (decided_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'agreed') = (earlier_from IS NOT NULL))
);
CREATE INDEX identity_changes_by_candidate ON identity_changes (candidate_id, id);
CREATE UNIQUE INDEX one_identity_change_waits ON identity_changes (candidate_id) WHERE state = 'requested';
CREATE INDEX identity_changes_by_earlier_key ON identity_changes (earlier_matching_key) WHERE earlier_matching_key IS NOT NULL;
CREATE INDEX identity_changes_waiting ON identity_changes (id) WHERE state = 'requested';

CREATE TRIGGER identity_changes_immutable BEFORE UPDATE OF id, candidate_id, body_id, changes_given_names, reason, requested_by, requested_at ON identity_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER identity_changes_decided_once BEFORE UPDATE OF state, decided_by, decided_at, earlier_from ON identity_changes FOR EACH ROW WHEN (OLD.state <> 'requested') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER identity_changes_kept BEFORE DELETE OR TRUNCATE ON identity_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
