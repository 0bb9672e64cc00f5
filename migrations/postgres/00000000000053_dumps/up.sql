-- What is made of the public directory each day for everybody to take as a whole: by one node, on an attempt that another may
-- take over; a dump is there once `made_at` is. It follows from the records, and old ones are forgotten.
CREATE TABLE dumps (
    day DATE NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    begun_at TIMESTAMP NOT NULL,
    made_at TIMESTAMP,
    licence TEXT,
    -- A JSON Web Signature of what is in it.
    manifest TEXT,
    CHECK ((made_at IS NULL) = (manifest IS NULL))
);
CREATE TABLE dump_files (
    dump_id TEXT COLLATE "C" NOT NULL REFERENCES dumps (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    row_count BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    -- SHA-256, in hexadecimal.
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (dump_id, name)
);
CREATE TABLE dump_pieces (
    dump_id TEXT COLLATE "C" NOT NULL REFERENCES dumps (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    piece INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (dump_id, name, piece)
);
