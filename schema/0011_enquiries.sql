-- 0011_enquiries.sql: the log of the first asked (首问责任制, B6): every question, who was asked first, where it was led, how it ended.
-- The words of question and answer stand in the events' personal part only, so that they can be erased.

CREATE TABLE enquiry (
    id INTEGER PRIMARY KEY,                 -- number of the event enquiry.asked
    at INTEGER NOT NULL,                    -- ms
    first_asked TEXT NOT NULL,              -- officer; for life, however often the question is led on
    channel TEXT NOT NULL,                  -- counter, phone, online, letter
    item TEXT NOT NULL,                     -- '' when about none
    state INTEGER NOT NULL,                 -- enquiries.h EnquiryState
    department TEXT NOT NULL,               -- whose answer is waited for
    officer TEXT NOT NULL,                  -- '' when the whole department is asked
    referrals INTEGER NOT NULL,
    ended INTEGER,                          -- ms
    ended_by TEXT
) STRICT;
CREATE INDEX enquiry_open ON enquiry (id) WHERE state < 2;

-- Which events speak of which enquiry: its history.
CREATE TABLE enquiry_event (
    enquiry INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (enquiry, seq)
) STRICT, WITHOUT ROWID;
