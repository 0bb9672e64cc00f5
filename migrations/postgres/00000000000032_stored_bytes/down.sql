ALTER TABLE result_batches DROP COLUMN stored_bytes;
