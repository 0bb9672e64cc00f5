-- Undoes the migration: what was signed goes, and with it what can be said of files that people hold.
DROP TABLE credential_files;
DROP TABLE credential_documents;
DROP TABLE credentials;
DROP TABLE status_lists;
DROP TABLE issuer_keys;
