DROP TABLE attendances;
ALTER TABLE clients DROP COLUMN training_organisation_id;
