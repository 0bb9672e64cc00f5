-- Scope statements that bodies have reviewed before the audit. Each is reviewed once, and spends none of the reviews of an
-- application.
CREATE TABLE preliminary_scopes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body_id TEXT COLLATE "C" NOT NULL REFERENCES bodies (id),
    organisation_name TEXT NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    edition TEXT COLLATE "C" NOT NULL,
    scope_statement TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('requested', 'agreed', 'not_agreed', 'withdrawn')),
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_at TIMESTAMP,
    words TEXT,
    CHECK ((state = 'requested') = (ended_at IS NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CHECK (state <> 'not_agreed' OR words IS NOT NULL)
);
CREATE INDEX preliminary_scopes_by_body ON preliminary_scopes (body_id, id);
CREATE INDEX preliminary_scopes_waiting ON preliminary_scopes (id) WHERE state = 'requested';

CREATE TRIGGER preliminary_scopes_immutable BEFORE UPDATE OF id, body_id, organisation_name, country, edition, scope_statement, requested_by, requested_at ON preliminary_scopes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER preliminary_scopes_ended_once BEFORE UPDATE OF state, ended_by, ended_at ON preliminary_scopes FOR EACH ROW WHEN (OLD.state <> 'requested') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER preliminary_scopes_kept BEFORE DELETE OR TRUNCATE ON preliminary_scopes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
