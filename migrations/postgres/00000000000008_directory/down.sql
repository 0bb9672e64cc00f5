DROP INDEX events_by_kind;
DROP TABLE directory_grams;
DROP TABLE directory_standings;
DROP TABLE directory_facets;
DROP TABLE directory_entries;
DROP SEQUENCE directory_numbers;
