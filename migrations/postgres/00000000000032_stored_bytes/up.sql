-- How many bytes are kept of a file that was converted: one in another encoding, or a workbook.
ALTER TABLE result_batches ADD COLUMN stored_bytes BIGINT;
