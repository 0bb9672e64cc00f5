-- The links that bodies and registrars issue to holders. Of a link's token the digest is kept, in hexadecimal; the link
-- opens until it is revoked, and on `expires_on` for the last time.
CREATE TABLE holder_links (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
    token_digest TEXT COLLATE "C" NOT NULL UNIQUE,
    issued_by TEXT COLLATE "C" NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    expires_on DATE,
    revoked_by TEXT COLLATE "C",
    revoked_at TIMESTAMP,
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);
CREATE INDEX holder_links_by_certificate ON holder_links (certificate_id, id);
