-- 0015_packages.sql: packages (一件事, DOMAIN 3.3): themes as data, and applications that open their cases in dependency order.

CREATE TABLE package_theme (
    code TEXT PRIMARY KEY,
    place INTEGER NOT NULL,                 -- order of first definition
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    defined INTEGER NOT NULL,               -- number of the event that defined it last
    retired INTEGER NOT NULL                -- 1: no longer offered
) STRICT;

CREATE TABLE package_step (
    code TEXT NOT NULL,
    place INTEGER NOT NULL,                 -- 0, 1, 2 ...
    step TEXT NOT NULL,
    item TEXT NOT NULL,
    after INTEGER NOT NULL,                 -- mask of 1 << place of the steps that must be granted first
    PRIMARY KEY (code, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE package (
    id INTEGER PRIMARY KEY,                 -- number of the event package.opened
    code TEXT NOT NULL,
    state INTEGER NOT NULL,                 -- packages.h PackageState
    opened INTEGER NOT NULL,                -- day
    ended INTEGER,                          -- day
    account INTEGER NOT NULL,               -- applicant's account, 0 none
    touched INTEGER NOT NULL                -- 1: something happened to one of its cases: the clock looks again
) STRICT;
CREATE INDEX package_touched ON package (id) WHERE touched = 1;

CREATE TABLE package_child (
    package INTEGER NOT NULL,
    place INTEGER NOT NULL,
    step TEXT NOT NULL,
    item TEXT NOT NULL,
    after INTEGER NOT NULL,
    case_id INTEGER NOT NULL,               -- 0: not opened yet
    PRIMARY KEY (package, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX package_child_case ON package_child (case_id) WHERE case_id > 0;
