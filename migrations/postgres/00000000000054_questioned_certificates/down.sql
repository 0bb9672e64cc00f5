-- Of a certificate that is questioned for several results the last one stays.
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
INSERT INTO annulment_dependents (certificate_id, result_id, recorded_at, decision, reason, decided_by, decided_at)
    SELECT certificate_id, result_id, recorded_at, decision, reason, decided_by, decided_at FROM questioned_certificates q
    WHERE NOT EXISTS (SELECT 1 FROM questioned_certificates l WHERE l.certificate_id = q.certificate_id AND l.result_id > q.result_id);
DROP TABLE questioned_certificates;
CREATE INDEX annulment_dependents_by_result ON annulment_dependents (result_id);
CREATE INDEX undecided_annulment_dependents ON annulment_dependents (certificate_id) WHERE decided_at IS NULL;
