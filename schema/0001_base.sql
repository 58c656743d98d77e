-- 0001_base.sql: what the file is. One row per applied schema file; the centre's own settings.

CREATE TABLE schema_version (
    file TEXT PRIMARY KEY,          -- 0001_base.sql ...
    applied_at INTEGER NOT NULL     -- ms
) STRICT;                           -- operational

-- Settings of the centre, changed by the event centre.configured only. Defaults stand in code beside the rule that reads them.
CREATE TABLE centre_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
