DROP TABLE write_gate;
UPDATE result_batches SET state = 'running', started_at = coalesce(started_at, submitted_at), worker = '', waits_because = NULL
WHERE waits_because IS NOT NULL;
ALTER TABLE result_batches DROP COLUMN waits_because;
UPDATE result_batches SET invalid = invalid + refused WHERE refused > 0;
ALTER TABLE result_batches DROP COLUMN refused;
UPDATE result_batch_rows SET outcome = 'invalid' WHERE outcome = 'refused';
ALTER TABLE result_batch_rows DROP CONSTRAINT result_batch_rows_outcome_check;
ALTER TABLE result_batch_rows ADD CONSTRAINT result_batch_rows_outcome_check
    CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict'));
