-- What households say of how their village's team and committee work. It lies above the village, and names nobody who spoke.
CREATE TABLE inquiry (
    id BLOB PRIMARY KEY,
    division_code TEXT NOT NULL DEFAULT '',
    village_code TEXT NOT NULL DEFAULT '',
    asked_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    person_id BLOB,
    team_lives_here TEXT NOT NULL DEFAULT '',
    team_came TEXT NOT NULL DEFAULT '',
    team_explained TEXT NOT NULL DEFAULT '',
    team_helped TEXT NOT NULL DEFAULT '',
    committee_fair TEXT NOT NULL DEFAULT '',
    committee_open TEXT NOT NULL DEFAULT '',
    committee_there TEXT NOT NULL DEFAULT '',
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
