-- The public directory as it is searched. Every row follows from the records, which stay the truth: it is written in the
-- transaction of each change, and may be thrown away and made anew.

-- One for each body, organisation with a published certificate, training organisation and course. `folded_name` has a line
-- for every spelling of the name, ` between spaces `; `folded_words` the words of scope statements and the places of sites.
CREATE TABLE directory_entries (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('body', 'organisation', 'training_organisation', 'course')),
    subject_id TEXT NOT NULL UNIQUE,
    sort_key TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    latin_name TEXT,
    countries TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    folded_words TEXT NOT NULL
);
CREATE INDEX directory_entries_by_kind ON directory_entries (kind, sort_key);

-- What entries can be filtered by; regions are folded.
CREATE TABLE directory_facets (
    entry INTEGER NOT NULL REFERENCES directory_entries (number) ON DELETE CASCADE,
    facet TEXT NOT NULL CHECK (facet IN ('country', 'region', 'language', 'delivery', 'qualification', 'training_organisation')),
    value TEXT NOT NULL,
    PRIMARY KEY (entry, facet, value)
);
CREATE INDEX directory_facets_by_value ON directory_facets (facet, value, entry);

-- What holds from which day to which; of organisations, a row for each certificate.
CREATE TABLE directory_standings (
    entry INTEGER NOT NULL REFERENCES directory_entries (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    status TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    edition TEXT,
    body_id TEXT,
    PRIMARY KEY (entry, position)
);

-- Which entries a search has to look at: pieces of their words, hashed, for every kind and filter too.
CREATE VIRTUAL TABLE directory_grams USING fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

-- The feed of what changed in the directory.
CREATE INDEX events_by_kind ON events (kind, sequence);
