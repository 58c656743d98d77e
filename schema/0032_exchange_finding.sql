-- 0032_exchange_finding.sql: what another centre holds of our log and our log does not: it was restored from an older backup, or copied.

CREATE TABLE exchange_finding (
    seq INTEGER PRIMARY KEY,                -- of the event exchange.behind
    peer TEXT NOT NULL,
    size INTEGER NOT NULL,                  -- entries our log had when it signed the head that they hold
    here INTEGER NOT NULL,                  -- entries it had when it was found
    why TEXT NOT NULL,                      -- shorter: it has fewer; other: it has others in their place
    lost TEXT NOT NULL,                     -- JSON list {event, parcel, kind, number}: parcels they have exchanged with us and we no longer know
    at INTEGER NOT NULL,                    -- ms
    settled INTEGER                         -- event exchange.taken_up; NULL: nobody has looked after it
) STRICT;
CREATE UNIQUE INDEX exchange_finding_once ON exchange_finding (peer, size);
