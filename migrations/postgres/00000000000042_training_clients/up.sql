-- A client of a training organisation. The CHECK of `role` is older than the role `training`: such a client has `employer` there,
-- which is what a program of before takes it for, and the organisation beside it.
ALTER TABLE clients ADD COLUMN training_organisation_id TEXT COLLATE "C" REFERENCES training_organisations (id);

-- Attendances at courses that are on record because the organisation that ran the course says so: each is a piece of evidence.
CREATE TABLE attendances (
    evidence_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES evidence (id),
    training_organisation_id TEXT COLLATE "C" NOT NULL REFERENCES training_organisations (id),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX attendances_by_organisation ON attendances (training_organisation_id, evidence_id);

CREATE TRIGGER attendances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attendances FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
