-- Names are compared without characters that nobody sees, and with a minus sign for a hyphen. Of plain ASCII that makes no
-- difference; every other key is emptied, and filled at the opening of the database that follows.
UPDATE candidates SET matching_key = '' WHERE octet_length(matching_key) <> char_length(matching_key);
UPDATE identity_changes SET earlier_matching_key = '' WHERE octet_length(earlier_matching_key) <> char_length(earlier_matching_key);
