-- Which withdrawn application, or certificate that is over, of the same organisation a new application follows.
ALTER TABLE organisation_certificates ADD COLUMN follows_id TEXT COLLATE "C" REFERENCES organisation_certificates (id);
DROP TRIGGER organisation_certificates_immutable ON organisation_certificates;
CREATE TRIGGER organisation_certificates_immutable BEFORE UPDATE OF id, organisation_id, body_id, number, edition, issued_on, expires_on, renews_id, follows_id, organisation_as_submitted, confidential, originally_issued_on, particulars, submitted_by, submitted_at ON organisation_certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
