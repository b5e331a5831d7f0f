-- A problem may be part of a common one, and says by what it is put right; each act on it is a row of its own.
CREATE TABLE problem_new (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    division_code TEXT NOT NULL DEFAULT '', -- division code
    source TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    remedy TEXT NOT NULL DEFAULT '',
    person_id BLOB,
    unit_id BLOB,
    due_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    state TEXT NOT NULL DEFAULT '',
    closed_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    result TEXT NOT NULL DEFAULT '',
    visit_id BLOB,
    parent_id BLOB,
    criteria TEXT NOT NULL DEFAULT '',
    lead_unit_id BLOB,
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
INSERT INTO problem_new (id, household_id, division_code, source, kind, category, content, remedy, person_id, unit_id,
    due_on, state, closed_on, result, visit_id, deleted_at, deleted_reason, created_at, changed_at, _seq, _mine, _place,
    _cells, _extra)
SELECT id, household_id, division_code, source, kind, category, content, remedy, person_id, unit_id,
    due_on, state, closed_on, result, visit_id, deleted_at, deleted_reason, created_at, changed_at, _seq, _mine, _place,
    _cells, _extra
FROM problem;
DROP TABLE problem;
ALTER TABLE problem_new RENAME TO problem;
CREATE INDEX problem_household_id ON problem (household_id);
CREATE INDEX problem_visit ON problem (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX problem_parent ON problem (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE problem_step (
    id BLOB PRIMARY KEY,
    problem_id BLOB,
    kind TEXT NOT NULL DEFAULT '',
    made_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    person_id BLOB,
    person_name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    in_time INTEGER,
    in_quality INTEGER,
    in_quantity INTEGER,
    photo_ids TEXT NOT NULL DEFAULT '', -- JSON list
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
CREATE INDEX problem_step_problem_id ON problem_step (problem_id);
