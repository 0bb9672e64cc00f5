-- For which editions of ISO/IEC 20000-1 a body is approved. Those that are listed already are approved for all that there are.
ALTER TABLE bodies ADD COLUMN approved_editions TEXT NOT NULL DEFAULT ',2005,2011,2018,';
CREATE INDEX organisation_certificates_by_body ON organisation_certificates (body_id, state, id);

-- Certificates of a body that is withdrawn lapse unless another body takes them over: the entries of organisations are made
-- anew at the opening of the database that follows, where there is such a body.
DELETE FROM directory_grams WHERE rowid IN (SELECT number FROM directory_entries WHERE kind = 'organisation') AND EXISTS (SELECT 1 FROM body_status_changes WHERE body_status_changes.kind = 'withdrawal');
DELETE FROM directory_entries WHERE kind = 'organisation' AND EXISTS (SELECT 1 FROM body_status_changes WHERE body_status_changes.kind = 'withdrawal');
