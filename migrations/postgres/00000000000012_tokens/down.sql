ALTER TABLE signing_keys DROP COLUMN revocation_reason;
ALTER TABLE signing_keys DROP COLUMN revoked_at;
ALTER TABLE signing_keys DROP COLUMN retired_at;
