-- Undoes the migration: subscriptions, and what is known of their deliveries, go.
DROP TABLE webhook_attempts;
DROP TABLE webhook_deliveries;
DROP TABLE webhook_subscriptions;
