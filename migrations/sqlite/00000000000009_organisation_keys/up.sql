-- Duplicates of one organisation: what they are found by, which pairs look like one, and which a registrar merged.

-- What an organisation is found by; one that was merged keeps its own, and leads to the one that it is.
CREATE TABLE organisation_keys (
    kind TEXT NOT NULL CHECK (kind IN ('registration_number', 'name', 'latin_name', 'website', 'letters')),
    key TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (kind, key, organisation_id)
) WITHOUT ROWID;
CREATE INDEX organisation_keys_by_organisation ON organisation_keys (organisation_id);

-- Pairs that look like one, of organisations that nobody merged or told apart. They follow from the keys.
CREATE TABLE organisation_duplicates (
    first_id TEXT NOT NULL REFERENCES organisations (id),
    second_id TEXT NOT NULL REFERENCES organisations (id),
    reasons TEXT NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
) WITHOUT ROWID;
CREATE INDEX organisation_duplicates_by_second ON organisation_duplicates (second_id);

-- What registrars merged and separated again. `survivor_id` is the one that was named; what that became later is not here.
CREATE TABLE organisation_merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'separation')),
    duplicate_id TEXT NOT NULL REFERENCES organisations (id),
    survivor_id TEXT NOT NULL REFERENCES organisations (id),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (duplicate_id <> survivor_id)
);
CREATE INDEX organisation_merges_by_duplicate ON organisation_merges (duplicate_id, id);

CREATE TRIGGER organisation_merges_no_update BEFORE UPDATE ON organisation_merges BEGIN SELECT RAISE(ABORT, 'organisation_merges is append-only'); END;
CREATE TRIGGER organisation_merges_no_delete BEFORE DELETE ON organisation_merges BEGIN SELECT RAISE(ABORT, 'organisation_merges is append-only'); END;
