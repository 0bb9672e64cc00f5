-- Webhooks: who is told of which events, what was sent, and what came of it. None of this is a record of the scheme:
-- it can be changed, and old parts of it are forgotten.

-- A set of event kinds is written `,a,b,`; without any it means all. `after_sequence` is the place in the feed up to
-- which deliveries were made out. The secrets are sealed.
CREATE TABLE webhook_subscriptions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    client_id TEXT COLLATE "C" NOT NULL REFERENCES clients (id),
    url TEXT NOT NULL,
    event_kinds TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
    sealed_secret TEXT COLLATE "C" NOT NULL,
    secret_changed_at TIMESTAMP NOT NULL,
    sealed_previous_secret TEXT COLLATE "C",
    previous_secret_until TIMESTAMP,
    starts_after BIGINT NOT NULL,
    after_sequence BIGINT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    CHECK ((sealed_previous_secret IS NULL) = (previous_secret_until IS NULL)),
    CHECK (after_sequence >= starts_after)
);
CREATE INDEX webhook_subscriptions_by_client ON webhook_subscriptions (client_id, id);

-- One message to one subscriber. `attempts` counts those that were begun, and is what an attempt proves by that it is
-- still the latest; one that was begun and not heard of again is repeated at `next_attempt_at`.
CREATE TABLE webhook_deliveries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    subscription_id TEXT COLLATE "C" NOT NULL REFERENCES webhook_subscriptions (id) ON DELETE CASCADE,
    reason TEXT COLLATE "C" NOT NULL CHECK (reason IN ('event', 'redelivery', 'test')),
    event_sequence BIGINT REFERENCES events (sequence),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'delivered', 'given_up')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    CHECK ((reason = 'test') = (event_sequence IS NULL)),
    CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'pending') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX one_webhook_delivery_per_subscription_and_event
    ON webhook_deliveries (subscription_id, event_sequence) WHERE reason = 'event';
CREATE INDEX webhook_deliveries_by_subscription ON webhook_deliveries (subscription_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (subscription_id, next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;

-- What came of an attempt: the status of an answer, or why there was none.
CREATE TABLE webhook_attempts (
    delivery_id TEXT COLLATE "C" NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    started_at TIMESTAMP NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    status INTEGER,
    error TEXT,
    PRIMARY KEY (delivery_id, number),
    CHECK (status IS NOT NULL OR error IS NOT NULL)
);
