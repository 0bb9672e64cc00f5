DROP TRIGGER certificates_immutable ON certificates;
ALTER TABLE certificates DROP COLUMN format;
ALTER TABLE results DROP COLUMN format;
CREATE TRIGGER certificates_immutable BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, edition, awarded_on, expires_on, awarded_at ON certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
