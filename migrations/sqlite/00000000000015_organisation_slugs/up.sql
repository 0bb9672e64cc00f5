-- The name of an organisation in addresses is chosen when its first certificate is published; until then it follows from
-- the id, so that it tells nobody who applies.
UPDATE organisations SET slug = 'organisation-' || substr(id, 25)
WHERE COALESCE(merged_into_id, id) NOT IN (
    SELECT COALESCE(certified.merged_into_id, certified.id)
    FROM organisations AS certified
    JOIN organisation_certificates ON organisation_certificates.organisation_id = certified.id
    WHERE organisation_certificates.state = 'published'
);
