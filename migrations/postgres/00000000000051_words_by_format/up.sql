-- What an edition is called depends on the format of the examination. The next start of the service reads which words are in
-- each credential.
UPDATE credentials SET words = NULL;
DELETE FROM credential_words;
ALTER TABLE credential_words ADD COLUMN format TEXT COLLATE "C" NOT NULL DEFAULT '';
