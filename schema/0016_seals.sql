-- 0016_seals.sql: seals of legal bodies kept at windows (C3), and powers delegated from above (C6). What a seal was used on is read from issued_document.

CREATE TABLE seal (
    id INTEGER PRIMARY KEY,                 -- number of the event seal.lodged
    body TEXT NOT NULL,                     -- legal body
    kind TEXT NOT NULL,                     -- approval, organ
    "window" TEXT NOT NULL,
    keeper TEXT NOT NULL,                   -- officer
    document TEXT NOT NULL,                 -- by which it came to the window
    from_day INTEGER NOT NULL,
    to_day INTEGER,                         -- last day; NULL: in use
    why TEXT NOT NULL                       -- it was retired; '' while in use
) STRICT;
CREATE INDEX seal_body ON seal (body, kind);

CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,                 -- number of the event seal.delegated
    organ TEXT NOT NULL,                    -- above, that delegates
    department TEXT NOT NULL,               -- here, that receives
    power TEXT NOT NULL,                    -- 制证权 ...
    item TEXT NOT NULL,                     -- '' when not about one item
    document TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    ended_by TEXT NOT NULL                  -- document that took it back; ''
) STRICT;
