DROP TABLE body_auditors;
DROP TABLE approved_auditors;
