-- Format and edition are two things. So far the format followed from the edition: it had papers that are known under the
-- edition's own code, or was declared, which the scheme file calls the previous format.
ALTER TABLE results ADD COLUMN format TEXT NOT NULL DEFAULT '';
ALTER TABLE certificates ADD COLUMN format TEXT NOT NULL DEFAULT '';
DROP TRIGGER results_no_update;
DROP TRIGGER certificates_no_update;
UPDATE results SET format = CASE WHEN marks IS NULL THEN 'previous' ELSE edition END;
UPDATE certificates SET format = (SELECT r.format FROM results r WHERE r.id = certificates.result_id);
CREATE TRIGGER results_no_update BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results is append-only'); END;
CREATE TRIGGER certificates_no_update BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, awarded_at ON certificates BEGIN SELECT RAISE(ABORT, 'only the currency of a certificate can change'); END;
