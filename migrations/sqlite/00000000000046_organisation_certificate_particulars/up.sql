-- What a certificate says beside what every one says, as IAF CertSearch and IAF MD 28 have it, as JSON (`particulars`); when the
-- organisation was certified first; and whether it is confidential: then it is told only to who knows its number and its body.
ALTER TABLE organisation_certificates ADD COLUMN confidential BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organisation_certificates ADD COLUMN originally_issued_on DATE CHECK (originally_issued_on <= issued_on);
ALTER TABLE organisation_certificates ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}';
ALTER TABLE organisation_certificate_sites ADD COLUMN street TEXT;
ALTER TABLE organisation_certificate_sites ADD COLUMN postcode TEXT;
ALTER TABLE organisation_certificate_sites ADD COLUMN scope TEXT;
DROP TRIGGER organisation_certificates_no_update;
CREATE TRIGGER organisation_certificates_no_update BEFORE UPDATE OF id, organisation_id, body_id, number, edition, issued_on, expires_on, renews_id, organisation_as_submitted, confidential, originally_issued_on, particulars, submitted_by, submitted_at ON organisation_certificates BEGIN SELECT RAISE(ABORT, 'what was submitted stays'); END;
