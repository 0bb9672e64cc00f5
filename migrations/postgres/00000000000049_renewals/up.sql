-- A certificate can be renewed, on the result of its own examination, on that of another one, or by points of continuing
-- education; so one result may bear several certificates, and evidence has a fourth kind.
ALTER TABLE certificates DROP CONSTRAINT certificates_result_id_key;
ALTER TABLE certificates ADD COLUMN renews_id TEXT COLLATE "C" REFERENCES certificates (id);
CREATE INDEX certificates_by_result ON certificates (result_id);
CREATE INDEX certificates_by_renewed ON certificates (renews_id) WHERE renews_id IS NOT NULL;
DROP TRIGGER certificates_immutable ON certificates;
CREATE TRIGGER certificates_immutable BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, renews_id, awarded_at ON certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE evidence ADD COLUMN points INTEGER CHECK (points > 0);
ALTER TABLE evidence ADD COLUMN activity TEXT;
DO $$
DECLARE of_kinds TEXT;
BEGIN
    SELECT conname INTO STRICT of_kinds FROM pg_constraint
    WHERE conrelid = 'evidence'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%external_certificate%';
    EXECUTE format('ALTER TABLE evidence DROP CONSTRAINT %I', of_kinds);
END $$;
ALTER TABLE evidence ADD CONSTRAINT evidence_of_a_kind CHECK (
    (kind = 'external_certificate' AND certification IS NOT NULL AND number IS NOT NULL AND awarded_on IS NOT NULL)
    OR (kind = 'course_attendance' AND course_id IS NOT NULL AND completed_on IS NOT NULL)
    OR (kind = 'audit_experience' AND organisation IS NOT NULL AND role IS NOT NULL
        AND it_environment IS NOT NULL AND started_on IS NOT NULL)
    OR (kind = 'continuing_education' AND points IS NOT NULL AND activity IS NOT NULL AND organisation IS NOT NULL
        AND completed_on IS NOT NULL)
);
