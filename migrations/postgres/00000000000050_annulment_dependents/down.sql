DROP TABLE annulment_dependents;
