-- The words of the scheme and of the issuer in a credential, by their digest: a few rows, however many credentials there
-- are, so that a start sees at once whether any has become untrue.
CREATE TABLE credential_words (
    digest TEXT NOT NULL PRIMARY KEY,
    qualification TEXT NOT NULL,
    edition TEXT NOT NULL
);

-- None for what was issued before: the next start of the service reads it there.
ALTER TABLE credentials ADD COLUMN words TEXT REFERENCES credential_words (digest);
CREATE INDEX credentials_by_words ON credentials (words, id) WHERE replaced_at IS NULL;
