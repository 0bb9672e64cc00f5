DROP INDEX organisation_certificates_by_renewed;
DROP INDEX organisation_certificates_by_organisation;
CREATE INDEX organisation_certificates_by_organisation ON organisation_certificates (organisation_id, id);
DROP INDEX events_by_kind;
DROP TABLE directory_grams;
DROP TABLE directory_standings;
DROP TABLE directory_facets;
DROP TABLE directory_entries;
