-- Every link has an end. Those that had none were to open until they are revoked: they get the longest time that there is,
-- from today on, so that whoever uses one has years to ask for another.
UPDATE holder_links SET expires_on = date('now', '+5 years') WHERE expires_on IS NULL;
