-- The dump of a day is there until the one that is made again is: beside it there may be one attempt.
CREATE TABLE new_dumps (
    id TEXT NOT NULL PRIMARY KEY,
    day DATE NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    made_at TIMESTAMP,
    licence TEXT,
    -- A JSON Web Signature of what is in it.
    manifest TEXT,
    CHECK ((made_at IS NULL) = (manifest IS NULL))
);
CREATE TABLE new_dump_files (
    dump_id TEXT NOT NULL REFERENCES new_dumps (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    -- SHA-256, in hexadecimal.
    digest TEXT NOT NULL,
    PRIMARY KEY (dump_id, name)
);
CREATE TABLE new_dump_pieces (
    dump_id TEXT NOT NULL REFERENCES new_dumps (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    piece INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (dump_id, name, piece)
);
INSERT INTO new_dumps (id, day, begun_at, made_at, licence, manifest) SELECT id, day, begun_at, made_at, licence, manifest FROM dumps;
INSERT INTO new_dump_files SELECT dump_id, name, row_count, bytes, digest FROM dump_files WHERE dump_id IN (SELECT id FROM new_dumps);
INSERT INTO new_dump_pieces SELECT dump_id, name, piece, content FROM dump_pieces WHERE dump_id IN (SELECT id FROM new_dumps);
DROP TABLE dump_pieces;
DROP TABLE dump_files;
DROP TABLE dumps;
ALTER TABLE new_dumps RENAME TO dumps;
ALTER TABLE new_dump_files RENAME TO dump_files;
ALTER TABLE new_dump_pieces RENAME TO dump_pieces;
CREATE UNIQUE INDEX dumps_of_day ON dumps (day) WHERE made_at IS NOT NULL;
CREATE UNIQUE INDEX dump_attempts_of_day ON dumps (day) WHERE made_at IS NULL;
