-- What a certificate rested on may also be a result that was corrected to a fail.
ALTER TABLE annulment_dependents RENAME TO questioned_certificates;
DROP INDEX annulment_dependents_by_result;
DROP INDEX undecided_annulment_dependents;
CREATE INDEX questioned_certificates_by_result ON questioned_certificates (result_id);
CREATE INDEX undecided_questioned_certificates ON questioned_certificates (certificate_id) WHERE decided_at IS NULL;
