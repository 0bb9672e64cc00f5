-- The public directory as it is searched. Every row follows from the records, which stay the truth: it is written in the
-- transaction of each change, and may be thrown away and made anew.

-- One for each body, organisation with a published certificate, training organisation and course. `folded_name` has a line
-- for every spelling of the name, ` between spaces `; `folded_words` the words of scope statements and the places of sites.
CREATE SEQUENCE directory_numbers;
CREATE TABLE directory_entries (
    number BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('body', 'organisation', 'training_organisation', 'course')),
    subject_id TEXT COLLATE "C" NOT NULL UNIQUE,
    sort_key TEXT COLLATE "C" NOT NULL UNIQUE,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    latin_name TEXT,
    countries TEXT COLLATE "C" NOT NULL,
    folded_name TEXT COLLATE "C" NOT NULL,
    folded_words TEXT COLLATE "C" NOT NULL
);
CREATE INDEX directory_entries_by_kind ON directory_entries (kind, sort_key);

-- What entries can be filtered by; regions are folded.
CREATE TABLE directory_facets (
    entry BIGINT NOT NULL REFERENCES directory_entries (number) ON DELETE CASCADE,
    facet TEXT COLLATE "C" NOT NULL CHECK (facet IN ('country', 'region', 'language', 'delivery', 'qualification', 'training_organisation')),
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entry, facet, value)
);
CREATE INDEX directory_facets_by_value ON directory_facets (facet, value, entry);

-- What holds from which day to which; of organisations, a row for each certificate.
CREATE TABLE directory_standings (
    entry BIGINT NOT NULL REFERENCES directory_entries (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    edition TEXT COLLATE "C",
    body_id TEXT COLLATE "C",
    PRIMARY KEY (entry, position)
);

-- Which entries a search has to look at: pieces of their words, hashed, for every kind and filter too. Nothing of the
-- database's languages takes part: the pieces are cast, not parsed.
CREATE TABLE directory_grams (
    entry BIGINT PRIMARY KEY REFERENCES directory_entries (number) ON DELETE CASCADE,
    grams TSVECTOR NOT NULL
);
CREATE INDEX directory_grams_by_gram ON directory_grams USING gin (grams) WITH (fastupdate = off);

-- The feed of what changed in the directory.
CREATE INDEX events_by_kind ON events (kind, sequence);
