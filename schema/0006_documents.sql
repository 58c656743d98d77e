-- 0006_documents.sql: documents that went out, and the last number of each series. Projections of "documents" in event bodies.

-- One row per document. id = event sequence * 32 + place in the event, so that a replay gives the same ids.
CREATE TABLE issued_document (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,             -- F03 ...
    number TEXT,                    -- 江夏住建许受〔2026〕12号; NULL for kinds without a number
    body TEXT NOT NULL,             -- legal body
    word TEXT NOT NULL,             -- category and kind word: 许受; '' without a number
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL,           -- 1, 2, 3 ... without gaps per (body, word, year); 0 without a number
    case_id INTEGER NOT NULL,       -- 0: not about a case
    day INTEGER NOT NULL,           -- date on the paper
    void_reason TEXT,               -- NULL: valid. A voided number stays, with its reason
    fields TEXT NOT NULL            -- JSON: what the document says beyond the case's own facts; never personal data
) STRICT;
CREATE UNIQUE INDEX issued_document_number ON issued_document (number) WHERE number IS NOT NULL;
CREATE INDEX issued_document_case ON issued_document (case_id, id) WHERE case_id <> 0;

-- Last number used of each series (DOMAIN 4.1). Restarts each 1 January because the year is part of the key.
CREATE TABLE document_sequence (
    body TEXT NOT NULL,
    word TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (body, word, year)
) STRICT, WITHOUT ROWID;
