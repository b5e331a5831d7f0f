-- What households ask for, followed until they say that it is done.
CREATE TABLE request (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    raised_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    content TEXT NOT NULL DEFAULT '',
    visit_id BLOB,
    person_id BLOB,
    due_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    state TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    solved_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    confirmed_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    confirmed_by TEXT NOT NULL DEFAULT '',
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
CREATE INDEX request_household ON request (household_id);
CREATE INDEX request_visit ON request (visit_id) WHERE visit_id IS NOT NULL;
-- Withdrawn visits are few and have a list of their own.
CREATE INDEX visit_withdrawn ON visit (visited_on) WHERE deleted_at IS NOT NULL;
-- Small wishes of households, and who fulfilled them.
CREATE TABLE wish (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    raised_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    content TEXT NOT NULL DEFAULT '',
    wished_by TEXT NOT NULL DEFAULT '',
    donor TEXT NOT NULL DEFAULT '',
    fulfilled_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    note TEXT NOT NULL DEFAULT '',
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
CREATE INDEX wish_household ON wish (household_id);
-- Things given out, and what each household gets of them.
CREATE TABLE distribution (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '',
    given_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    item TEXT NOT NULL DEFAULT '',
    quantity INTEGER,
    quantity_unit TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
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
CREATE TABLE portion (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    distribution_id BLOB,
    received_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    received_by TEXT NOT NULL DEFAULT '',
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
CREATE INDEX portion_household ON portion (household_id);
CREATE INDEX portion_distribution ON portion (distribution_id);
-- Rounds through the households of a place.
CREATE TABLE tour (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '',
    starts_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    name TEXT NOT NULL DEFAULT '',
    ends_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    groups TEXT NOT NULL DEFAULT '', -- JSON list
    unseen_days INTEGER,
    counts TEXT NOT NULL DEFAULT '',
    person_id BLOB,
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
