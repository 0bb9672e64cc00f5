DROP INDEX questioned_certificates_by_result;
DROP INDEX undecided_questioned_certificates;
ALTER TABLE questioned_certificates RENAME TO annulment_dependents;
CREATE INDEX annulment_dependents_by_result ON annulment_dependents (result_id);
CREATE INDEX undecided_annulment_dependents ON annulment_dependents (certificate_id) WHERE decided_at IS NULL;
