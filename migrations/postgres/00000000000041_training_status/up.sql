-- What happened to the accreditation of training organisations and courses. The days that are on record with them are those
-- that were recorded first.
CREATE TABLE training_organisation_status_changes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    training_organisation_id TEXT COLLATE "C" NOT NULL REFERENCES training_organisations (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal', 'extension', 'correction')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind IN ('suspension', 'extension', 'correction') AND until >= effective_on)),
    reason_code TEXT COLLATE "C",
    reason TEXT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (kind <> 'extension' OR until IS NOT NULL)
);
CREATE INDEX training_organisation_status_changes_by_owner ON training_organisation_status_changes (training_organisation_id, id);

CREATE TABLE course_status_changes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal', 'extension', 'correction')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind IN ('suspension', 'extension', 'correction') AND until >= effective_on)),
    reason_code TEXT COLLATE "C",
    reason TEXT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (kind <> 'extension' OR until IS NOT NULL)
);
CREATE INDEX course_status_changes_by_owner ON course_status_changes (course_id, id);

CREATE TRIGGER training_organisation_status_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON training_organisation_status_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_status_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON course_status_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
