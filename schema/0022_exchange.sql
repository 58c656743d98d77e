-- 0022_exchange.sql: the exchange with other centres (G3): who they are, what went to them and what came from them.
-- Facts are folded from events; tries, addresses' health, tokens and bytes under way are operational.

CREATE TABLE exchange_peer (
    id TEXT PRIMARY KEY,                    -- "wuhan": also the name of the token it shows here
    name TEXT NOT NULL,                     -- 武汉市政务服务中心
    level TEXT NOT NULL,                    -- province, city, county, district
    url TEXT NOT NULL,
    key TEXT NOT NULL,                      -- public key of its ledger, as name+hash+base64
    organs TEXT NOT NULL,                   -- JSON list: organs whose matters go there
    items TEXT NOT NULL,                    -- JSON list of our item codes; [] all that name one of the organs
    document TEXT NOT NULL,                 -- the letter that named the key
    since INTEGER NOT NULL,                 -- ms
    open INTEGER NOT NULL                   -- 0: the exchange was ended
) STRICT;

-- Which item of theirs is which of ours.
CREATE TABLE exchange_item (
    peer TEXT NOT NULL,
    theirs TEXT NOT NULL,
    ours TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (peer, theirs)
) STRICT, WITHOUT ROWID;

-- What goes to a centre: one row per event that must be told there.
CREATE TABLE exchange_out (
    seq INTEGER PRIMARY KEY,                -- of the event; with the key it makes the parcel's id
    peer TEXT NOT NULL,
    kind INTEGER NOT NULL,                  -- parcel.h ParcelKind
    case_id INTEGER NOT NULL,
    about TEXT NOT NULL,                    -- result: id of the parcel it answers; recall: exchange_out.seq of what it recalls; '' a first one
    at INTEGER NOT NULL,                    -- ms
    dropped INTEGER,                        -- event that made it needless before it was acknowledged; NULL
    acknowledged INTEGER,                   -- event exchange.acknowledged; NULL: waiting
    acknowledged_at INTEGER,                -- ms, here
    parcel TEXT NOT NULL,                   -- id it was acknowledged under; '' until then
    sha256 TEXT NOT NULL,                   -- of its bytes; '' until acknowledged
    number TEXT NOT NULL,                   -- their number of the case; '' until known
    received_at INTEGER,                    -- ms, there
    outcome TEXT NOT NULL                   -- code of the refusal there; '' it took effect
) STRICT;
CREATE INDEX exchange_out_waiting ON exchange_out (seq) WHERE acknowledged IS NULL AND dropped IS NULL;
CREATE INDEX exchange_out_case ON exchange_out (case_id, seq);

-- What came from a centre.
CREATE TABLE exchange_in (
    seq INTEGER PRIMARY KEY,                -- of the event exchange.received
    peer TEXT NOT NULL,
    parcel TEXT NOT NULL,                   -- its id
    kind INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    case_id INTEGER NOT NULL,               -- ours
    number TEXT NOT NULL,                   -- theirs
    about INTEGER NOT NULL,                 -- exchange_out.seq it answers, or exchange_in.seq it recalls; 0 none
    names TEXT NOT NULL,                    -- id of the parcel it answers or recalls; '' a first one
    at INTEGER NOT NULL,                    -- ms
    outcome TEXT NOT NULL                   -- code of the refusal the law gave here; '' it took effect
) STRICT;
CREATE INDEX exchange_in_names ON exchange_in (names) WHERE names <> '';
CREATE UNIQUE INDEX exchange_in_parcel ON exchange_in (parcel);
CREATE INDEX exchange_in_case ON exchange_in (case_id, seq);

-- operational: how sending a parcel goes.
CREATE TABLE exchange_try (
    seq INTEGER PRIMARY KEY,                -- of exchange_out
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL,                   -- ms: not before
    reason TEXT NOT NULL,                   -- why the last try failed; never personal
    changed INTEGER NOT NULL                -- ms
) STRICT;

-- operational: a parcel as it was signed, so that every try sends the same bytes; gone when it is acknowledged.
CREATE TABLE exchange_sealed (
    seq INTEGER PRIMARY KEY,                -- of exchange_out
    case_id INTEGER NOT NULL,
    envelope TEXT NOT NULL,
    note TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;

-- operational: files. Of a parcel we send (owner 0: its drawn paper), sent ahead by a centre (owner 1), or kept with what it sent (owner 2).
CREATE TABLE exchange_file (
    id INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL,
    peer TEXT NOT NULL,
    ref INTEGER NOT NULL,                   -- owner 0: exchange_out.seq; 1: 0; 2: exchange_in.seq
    case_id INTEGER NOT NULL,               -- ours; 0 while staged
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    at INTEGER NOT NULL,                    -- ms
    content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX exchange_file_staged ON exchange_file (peer, sha256) WHERE owner = 1;
CREATE INDEX exchange_file_ref ON exchange_file (owner, ref);
CREATE INDEX exchange_file_case ON exchange_file (case_id) WHERE case_id > 0;

-- operational: when a centre last answered, and until when it is left in peace after it did not.
CREATE TABLE exchange_contact (
    peer TEXT PRIMARY KEY,
    answered INTEGER NOT NULL,              -- ms; 0 never
    failed INTEGER NOT NULL,                -- ms; 0 never
    failures INTEGER NOT NULL,              -- in a row
    due INTEGER NOT NULL,                   -- ms: no try before
    heard INTEGER NOT NULL,                 -- ms: it last called us; 0 never
    reason TEXT NOT NULL
) STRICT;

-- operational: the token a centre gave us. This file is the owner's alone (0600), and so are backups.
CREATE TABLE exchange_token (
    peer TEXT PRIMARY KEY,
    token TEXT NOT NULL
) STRICT;
