-- Names are compared without what nobody sees, and letters, digits and signs that are typed for one another are one. Of plain
-- ASCII that makes no difference; every other key is emptied, and filled at the opening of the database that follows. Two keys
-- that become one are of two people still: whoever means one of them says which.
UPDATE candidates SET matching_key = '' WHERE octet_length(matching_key) <> char_length(matching_key);
UPDATE identity_changes SET earlier_matching_key = '' WHERE octet_length(earlier_matching_key) <> char_length(earlier_matching_key);

-- The directory knows names by more readings, and organisations by the numbers of their certificates. It follows from the
-- records, and that opening makes it anew.
DELETE FROM directory_entries;
