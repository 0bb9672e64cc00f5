-- A certificate of others may lapse. Its last day of validity, and when and where that it is valid was looked up.
ALTER TABLE evidence ADD COLUMN expires_on DATE CHECK (expires_on >= awarded_on);
ALTER TABLE evidence ADD COLUMN checked_on DATE CHECK (checked_on >= awarded_on);
ALTER TABLE evidence ADD COLUMN checked_url TEXT;
