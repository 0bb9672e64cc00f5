-- Wrong guesses, counted for each thing that is guessed at, over all addresses and nodes. No name, birth date or number
-- that somebody tried is kept: `recent` has salted digests of the last ones, so that the same guess counts once.
CREATE TABLE guesses (
    subject TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wrong INTEGER NOT NULL CHECK (wrong > 0),
    recent TEXT COLLATE "C" NOT NULL,
    reckoned_at TIMESTAMP NOT NULL,
    wait_until TIMESTAMP,
    forgotten_at TIMESTAMP NOT NULL
);
CREATE INDEX guesses_by_age ON guesses (forgotten_at);
