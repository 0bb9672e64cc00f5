UPDATE credentials SET words = NULL;
DELETE FROM credential_words;
ALTER TABLE credential_words DROP COLUMN format;
