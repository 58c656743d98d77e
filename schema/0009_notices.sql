-- 0009_notices.sql: messages to people about what has happened. Settings and given warnings are facts and folded from events; messages, their
-- sending and people's wishes are operational: a replay makes none of them, so nobody is told anything twice by it.

-- Channels of the centre, changed by the event notice.configured only. No secret stands here.
CREATE TABLE notice_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Warnings given (event notice.warned): one per case, kind of warning, clock and day, so that no minute gives one again.
CREATE TABLE notice_warning (
    case_id INTEGER NOT NULL,
    warning TEXT NOT NULL,              -- due_soon, overdue, supply_soon
    clock TEXT NOT NULL,                -- T1 ... T4; '' for supply_soon
    due INTEGER NOT NULL,               -- day
    event_seq INTEGER NOT NULL,
    PRIMARY KEY (case_id, warning, clock, due)
) STRICT, WITHOUT ROWID;

-- operational: one row per event and person told: her inbox. No personal data: who she is and how she is reached is looked up when it is needed.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_seq INTEGER NOT NULL,
    recipient TEXT NOT NULL,            -- applicant:42, agent:42 (of case 42), officer:wang
    officer TEXT NOT NULL,              -- user name; '' for the applicant's side
    account INTEGER NOT NULL,           -- applicant's account; 0 none
    case_id INTEGER NOT NULL,           -- 0: not about one case
    name TEXT NOT NULL,                 -- of the row of notices.c and of its texts: notice.NAME.title, notice.NAME.text
    urgency INTEGER NOT NULL,           -- 0 plain, 1 asks for something, 2 warns
    facts TEXT NOT NULL,                -- JSON: day, extra
    at INTEGER NOT NULL,                -- ms
    read_at INTEGER                     -- ms; NULL: unread
) STRICT;
CREATE UNIQUE INDEX notice_once ON notice (event_seq, recipient);
CREATE INDEX notice_officer ON notice (officer, id) WHERE officer <> '';
CREATE INDEX notice_officer_unread ON notice (officer) WHERE officer <> '' AND read_at IS NULL;
CREATE INDEX notice_account ON notice (account, id) WHERE account > 0;
CREATE INDEX notice_account_unread ON notice (account) WHERE account > 0 AND read_at IS NULL;
CREATE INDEX notice_case ON notice (case_id, id) WHERE officer = '';

-- operational: the outbox: a message to be carried by a channel. With notice_once the key is event, person, channel: made once, sent once.
CREATE TABLE notice_delivery (
    notice INTEGER NOT NULL,
    channel INTEGER NOT NULL,           -- 2 e-mail, 4 webhook (SMS and others)
    state INTEGER NOT NULL,             -- notices.h DeliveryState
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL,               -- ms: not before
    changed INTEGER NOT NULL,           -- ms
    reason TEXT NOT NULL,               -- why not, in words without personal data; '' none
    PRIMARY KEY (notice, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_delivery_due ON notice_delivery (channel, due) WHERE state = 0;
CREATE INDEX notice_delivery_under_way ON notice_delivery (state) WHERE state IN (1, 2);
CREATE INDEX notice_delivery_failed ON notice_delivery (changed) WHERE state = 4;
CREATE INDEX notice_delivery_changed ON notice_delivery (changed) WHERE state IN (3, 5);

-- operational: how somebody with an account wants to be told. Personal data; goes with the account.
CREATE TABLE notice_contact (
    subject TEXT PRIMARY KEY,           -- officer:wang, citizen:17
    language TEXT NOT NULL,             -- zh, en; '' both
    email TEXT NOT NULL,                -- '' none
    phone TEXT NOT NULL,                -- officers; a citizen's is with her account and on her application
    email_on INTEGER NOT NULL,
    sms_on INTEGER NOT NULL
) STRICT;

-- operational: password of the mail server, key of the webhook. This file is the owner's alone (0600), and so are backups.
CREATE TABLE notice_secret (
    name TEXT PRIMARY KEY,              -- smtp_password, webhook_key
    value TEXT NOT NULL
) STRICT;

CREATE TRIGGER notice_account_gone AFTER DELETE ON citizen BEGIN
    DELETE FROM notice_contact WHERE subject = 'citizen:' || old.account;
    DELETE FROM notice_delivery WHERE notice IN (SELECT id FROM notice WHERE account = old.account);
    DELETE FROM notice WHERE account = old.account;
END;
