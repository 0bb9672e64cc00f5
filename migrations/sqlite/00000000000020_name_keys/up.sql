-- Names are compared without characters that nobody sees, and with a minus sign for a hyphen. Of plain ASCII that makes no
-- difference; every other key is emptied, and filled at the opening of the database that follows.
UPDATE candidates SET matching_key = '' WHERE length(CAST(matching_key AS BLOB)) <> length(matching_key);
UPDATE identity_changes SET earlier_matching_key = '' WHERE length(CAST(earlier_matching_key AS BLOB)) <> length(earlier_matching_key);
