-- 0027_package_upload.sql: files handed in with an application for a package (一件事), kept until the last case that needs them has been received.

-- operational: bytes of uploads; the event package.opened holds their SHA-256. Each case keeps its own copy (case_upload); these go when the package ends.
CREATE TABLE package_upload (
    package INTEGER NOT NULL,               -- number of the event package.opened
    place   INTEGER NOT NULL,               -- 1, 2 ... in that event's list of materials
    name    TEXT NOT NULL,                  -- of the file, as given
    type    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (package, place)
) STRICT;
