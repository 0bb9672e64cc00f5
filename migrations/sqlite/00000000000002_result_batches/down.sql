DROP TABLE result_batch_rows;
DROP TABLE result_batch_pieces;
DROP TABLE result_batches;
DROP INDEX candidates_by_matching_key;
ALTER TABLE candidates DROP COLUMN matching_key;
