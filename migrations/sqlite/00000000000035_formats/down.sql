DROP TRIGGER certificates_no_update;
ALTER TABLE certificates DROP COLUMN format;
ALTER TABLE results DROP COLUMN format;
CREATE TRIGGER certificates_no_update BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, edition, awarded_on, expires_on, awarded_at ON certificates BEGIN SELECT RAISE(ABORT, 'only the currency of a certificate can change'); END;
