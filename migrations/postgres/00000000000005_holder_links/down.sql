-- Undoes the migration: all links are gone, and none opens any more.
DROP TABLE holder_links;
