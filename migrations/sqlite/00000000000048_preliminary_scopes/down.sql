DROP TABLE preliminary_scopes;
