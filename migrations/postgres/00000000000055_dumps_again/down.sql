DELETE FROM dumps WHERE made_at IS NULL;
DROP INDEX dump_attempts_of_day;
DROP INDEX dumps_of_day;
ALTER TABLE dumps DROP CONSTRAINT dumps_pkey;
ALTER TABLE dumps ADD PRIMARY KEY (day);
