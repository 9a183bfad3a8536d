-- What each speaker said in all, beside the number of quotes: in how many stories, and the newest of
-- them (entry.sort_at; 0 for none).  Kept with `said`, so that a list of speakers sums up nothing.
ALTER TABLE speaker ADD COLUMN stories INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speaker ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
UPDATE speaker SET (stories, last_at) = (
    SELECT coalesce(sum(stories), 0), coalesce(max(last_at), 0)
      FROM said WHERE speaker_id = speaker.id AND quotes > 0
);
