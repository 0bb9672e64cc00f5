ALTER TABLE result_batches DROP COLUMN reading;
