ALTER TABLE result_batch_rows DROP COLUMN notes;
