-- What happened to the accreditation of training organisations and courses. The days that are on record with them are those
-- that were recorded first.
CREATE TABLE training_organisation_status_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    training_organisation_id TEXT NOT NULL REFERENCES training_organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal', 'extension', 'correction')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind IN ('suspension', 'extension', 'correction') AND until >= effective_on)),
    reason_code TEXT,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (kind <> 'extension' OR until IS NOT NULL)
);
CREATE INDEX training_organisation_status_changes_by_owner ON training_organisation_status_changes (training_organisation_id, id);

CREATE TABLE course_status_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    course_id TEXT NOT NULL REFERENCES courses (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal', 'extension', 'correction')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind IN ('suspension', 'extension', 'correction') AND until >= effective_on)),
    reason_code TEXT,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (kind <> 'extension' OR until IS NOT NULL)
);
CREATE INDEX course_status_changes_by_owner ON course_status_changes (course_id, id);

CREATE TRIGGER training_organisation_status_changes_no_update BEFORE UPDATE ON training_organisation_status_changes BEGIN SELECT RAISE(ABORT, 'training_organisation_status_changes is append-only'); END;
CREATE TRIGGER training_organisation_status_changes_no_delete BEFORE DELETE ON training_organisation_status_changes BEGIN SELECT RAISE(ABORT, 'training_organisation_status_changes is append-only'); END;
CREATE TRIGGER course_status_changes_no_update BEFORE UPDATE ON course_status_changes BEGIN SELECT RAISE(ABORT, 'course_status_changes is append-only'); END;
CREATE TRIGGER course_status_changes_no_delete BEFORE DELETE ON course_status_changes BEGIN SELECT RAISE(ABORT, 'course_status_changes is append-only'); END;
