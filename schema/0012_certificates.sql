-- 0012_certificates.sql: the register of certificates (E3): one row per F26 issued, and what became of it. Folded from case.certified, case.settled and
-- the events of the desk `certificate`. The holder's name stands with the case (case_person), so that it can be erased.

CREATE TABLE certificate (
    id INTEGER PRIMARY KEY,                 -- number of the event that issued it
    number TEXT NOT NULL UNIQUE,            -- 江夏住建许证〔2026〕1号
    case_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    department TEXT NOT NULL,
    "window" TEXT NOT NULL,
    state INTEGER NOT NULL,                 -- certificates.h CertificateState
    valid_from INTEGER NOT NULL,            -- day
    valid_to INTEGER,                       -- day; NULL: no expiry
    since INTEGER NOT NULL,                 -- day of the last change of state
    reminded INTEGER NOT NULL,              -- day the coming expiry was told of; 0 not yet
    renewal INTEGER NOT NULL,               -- day a renewal was applied for and is undecided; 0 none
    change INTEGER NOT NULL,                -- the same for a change
    last_event INTEGER NOT NULL             -- number of the last event about it
) STRICT;
CREATE INDEX certificate_case ON certificate (case_id);
CREATE INDEX certificate_expiry ON certificate (valid_to) WHERE state = 0 AND valid_to IS NOT NULL;
CREATE INDEX certificate_department ON certificate (department, id);
