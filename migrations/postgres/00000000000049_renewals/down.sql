ALTER TABLE evidence DROP CONSTRAINT evidence_of_a_kind;
ALTER TABLE evidence DROP COLUMN activity;
ALTER TABLE evidence DROP COLUMN points;
ALTER TABLE evidence ADD CONSTRAINT evidence_check1 CHECK (
    (kind = 'external_certificate' AND certification IS NOT NULL AND number IS NOT NULL AND awarded_on IS NOT NULL)
    OR (kind = 'course_attendance' AND course_id IS NOT NULL AND completed_on IS NOT NULL)
    OR (kind = 'audit_experience' AND organisation IS NOT NULL AND role IS NOT NULL
        AND it_environment IS NOT NULL AND started_on IS NOT NULL)
);
DROP TRIGGER certificates_immutable ON certificates;
DROP INDEX certificates_by_renewed;
DROP INDEX certificates_by_result;
ALTER TABLE certificates DROP COLUMN renews_id;
ALTER TABLE certificates ADD CONSTRAINT certificates_result_id_key UNIQUE (result_id);
CREATE TRIGGER certificates_immutable BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, awarded_at ON certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
