-- The addresses of an entry, for the stories that link to it: without this index every address of the
-- library was looked at.
CREATE INDEX address_entry ON address (entry_id);
