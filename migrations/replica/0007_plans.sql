-- Plans of a year, of households and of villages, each line a row; and how a household gets a safe house.
CREATE TABLE household_plan (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    year INTEGER,
    goal TEXT NOT NULL DEFAULT '',
    agreed_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
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

CREATE TABLE household_plan_line (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    year INTEGER,
    item TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    by_whom TEXT NOT NULL DEFAULT '',
    expected_fen INTEGER, -- fen
    due_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
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

CREATE TABLE village_plan (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '', -- division code
    year INTEGER,
    goal TEXT NOT NULL DEFAULT '',
    agreed_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
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

CREATE TABLE village_plan_line (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '', -- division code
    year INTEGER,
    kind TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    quantity INTEGER,
    quantity_unit TEXT NOT NULL DEFAULT '',
    amount_fen INTEGER, -- fen
    by_whom TEXT NOT NULL DEFAULT '',
    due_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    state TEXT NOT NULL DEFAULT '',
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

CREATE TABLE housing_solution (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    kind TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    decided_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    started_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    finished_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
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

CREATE INDEX household_plan_household_id ON household_plan (household_id);
CREATE INDEX household_plan_line_household_id ON household_plan_line (household_id, year);
CREATE INDEX village_plan_division_code ON village_plan (division_code);
CREATE INDEX village_plan_line_division_code ON village_plan_line (division_code, year);
CREATE INDEX housing_solution_household_id ON housing_solution (household_id);
