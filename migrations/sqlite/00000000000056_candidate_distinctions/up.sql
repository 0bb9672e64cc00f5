-- Candidates who look like one person and are two. The one who was registered first stands first.
CREATE TABLE candidate_distinctions (
    first_id TEXT NOT NULL REFERENCES candidates (id),
    second_id TEXT NOT NULL REFERENCES candidates (id),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
);
CREATE INDEX candidate_distinctions_by_second ON candidate_distinctions (second_id);
