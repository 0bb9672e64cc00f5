-- Undoes the migration: which URLs have answered is forgotten.
DROP TABLE webhook_trials;
ALTER TABLE webhook_subscriptions DROP COLUMN confirmed_at;
