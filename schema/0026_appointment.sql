-- 0026_appointment.sql: appointments to posts with their documents and dates (C1). What a post may do holds from from_day to to_day of its row and no longer.
-- The row of an officer keeps what was recorded last; which post she holds on a day is read here: the newest row that covers it.

CREATE TABLE appointment (
    id         INTEGER PRIMARY KEY,           -- number of the event that made it (officer.appointed, officer.changed)
    officer    TEXT NOT NULL,
    department TEXT NOT NULL,                 -- '' for the centre itself and leaders of the government
    window     TEXT NOT NULL,                 -- '' for none
    roles      INTEGER NOT NULL,              -- as in officer
    post       TEXT NOT NULL,
    document   TEXT NOT NULL,                 -- number of the document of appointment; '' before the law asked for one
    from_day   INTEGER NOT NULL,
    to_day     INTEGER                        -- last day; the next appointment and a dismissal shorten it; before from_day: it never took effect; NULL: open
) STRICT;
CREATE INDEX appointment_officer ON appointment (officer, id);

-- What was recorded before this file, folded as people_store.c folds it: each row ends with the day before the next one begins, or with the dismissal.
-- The log is read through once for it: it may hold millions of entries, and few of them are about officers.
INSERT INTO appointment (id, officer, department, window, roles, post, document, from_day, to_day)
WITH told AS MATERIALIZED (SELECT seq, kind, body FROM event WHERE kind IN ('officer.appointed', 'officer.changed', 'officer.dismissed'))
SELECT e.seq, json_extract(e.body, '$.id'), json_extract(e.body, '$.department'), json_extract(e.body, '$.window'),
       (SELECT sum(CASE r.value WHEN 'clerk' THEN 1 WHEN 'chief' THEN 2 WHEN 'backoffice' THEN 4 WHEN 'supervisor' THEN 8 WHEN 'leader' THEN 16 WHEN 'admin' THEN 32 ELSE 0 END)
          FROM json_each(e.body, '$.roles') r),
       json_extract(e.body, '$.post'), coalesce(json_extract(e.body, '$.document'), ''),
       CAST(julianday(json_extract(e.body, '$.from')) - 2440587.5 AS INTEGER),
       (SELECT min(ends) FROM (
            SELECT CAST(julianday(json_extract(e.body, '$.to')) - 2440587.5 AS INTEGER) AS ends
            UNION ALL
            SELECT CAST(julianday(coalesce(json_extract(l.body, '$.last'), json_extract(l.body, '$.from'))) - 2440587.5 AS INTEGER) - (l.kind <> 'officer.dismissed')
              FROM told l WHERE l.seq > e.seq AND json_extract(l.body, '$.id') = json_extract(e.body, '$.id')))
  FROM told e WHERE e.kind <> 'officer.dismissed';
