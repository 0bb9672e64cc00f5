-- What a row of a file is matched by: the day of birth and the names as they are compared. Records of an earlier version
-- have it empty; the program fills it after this migration.
ALTER TABLE candidates ADD COLUMN matching_key TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX candidates_by_matching_key ON candidates (matching_key);

-- A file of results that a body sent. Its content stands in pieces; what became of its rows in rows of their own.
CREATE TABLE result_batches (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body_id TEXT COLLATE "C" REFERENCES bodies (id),
    submitted_by TEXT COLLATE "C" NOT NULL,
    submitted_as TEXT COLLATE "C" NOT NULL CHECK (submitted_as IN ('body', 'registrar')),
    submitted_at TIMESTAMP NOT NULL,
    format TEXT COLLATE "C" NOT NULL CHECK (format IN ('csv', 'ndjson')),
    file_name TEXT COLLATE "C",
    digest TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    row_count INTEGER NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('receiving', 'waiting', 'running', 'completed', 'cancelled')),
    pass INTEGER NOT NULL,
    fail INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    not_eligible INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    conflict INTEGER NOT NULL,
    missed_numbers INTEGER NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    worker TEXT COLLATE "C",
    leased_until TIMESTAMP,
    CHECK ((state IN ('completed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'running' OR (worker IS NOT NULL AND leased_until IS NOT NULL AND started_at IS NOT NULL))
);
CREATE INDEX result_batches_by_body ON result_batches (body_id, id);
CREATE INDEX result_batches_by_digest ON result_batches (digest);
CREATE INDEX result_batches_by_state ON result_batches (state, id);

CREATE TABLE result_batch_pieces (
    batch_id TEXT COLLATE "C" NOT NULL REFERENCES result_batches (id),
    piece INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (batch_id, piece)
);

-- One for every row that has been dealt with, written in the transaction of its effects: so no row is dealt with twice.
CREATE TABLE result_batch_rows (
    batch_id TEXT COLLATE "C" NOT NULL REFERENCES result_batches (id),
    line INTEGER NOT NULL,
    reference TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict')),
    result_id TEXT COLLATE "C",
    errors TEXT COLLATE "C",
    PRIMARY KEY (batch_id, line)
);
