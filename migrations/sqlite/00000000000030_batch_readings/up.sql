-- How a result file was understood: its encoding, and columns by other names.
ALTER TABLE result_batches ADD COLUMN reading TEXT;
