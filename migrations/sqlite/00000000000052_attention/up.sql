-- What attention needs to find without looking through everything. Candidates who are still to be compared with others, one
-- row for each occasion; those of a body who look like one person; and the letters that names on record have had.
CREATE TABLE candidate_comparisons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate_id TEXT NOT NULL REFERENCES candidates (id)
);
CREATE TABLE candidate_duplicates (
    first_id TEXT NOT NULL REFERENCES candidates (id),
    second_id TEXT NOT NULL REFERENCES candidates (id),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    because TEXT NOT NULL,
    found_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id, body_id),
    CHECK (first_id < second_id)
);
CREATE INDEX candidate_duplicates_by_second ON candidate_duplicates (second_id);
CREATE INDEX candidate_duplicates_by_body ON candidate_duplicates (body_id, first_id, second_id);
CREATE TABLE letters (
    letter TEXT NOT NULL PRIMARY KEY,
    met_at TIMESTAMP NOT NULL
);
CREATE INDEX webhook_deliveries_given_up ON webhook_deliveries (subscription_id, event_sequence) WHERE state = 'given_up';
CREATE INDEX webhook_redeliveries ON webhook_deliveries (subscription_id, event_sequence) WHERE reason = 'redelivery';
CREATE INDEX result_batches_refused ON result_batches (id) WHERE refused > 0;
INSERT INTO candidate_comparisons (candidate_id) SELECT id FROM candidates ORDER BY id;
