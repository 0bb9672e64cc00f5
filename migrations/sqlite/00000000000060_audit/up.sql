-- The audit trail is asked by who did it. By record, body and kind there are indexes already, and the id of an event tells
-- its moment; each one more costs every row of a file.
CREATE INDEX events_by_actor ON events (actor, sequence);
