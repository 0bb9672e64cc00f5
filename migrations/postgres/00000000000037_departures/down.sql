DROP INDEX organisation_certificates_by_body;
ALTER TABLE bodies DROP COLUMN approved_editions;
