-- For PostgreSQL, where transactions that write lock it; here they exclude one another.
CREATE TABLE write_gate (id INTEGER NOT NULL PRIMARY KEY);

-- Rows that were not decided because the body's listing had ended.
ALTER TABLE result_batches ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
CREATE TABLE result_batch_rows_new (
    batch_id TEXT NOT NULL REFERENCES result_batches (id),
    line INTEGER NOT NULL,
    reference TEXT,
    outcome TEXT NOT NULL
        CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict', 'refused')),
    result_id TEXT,
    errors TEXT,
    PRIMARY KEY (batch_id, line)
) WITHOUT ROWID;
INSERT INTO result_batch_rows_new SELECT batch_id, line, reference, outcome, result_id, errors FROM result_batch_rows;
DROP TABLE result_batch_rows;
ALTER TABLE result_batch_rows_new RENAME TO result_batch_rows;

-- Why a batch that was begun waits, while it does; it is tried again at `leased_until`.
ALTER TABLE result_batches ADD COLUMN waits_because TEXT
    CHECK (waits_because IS NULL
        OR (waits_because IN ('unavailable', 'internal_error') AND state = 'waiting' AND leased_until IS NOT NULL));
