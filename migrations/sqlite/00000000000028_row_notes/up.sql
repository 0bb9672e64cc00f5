-- What is said of a row that was recorded: what it says otherwise than the record of its candidate.
ALTER TABLE result_batch_rows ADD COLUMN notes TEXT;
