-- 0034_accounts.sql: how applicants' accounts were opened at the window and what was done to them there. No personal data: that is in `citizen`, and goes when it is erased.

CREATE TABLE account (
    id INTEGER PRIMARY KEY,                 -- number of the event account.opened; the account's own number
    document TEXT NOT NULL,                 -- which document was shown: id_card, temporary_id, household, licence
    opened INTEGER NOT NULL,                -- ms
    opened_by TEXT NOT NULL,                -- actor: officer:wang, operator
    resets INTEGER NOT NULL DEFAULT 0,      -- first passwords given anew
    reset INTEGER,                          -- ms of the last; NULL: none
    reset_by TEXT,
    phone_changed INTEGER,                  -- ms; NULL: never
    erased INTEGER                          -- ms; NULL: it stands
) STRICT;
