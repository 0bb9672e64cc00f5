DROP TABLE candidate_distinctions;
