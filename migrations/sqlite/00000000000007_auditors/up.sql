-- Approved auditors: the registrar's own list of them, and whom the listing of each body names.

-- An approval is taken back, never deleted. The name is personal and can be erased.
CREATE TABLE approved_auditors (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE,
    note TEXT,
    approved_on DATE NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    removed_by TEXT,
    removed_at TIMESTAMP,
    removal_reason TEXT,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL)),
    CHECK ((removal_reason IS NULL) = (removed_at IS NULL))
);

-- A listing names somebody from `named_on` until the day of `removed_at`: by a certificate, or by the registrar's list.
CREATE TABLE body_auditors (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES bodies (id),
    approved_auditor_id TEXT REFERENCES approved_auditors (id),
    certificate_id TEXT REFERENCES certificates (id),
    named_on DATE NOT NULL,
    named_by TEXT NOT NULL,
    named_at TIMESTAMP NOT NULL,
    removed_by TEXT,
    removed_at TIMESTAMP,
    removal_reason TEXT,
    CHECK ((approved_auditor_id IS NULL) <> (certificate_id IS NULL)),
    CHECK ((removed_by IS NULL) = (removed_at IS NULL)),
    CHECK ((removal_reason IS NULL) = (removed_at IS NULL))
);
CREATE INDEX body_auditors_by_body ON body_auditors (body_id, id);
CREATE UNIQUE INDEX one_naming_per_approved_auditor ON body_auditors (body_id, approved_auditor_id) WHERE removed_at IS NULL AND approved_auditor_id IS NOT NULL;
CREATE UNIQUE INDEX one_naming_per_certificate ON body_auditors (body_id, certificate_id) WHERE removed_at IS NULL AND certificate_id IS NOT NULL;

CREATE TRIGGER approved_auditors_no_update BEFORE UPDATE OF id, approved_on, registered_by, registered_at ON approved_auditors BEGIN SELECT RAISE(ABORT, 'an approval is taken back, not changed'); END;
CREATE TRIGGER approved_auditors_no_delete BEFORE DELETE ON approved_auditors BEGIN SELECT RAISE(ABORT, 'approved_auditors are not deleted'); END;
CREATE TRIGGER body_auditors_no_update BEFORE UPDATE OF id, body_id, approved_auditor_id, certificate_id, named_on, named_by, named_at ON body_auditors BEGIN SELECT RAISE(ABORT, 'whom a listing named is not changed'); END;
CREATE TRIGGER body_auditors_no_delete BEFORE DELETE ON body_auditors BEGIN SELECT RAISE(ABORT, 'body_auditors are not deleted'); END;
