-- What the scheme owner publishes: a link to another's document, or a file of its own. One that has neither yet is not shown.
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    -- Sorts the latest first.
    sort_key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('white_paper', 'case_study', 'guide', 'rules')),
    owner TEXT,
    url TEXT,
    -- SHA-256 of the file, in hexadecimal, and its length in bytes.
    file_digest TEXT,
    file_bytes INTEGER,
    published_on DATE NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawal_reason TEXT,
    CHECK (url IS NULL OR file_digest IS NULL),
    CHECK ((file_digest IS NULL) = (file_bytes IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);

CREATE TABLE document_files (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (id),
    content BLOB NOT NULL
);
