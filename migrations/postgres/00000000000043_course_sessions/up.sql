-- When courses are given: what a training organisation publishes of them.
CREATE TABLE course_sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL CHECK (ends_on >= starts_on),
    -- Nothing where it is online.
    country TEXT COLLATE "C",
    locality TEXT,
    folded_locality TEXT NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    enrol_url TEXT NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL UNIQUE,
    published_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    CHECK ((country IS NULL) = (locality IS NULL))
);
CREATE INDEX course_sessions_by_course ON course_sessions (course_id, sort_key);
