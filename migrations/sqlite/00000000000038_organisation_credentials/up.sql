-- Whose credentials a status list is of: people's, or organisations'.
ALTER TABLE status_lists ADD COLUMN subject TEXT NOT NULL DEFAULT 'person' CHECK (subject IN ('person', 'organisation'));

-- Signed credentials of organisations' certificates. They name nobody, so nothing of them is ever erased. One is good while what
-- it says is what is on record, which its digest tells.
CREATE TABLE organisation_credentials (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    status_list INTEGER NOT NULL REFERENCES status_lists (number),
    status_index INTEGER NOT NULL CHECK (status_index BETWEEN 0 AND 131071),
    rs256_key_id TEXT NOT NULL REFERENCES issuer_keys (id),
    eddsa_key_id TEXT NOT NULL REFERENCES issuer_keys (id),
    says TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    jws TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (status_list, status_index)
);
CREATE INDEX organisation_credentials_by_certificate ON organisation_credentials (organisation_certificate_id, id);
CREATE TRIGGER organisation_credentials_no_update BEFORE UPDATE ON organisation_credentials BEGIN SELECT RAISE(ABORT, 'organisation_credentials is append-only'); END;
CREATE TRIGGER organisation_credentials_no_delete BEFORE DELETE ON organisation_credentials BEGIN SELECT RAISE(ABORT, 'organisation_credentials is append-only'); END;

-- The digests (SHA-256, hexadecimal) of the PDF files that were handed out, to know an unaltered one by.
CREATE TABLE organisation_credential_files (
    digest TEXT NOT NULL PRIMARY KEY,
    credential_id TEXT NOT NULL REFERENCES organisation_credentials (id),
    made_at TIMESTAMP NOT NULL
);
CREATE TRIGGER organisation_credential_files_no_update BEFORE UPDATE ON organisation_credential_files BEGIN SELECT RAISE(ABORT, 'organisation_credential_files is append-only'); END;
CREATE TRIGGER organisation_credential_files_no_delete BEFORE DELETE ON organisation_credential_files BEGIN SELECT RAISE(ABORT, 'organisation_credential_files is append-only'); END;

-- That a body has looked at a certificate for which it answers, and found the record right as of a day.
CREATE TABLE organisation_certificate_confirmations (
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    confirmed_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation_certificate_id, confirmed_on)
);
CREATE TRIGGER organisation_certificate_confirmations_no_update BEFORE UPDATE ON organisation_certificate_confirmations BEGIN SELECT RAISE(ABORT, 'organisation_certificate_confirmations is append-only'); END;
CREATE TRIGGER organisation_certificate_confirmations_no_delete BEFORE DELETE ON organisation_certificate_confirmations BEGIN SELECT RAISE(ABORT, 'organisation_certificate_confirmations is append-only'); END;
