-- Under which public URL the registry issued credentials: the last is the one that it issues under now, and the others stay
-- its own. A status list is of the issuer that opened it, so that it says for ever where the credentials in it look for it.
CREATE TABLE issuers (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    url TEXT NOT NULL,
    did TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE TRIGGER issuers_no_update BEFORE UPDATE ON issuers BEGIN SELECT RAISE(ABORT, 'issuers is append-only'); END;
CREATE TRIGGER issuers_no_delete BEFORE DELETE ON issuers BEGIN SELECT RAISE(ABORT, 'issuers is append-only'); END;

ALTER TABLE status_lists ADD COLUMN issuer INTEGER REFERENCES issuers (number);

-- What was issued before this was recorded says itself under which URL.
INSERT INTO issuers (number, url, did, recorded_at)
SELECT row_number() OVER (ORDER BY last, url), url, did, first FROM (
    SELECT json_extract(d.document, '$.issuer.url') AS url, json_extract(d.document, '$.issuer.id') AS did,
        min(c.issued_at) AS first, max(c.issued_at) AS last
    FROM credentials c JOIN credential_documents d ON d.credential_id = c.id GROUP BY 1, 2
) WHERE url IS NOT NULL AND did IS NOT NULL;
UPDATE status_lists SET issuer = (
    SELECT i.number FROM credentials c JOIN credential_documents d ON d.credential_id = c.id
    JOIN issuers i ON i.url = json_extract(d.document, '$.issuer.url')
    WHERE c.status_list = status_lists.number ORDER BY c.issued_at, c.id LIMIT 1
);

-- What the service was started with last: the public URL, to compare before any credential was issued, and what stands in
-- credentials besides, the scheme's words by their digest.
CREATE TABLE service_starts (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    public_url TEXT NOT NULL,
    issuer_name TEXT NOT NULL,
    words TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL
);

-- After a move another credential is handed out, and the one before it stays good: one is neither replaced nor superseded.
ALTER TABLE credentials ADD COLUMN superseded_at TIMESTAMP;
DROP INDEX one_credential_per_certificate;
CREATE UNIQUE INDEX one_credential_per_certificate ON credentials (certificate_id)
    WHERE replaced_at IS NULL AND superseded_at IS NULL;
