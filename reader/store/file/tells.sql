-- A row for each term in the place of one for each term and entry: the entries that have it, those
-- that came in last, as the day and the id of each in eight bytes (reader.store.grouping.telling).
CREATE TABLE tells (
    term    INTEGER PRIMARY KEY,  -- a hash; -1: up to which entry they are written
    entries BLOB NOT NULL
);
