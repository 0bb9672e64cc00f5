-- Approved auditors: the registrar's own list of them, and whom the listing of each body names.

-- An approval is taken back, never deleted. The name is personal and can be erased.
CREATE TABLE approved_auditors (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL UNIQUE,
    note TEXT,
    approved_on DATE NOT NULL,
    registered_by TEXT COLLATE "C" NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    removed_by TEXT COLLATE "C",
    removed_at TIMESTAMP,
    removal_reason TEXT,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL)),
    CHECK ((removal_reason IS NULL) = (removed_at IS NULL))
);

-- A listing names somebody from `named_on` until the day of `removed_at`: by a certificate, or by the registrar's list.
CREATE TABLE body_auditors (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body_id TEXT COLLATE "C" NOT NULL REFERENCES bodies (id),
    approved_auditor_id TEXT COLLATE "C" REFERENCES approved_auditors (id),
    certificate_id TEXT COLLATE "C" REFERENCES certificates (id),
    named_on DATE NOT NULL,
    named_by TEXT COLLATE "C" NOT NULL,
    named_at TIMESTAMP NOT NULL,
    removed_by TEXT COLLATE "C",
    removed_at TIMESTAMP,
    removal_reason TEXT,
    CHECK ((approved_auditor_id IS NULL) <> (certificate_id IS NULL)),
    CHECK ((removed_by IS NULL) = (removed_at IS NULL)),
    CHECK ((removal_reason IS NULL) = (removed_at IS NULL))
);
CREATE INDEX body_auditors_by_body ON body_auditors (body_id, id);
CREATE UNIQUE INDEX one_naming_per_approved_auditor ON body_auditors (body_id, approved_auditor_id) WHERE removed_at IS NULL AND approved_auditor_id IS NOT NULL;
CREATE UNIQUE INDEX one_naming_per_certificate ON body_auditors (body_id, certificate_id) WHERE removed_at IS NULL AND certificate_id IS NOT NULL;

CREATE TRIGGER approved_auditors_immutable BEFORE UPDATE OF id, approved_on, registered_by, registered_at ON approved_auditors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approved_auditors_kept BEFORE DELETE OR TRUNCATE ON approved_auditors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER body_auditors_immutable BEFORE UPDATE OF id, body_id, approved_auditor_id, certificate_id, named_on, named_by, named_at ON body_auditors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER body_auditors_kept BEFORE DELETE OR TRUNCATE ON body_auditors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
