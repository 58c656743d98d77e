-- 0033_case_pattern.sql: what the clock sees of a case, as one number in its row: cases that stand alike have the same. A changed holiday then asks the
-- standing of the first of them only; the table of standings, twice the bytes of case_file, is no longer read for each.

ALTER TABLE case_file ADD COLUMN pattern INTEGER NOT NULL DEFAULT 0;     -- standing_pattern of case_standing.standing; 0: a joint case, looked at for itself
UPDATE case_file SET pattern = standing_pattern((SELECT standing FROM case_standing WHERE case_id = case_file.id));
