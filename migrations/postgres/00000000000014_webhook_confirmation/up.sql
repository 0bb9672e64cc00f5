-- A subscriber proves that the URL is its own: events are sent once a test message was answered.

ALTER TABLE webhook_subscriptions ADD COLUMN confirmed_at TIMESTAMP;
UPDATE webhook_subscriptions SET confirmed_at = (
    SELECT max(webhook_deliveries.finished_at) FROM webhook_deliveries
    WHERE webhook_deliveries.subscription_id = webhook_subscriptions.id AND webhook_deliveries.state = 'delivered'
        AND webhook_deliveries.finished_at >= webhook_subscriptions.changed_at
);
-- Who has answered nothing yet is asked. A subscription's own id is one that no delivery has.
INSERT INTO webhook_deliveries (id, subscription_id, reason, state, attempts, next_attempt_at, created_at)
SELECT id, id, 'test', 'pending', 0, changed_at, changed_at FROM webhook_subscriptions WHERE confirmed_at IS NULL;

-- The attempts to reach URLs that have not answered yet, for an hour: so many may a client make. They outlive the
-- subscription and the delivery.
CREATE TABLE webhook_trials (
    delivery_id TEXT COLLATE "C" NOT NULL,
    attempt INTEGER NOT NULL,
    client_id TEXT COLLATE "C" NOT NULL REFERENCES clients (id),
    tried_at TIMESTAMP NOT NULL,
    PRIMARY KEY (delivery_id, attempt)
);
CREATE INDEX webhook_trials_by_client ON webhook_trials (client_id, tried_at);
