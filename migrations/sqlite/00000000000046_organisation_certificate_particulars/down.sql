DROP TRIGGER organisation_certificates_no_update;
CREATE TRIGGER organisation_certificates_no_update BEFORE UPDATE OF id, organisation_id, body_id, number, edition, issued_on, expires_on, renews_id, organisation_as_submitted, submitted_by, submitted_at ON organisation_certificates BEGIN SELECT RAISE(ABORT, 'what was submitted stays'); END;
ALTER TABLE organisation_certificate_sites DROP COLUMN scope;
ALTER TABLE organisation_certificate_sites DROP COLUMN postcode;
ALTER TABLE organisation_certificate_sites DROP COLUMN street;
ALTER TABLE organisation_certificates DROP COLUMN particulars;
ALTER TABLE organisation_certificates DROP COLUMN originally_issued_on;
ALTER TABLE organisation_certificates DROP COLUMN confidential;
