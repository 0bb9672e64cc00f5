-- Format and edition are two things. So far the format followed from the edition: it had papers that are known under the
-- edition's own code, or was declared, which the scheme file calls the previous format.
ALTER TABLE results ADD COLUMN format TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE certificates ADD COLUMN format TEXT COLLATE "C" NOT NULL DEFAULT '';
DROP TRIGGER results_append_only ON results;
DROP TRIGGER certificates_immutable ON certificates;
UPDATE results SET format = CASE WHEN marks IS NULL THEN 'previous' ELSE edition END;
UPDATE certificates SET format = (SELECT r.format FROM results r WHERE r.id = certificates.result_id);
CREATE TRIGGER results_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON results FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_immutable BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, awarded_at ON certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
