-- A result that should not be is annulled for good, with all records of that sitting.
CREATE TABLE result_annulments (
    result_id TEXT NOT NULL PRIMARY KEY REFERENCES results (id),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE TRIGGER result_annulments_no_update BEFORE UPDATE ON result_annulments BEGIN SELECT RAISE(ABORT, 'result_annulments is append-only'); END;
CREATE TRIGGER result_annulments_no_delete BEFORE DELETE ON result_annulments BEGIN SELECT RAISE(ABORT, 'result_annulments is append-only'); END;

-- A result never changes, so one that is annulled cannot make room for another one of its day: that has the next number.
ALTER TABLE results ADD COLUMN sitting_number INTEGER NOT NULL DEFAULT 1 CHECK (sitting_number >= 1);
DROP INDEX one_result_per_candidate_qualification_and_day;
CREATE UNIQUE INDEX one_result_per_candidate_qualification_and_day
    ON results (candidate_id, qualification, sat_on, sitting_number) WHERE corrects_id IS NULL;
