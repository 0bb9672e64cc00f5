DROP TABLE write_gate;
UPDATE result_batches SET waits_because = NULL, state = 'running', started_at = coalesce(started_at, submitted_at),
    worker = ''
WHERE waits_because IS NOT NULL;
ALTER TABLE result_batches DROP COLUMN waits_because;
UPDATE result_batches SET invalid = invalid + refused WHERE refused > 0;
ALTER TABLE result_batches DROP COLUMN refused;
CREATE TABLE result_batch_rows_old (
    batch_id TEXT NOT NULL REFERENCES result_batches (id),
    line INTEGER NOT NULL,
    reference TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'unchanged', 'not_eligible', 'invalid', 'conflict')),
    result_id TEXT,
    errors TEXT,
    PRIMARY KEY (batch_id, line)
) WITHOUT ROWID;
INSERT INTO result_batch_rows_old
SELECT batch_id, line, reference, CASE outcome WHEN 'refused' THEN 'invalid' ELSE outcome END, result_id, errors
FROM result_batch_rows;
DROP TABLE result_batch_rows;
ALTER TABLE result_batch_rows_old RENAME TO result_batch_rows;
