-- Signed credentials of certificates: the keys that sign them, what was signed, and the lists that tell their status.

-- The newest key of an algorithm that is not retired signs. A retired key has no private half any more: what it signed
-- stays good, and nothing can be added to it. What a revoked key signed counts no longer.
CREATE TABLE issuer_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    algorithm TEXT COLLATE "C" NOT NULL CHECK (algorithm IN ('RS256', 'EdDSA')),
    public_key TEXT COLLATE "C" NOT NULL,
    sealed_private_key TEXT COLLATE "C",
    generated_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    revoked_at TIMESTAMP,
    revocation_reason TEXT,
    CHECK ((retired_at IS NULL) = (sealed_private_key IS NOT NULL)),
    CHECK (revoked_at IS NULL OR retired_at IS NOT NULL),
    CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
);
CREATE UNIQUE INDEX one_issuer_key_signs_per_algorithm ON issuer_keys (algorithm) WHERE retired_at IS NULL;

-- The version moves with every change that a list shows, in the transaction of the change.
CREATE TABLE status_lists (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    version BIGINT NOT NULL CHECK (version >= 1),
    opened_at TIMESTAMP NOT NULL
);

-- A certificate has one credential that is not replaced. A place in a list is never given to another one.
CREATE TABLE credentials (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
    status_list INTEGER NOT NULL REFERENCES status_lists (number),
    status_index INTEGER NOT NULL CHECK (status_index BETWEEN 0 AND 131071),
    rs256_key_id TEXT COLLATE "C" NOT NULL REFERENCES issuer_keys (id),
    eddsa_key_id TEXT COLLATE "C" NOT NULL REFERENCES issuer_keys (id),
    issued_at TIMESTAMP NOT NULL,
    replaced_at TIMESTAMP,
    UNIQUE (status_list, status_index)
);
CREATE UNIQUE INDEX one_credential_per_certificate ON credentials (certificate_id) WHERE replaced_at IS NULL;
CREATE INDEX credentials_by_certificate ON credentials (certificate_id, id);

-- The very bytes that were signed. Apart, because they name a person: they can be erased, and the place in the list stays.
CREATE TABLE credential_documents (
    credential_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES credentials (id),
    holder TEXT NOT NULL,
    jws TEXT COLLATE "C" NOT NULL,
    document TEXT NOT NULL
);

-- The digests (SHA-256, hexadecimal) of the PDF files that were handed out, to know an unaltered one by.
CREATE TABLE credential_files (
    digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    credential_id TEXT COLLATE "C" NOT NULL REFERENCES credentials (id),
    made_at TIMESTAMP NOT NULL
);

CREATE TRIGGER credentials_immutable BEFORE UPDATE OF id, certificate_id, status_list, status_index, rs256_key_id, eddsa_key_id, issued_at ON credentials FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credentials_kept BEFORE DELETE OR TRUNCATE ON credentials FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
