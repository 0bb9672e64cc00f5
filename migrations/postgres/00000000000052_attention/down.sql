DROP INDEX result_batches_refused;
DROP INDEX webhook_redeliveries;
DROP INDEX webhook_deliveries_given_up;
DROP TABLE letters;
DROP TABLE candidate_duplicates;
DROP TABLE candidate_comparisons;
