-- Whose credentials a status list is of: people's, or organisations'.
ALTER TABLE status_lists ADD COLUMN subject TEXT COLLATE "C" NOT NULL DEFAULT 'person' CHECK (subject IN ('person', 'organisation'));

-- Signed credentials of organisations' certificates. They name nobody, so nothing of them is ever erased. One is good while what
-- it says is what is on record, which its digest tells.
CREATE TABLE organisation_credentials (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organisation_certificate_id TEXT COLLATE "C" NOT NULL REFERENCES organisation_certificates (id),
    status_list INTEGER NOT NULL REFERENCES status_lists (number),
    status_index INTEGER NOT NULL CHECK (status_index BETWEEN 0 AND 131071),
    rs256_key_id TEXT COLLATE "C" NOT NULL REFERENCES issuer_keys (id),
    eddsa_key_id TEXT COLLATE "C" NOT NULL REFERENCES issuer_keys (id),
    says TEXT COLLATE "C" NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    jws TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (status_list, status_index)
);
CREATE INDEX organisation_credentials_by_certificate ON organisation_credentials (organisation_certificate_id, id);
CREATE TRIGGER organisation_credentials_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_credentials FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The digests (SHA-256, hexadecimal) of the PDF files that were handed out, to know an unaltered one by.
CREATE TABLE organisation_credential_files (
    digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    credential_id TEXT COLLATE "C" NOT NULL REFERENCES organisation_credentials (id),
    made_at TIMESTAMP NOT NULL
);
CREATE TRIGGER organisation_credential_files_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_credential_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- That a body has looked at a certificate for which it answers, and found the record right as of a day.
CREATE TABLE organisation_certificate_confirmations (
    organisation_certificate_id TEXT COLLATE "C" NOT NULL REFERENCES organisation_certificates (id),
    confirmed_on DATE NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation_certificate_id, confirmed_on)
);
CREATE TRIGGER organisation_certificate_confirmations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_certificate_confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
