//! Reading the files that bodies send: rows of candidates, evidence and results, as CSV or NDJSON.
