-- The version (ETag) of what a request created is a part of its answer, and so is given again with it.
ALTER TABLE idempotency_keys ADD COLUMN tag TEXT;
