-- What people want the county to know of the program.
CREATE TABLE feedback (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    page TEXT NOT NULL DEFAULT '',
    deleted_at INTEGER, -- ms since 1970 UTC
    deleted_reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT 0, -- made_at of its first set
    changed_at INTEGER NOT NULL DEFAULT 0, -- made_at of its last set
    _seq INTEGER NOT NULL DEFAULT 0, -- last entry on the row, 0 = never confirmed
    _mine INTEGER NOT NULL DEFAULT 0, -- newest own undecided dseq on it, 0 = none
    _place INTEGER NOT NULL DEFAULT 0,
    _cells BLOB, -- county only: cells with a later writer than the row
    _extra BLOB -- cells of fields this program does not know
) STRICT, WITHOUT ROWID;
