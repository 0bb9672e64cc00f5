DROP TRIGGER organisation_certificates_immutable ON organisation_certificates;
CREATE TRIGGER organisation_certificates_immutable BEFORE UPDATE OF id, organisation_id, body_id, number, edition, issued_on, expires_on, renews_id, organisation_as_submitted, submitted_by, submitted_at ON organisation_certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE organisation_certificate_sites DROP COLUMN scope;
ALTER TABLE organisation_certificate_sites DROP COLUMN postcode;
ALTER TABLE organisation_certificate_sites DROP COLUMN street;
ALTER TABLE organisation_certificates DROP COLUMN particulars;
ALTER TABLE organisation_certificates DROP COLUMN originally_issued_on;
ALTER TABLE organisation_certificates DROP COLUMN confidential;
