-- What the scheme owner announces.
CREATE TABLE notices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- Sorts the latest first.
    sort_key TEXT COLLATE "C" NOT NULL UNIQUE,
    published_on DATE NOT NULL,
    -- What it says in each language that it is in: a JSON array of {language, title, text}.
    texts TEXT NOT NULL,
    url TEXT,
    registered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawal_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
