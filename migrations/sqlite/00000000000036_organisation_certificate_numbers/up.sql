-- Every number by which a published certificate of an organisation is looked up: the registry's own, which no body gave and
-- which stands in its short link, and those that bodies gave it. They are compared by their keys. Those of what is published
-- already are filled in at the opening of the database that follows.
CREATE TABLE organisation_certificate_numbers (
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    position INTEGER NOT NULL,
    body_id TEXT REFERENCES bodies (id),
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    PRIMARY KEY (organisation_certificate_id, position)
);
CREATE UNIQUE INDEX one_organisation_certificate_per_register_number ON organisation_certificate_numbers (number) WHERE body_id IS NULL;
CREATE INDEX organisation_certificate_numbers_by_key ON organisation_certificate_numbers (number_key);
CREATE TRIGGER organisation_certificate_numbers_no_update BEFORE UPDATE ON organisation_certificate_numbers BEGIN SELECT RAISE(ABORT, 'organisation_certificate_numbers is append-only'); END;
CREATE TRIGGER organisation_certificate_numbers_no_delete BEFORE DELETE ON organisation_certificate_numbers BEGIN SELECT RAISE(ABORT, 'organisation_certificate_numbers is append-only'); END;
