-- What a row of a file is matched by: the day of birth and the names as they are compared. Records of an earlier version
-- have it empty; the program fills it after this migration.
ALTER TABLE candidates ADD COLUMN matching_key TEXT NOT NULL DEFAULT '';
CREATE INDEX candidates_by_matching_key ON candidates (matching_key);

-- A file of results that a body sent. Its content stands in pieces; what became of its rows in rows of their own.
CREATE TABLE result_batches (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT REFERENCES bodies (id),
    submitted_by TEXT NOT NULL,
    submitted_as TEXT NOT NULL CHECK (submitted_as IN ('body', 'registrar')),
    submitted_at TIMESTAMP NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('csv', 'ndjson')),
    file_name TEXT,
    digest TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    row_count INTEGER NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'waiting', 'running', 'completed', 'cancelled')),
    pass INTEGER NOT NULL,
    fail INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    not_eligible INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    conflict INTEGER NOT NULL,
    missed_numbers INTEGER NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    worker TEXT,
    leased_until TIMESTAMP,
    CHECK ((state IN ('completed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'running' OR (worker IS NOT NULL AND leased_until IS NOT NULL AND started_at IS NOT NULL))
);
CREATE INDEX result_batches_by_body ON result_batches (body_id, id);
CREATE INDEX result_batches_by_digest ON result_batches (digest);
CREATE INDEX result_batches_by_state ON result_batches (state, id);

CREATE TABLE result_batch_pieces (
    batch_id TEXT NOT NULL REFERENCES result_batches (id),
    piece INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (batch_id, piece)
);

-- One for every row that has been dealt with, written in the transaction of its effects: so no row is dealt with twice.
CREATE TABLE result_batch_rows (
    batch_id TEXT NOT NULL REFERENCES result_batches (id),
    line INTEGER NOT NULL,
    reference TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict')),
    result_id TEXT,
    errors TEXT,
    PRIMARY KEY (batch_id, line)
) WITHOUT ROWID;
