ALTER TABLE evidence DROP COLUMN checked_url;
ALTER TABLE evidence DROP COLUMN checked_on;
ALTER TABLE evidence DROP COLUMN expires_on;
