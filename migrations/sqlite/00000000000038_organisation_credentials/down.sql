DROP TABLE organisation_certificate_confirmations;
DROP TABLE organisation_credential_files;
DROP TABLE organisation_credentials;
ALTER TABLE status_lists DROP COLUMN subject;
