-- A certificate that rested on a result which was annulled or corrected to a fail, once for each such result, and what a registrar
-- decided of it: that it stands, or that it is withdrawn.
CREATE TABLE questioned_certificates (
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    result_id TEXT NOT NULL REFERENCES results (id),
    recorded_at TIMESTAMP NOT NULL,
    decision TEXT CHECK (decision IN ('confirmed', 'withdrawn')),
    reason TEXT,
    decided_by TEXT,
    decided_at TIMESTAMP,
    PRIMARY KEY (certificate_id, result_id),
    CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (reason IS NULL))
);
INSERT INTO questioned_certificates (certificate_id, result_id, recorded_at, decision, reason, decided_by, decided_at)
    SELECT certificate_id, result_id, recorded_at, decision, reason, decided_by, decided_at FROM annulment_dependents;
DROP TABLE annulment_dependents;
CREATE INDEX questioned_certificates_by_result ON questioned_certificates (result_id);
CREATE INDEX undecided_questioned_certificates ON questioned_certificates (certificate_id) WHERE decided_at IS NULL;
