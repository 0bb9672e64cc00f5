-- A key that signs access tokens ends twice: it is replaced, and what it signed is good for a day more; or it is revoked,
-- and what it signed is good no longer.
ALTER TABLE signing_keys ADD COLUMN retired_at TIMESTAMP;
ALTER TABLE signing_keys ADD COLUMN revoked_at TIMESTAMP;
ALTER TABLE signing_keys ADD COLUMN revocation_reason TEXT;
UPDATE signing_keys SET retired_at =
    (SELECT MIN(newer.generated_at) FROM signing_keys AS newer WHERE newer.generated_at > signing_keys.generated_at);
