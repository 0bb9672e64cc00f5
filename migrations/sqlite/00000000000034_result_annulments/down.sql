DROP INDEX one_result_per_candidate_qualification_and_day;
CREATE UNIQUE INDEX one_result_per_candidate_qualification_and_day
    ON results (candidate_id, qualification, sat_on) WHERE corrects_id IS NULL;
ALTER TABLE results DROP COLUMN sitting_number;
DROP TABLE result_annulments;
