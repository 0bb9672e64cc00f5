DROP TRIGGER candidate_bodies_no_update ON candidate_bodies;
DROP TRIGGER candidate_bodies_no_delete ON candidate_bodies;
DELETE FROM candidate_bodies WHERE by_merge;
DROP TABLE candidate_merges;
ALTER TABLE candidate_bodies DROP COLUMN by_merge;
DROP INDEX candidates_by_survivor;
ALTER TABLE candidates DROP COLUMN held_back;
ALTER TABLE candidates DROP COLUMN merged_into_id;
