-- Has no rows. Every transaction that writes locks it in ROW SHARE mode before it reads anything; one that must exclude
-- the others, for a moment, in EXCLUSIVE mode.
CREATE TABLE write_gate (id INTEGER NOT NULL PRIMARY KEY);

-- Rows that were not decided because the body's listing had ended.
ALTER TABLE result_batches ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE result_batch_rows DROP CONSTRAINT result_batch_rows_outcome_check;
ALTER TABLE result_batch_rows ADD CONSTRAINT result_batch_rows_outcome_check
    CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict', 'refused'));

-- Why a batch that was begun waits, while it does; it is tried again at `leased_until`.
ALTER TABLE result_batches ADD COLUMN waits_because TEXT COLLATE "C"
    CHECK (waits_because IN ('unavailable', 'internal_error'));
ALTER TABLE result_batches ADD CHECK (waits_because IS NULL OR (state = 'waiting' AND leased_until IS NOT NULL));
