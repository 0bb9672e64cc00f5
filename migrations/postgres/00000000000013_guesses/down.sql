-- Undoes the migration: who guessed wrongly begins anew.
DROP TABLE guesses;
