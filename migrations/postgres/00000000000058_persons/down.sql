DROP TABLE sessions;
DROP TABLE sign_in_links;
DROP TABLE used_challenges;
DROP TABLE passkeys;
DROP TABLE invitations;
DROP TABLE role_assignments;
DROP TABLE persons;
