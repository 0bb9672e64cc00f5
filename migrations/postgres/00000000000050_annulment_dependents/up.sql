-- A certificate that rested on a result which was annulled, and what a registrar decided of it: that it stands, or that it is
-- withdrawn.
CREATE TABLE annulment_dependents (
    certificate_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES certificates (id),
    result_id TEXT COLLATE "C" NOT NULL REFERENCES results (id),
    recorded_at TIMESTAMP NOT NULL,
    decision TEXT COLLATE "C" CHECK (decision IN ('confirmed', 'withdrawn')),
    reason TEXT,
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (reason IS NULL))
);
CREATE INDEX annulment_dependents_by_result ON annulment_dependents (result_id);
CREATE INDEX undecided_annulment_dependents ON annulment_dependents (certificate_id) WHERE decided_at IS NULL;
