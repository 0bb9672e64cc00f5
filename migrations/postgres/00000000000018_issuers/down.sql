DROP INDEX one_credential_per_certificate;
CREATE UNIQUE INDEX one_credential_per_certificate ON credentials (certificate_id) WHERE replaced_at IS NULL;
ALTER TABLE credentials DROP COLUMN superseded_at;
DROP TABLE service_starts;
ALTER TABLE status_lists DROP COLUMN issuer;
DROP TABLE issuers;
