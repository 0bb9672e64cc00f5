-- Undoes the first migration: everything goes. For development only.
DROP TABLE idempotency_keys;
DROP TABLE event_personal_data;
DROP TABLE events;
DROP TABLE certificate_status_changes;
DROP TABLE certificates;
DROP TABLE decisions;
DROP TABLE results;
DROP TABLE evidence;
DROP TABLE candidate_bodies;
DROP TABLE candidates;
DROP TABLE courses;
DROP TABLE training_organisations;
DROP TABLE signing_keys;
DROP TABLE clients;
DROP TABLE body_status_changes;
DROP TABLE bodies;
