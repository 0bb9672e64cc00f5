-- The dump of a day is there until the one that is made again is: beside it there may be one attempt.
ALTER TABLE dumps DROP CONSTRAINT dumps_pkey;
ALTER TABLE dumps ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX dumps_of_day ON dumps (day) WHERE made_at IS NOT NULL;
CREATE UNIQUE INDEX dump_attempts_of_day ON dumps (day) WHERE made_at IS NULL;
