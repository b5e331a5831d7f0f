-- A measure says what is to be reached by it, and why it was given up.
CREATE TABLE measure_new (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    division_code TEXT NOT NULL DEFAULT '', -- division code
    class TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    person_id BLOB,
    unit_id BLOB,
    amount_fen INTEGER, -- fen
    quantity INTEGER,
    quantity_unit TEXT NOT NULL DEFAULT '',
    starts_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    due_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    state TEXT NOT NULL DEFAULT '',
    done_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    result TEXT NOT NULL DEFAULT '',
    paid_fen INTEGER, -- fen
    quantity_done INTEGER,
    goal TEXT NOT NULL DEFAULT '',
    dropped_reason TEXT NOT NULL DEFAULT '',
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
INSERT INTO measure_new (
    id, household_id, division_code, class, content, person_id, unit_id, amount_fen, quantity, quantity_unit,
    starts_on, due_on, state, done_on, result, paid_fen, quantity_done, deleted_at, deleted_reason, created_at,
    changed_at, _seq, _mine, _place, _cells, _extra
)
SELECT
    id, household_id, division_code, class, content, person_id, unit_id, amount_fen, quantity, quantity_unit,
    starts_on, due_on, state, done_on, result, paid_fen, quantity_done, deleted_at, deleted_reason, created_at,
    changed_at, _seq, _mine, _place, _cells, _extra
FROM measure;
DROP TABLE measure;
ALTER TABLE measure_new RENAME TO measure;
CREATE INDEX measure_household_id ON measure (household_id);
