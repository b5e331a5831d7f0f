-- The replica, on laptop and county alike (`docs/sync-protocol.md`). What one side does not need stays empty.

CREATE TABLE division (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL DEFAULT '', -- division code
    name TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '',
    parent_code TEXT NOT NULL DEFAULT '', -- division code
    valid_from TEXT NOT NULL DEFAULT '', -- 2018-09-30
    valid_to TEXT NOT NULL DEFAULT '', -- 2018-09-30
    merged_into TEXT NOT NULL DEFAULT '', -- division code
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

CREATE TABLE unit (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    affiliation TEXT NOT NULL DEFAULT '',
    division_code TEXT NOT NULL DEFAULT '', -- division code
    head_person_id BLOB,
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
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

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    gender TEXT NOT NULL DEFAULT '',
    id_number TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    unit_id BLOB,
    title TEXT NOT NULL DEFAULT '',
    politics TEXT NOT NULL DEFAULT '',
    education TEXT NOT NULL DEFAULT '',
    division_code TEXT NOT NULL DEFAULT '', -- division code
    skills TEXT NOT NULL DEFAULT '',
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

CREATE TABLE grant (
    id BLOB PRIMARY KEY,
    account TEXT NOT NULL DEFAULT '',
    person_id BLOB,
    person_name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    division_code TEXT NOT NULL DEFAULT '', -- division code
    ended_at INTEGER, -- ms since 1970 UTC
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

CREATE TABLE team (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    division_code TEXT NOT NULL DEFAULT '', -- division code
    unit_id BLOB,
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

CREATE TABLE posting (
    id BLOB PRIMARY KEY,
    person_id BLOB,
    team_id BLOB,
    duty TEXT NOT NULL DEFAULT '',
    starts_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    ends_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    reason TEXT NOT NULL DEFAULT '',
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

CREATE TABLE household (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL DEFAULT '',
    division_code TEXT NOT NULL DEFAULT '', -- division code
    group_name TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    head_member_id BLOB,
    kind TEXT NOT NULL DEFAULT '',
    attribute TEXT NOT NULL DEFAULT '',
    causes TEXT NOT NULL DEFAULT '', -- JSON list
    state TEXT NOT NULL DEFAULT '',
    out_of_poverty_year INTEGER,
    identified_year INTEGER,
    standard TEXT NOT NULL DEFAULT '',
    water_hard INTEGER, -- 1 yes, 0 no
    water_safe INTEGER, -- 1 yes, 0 no
    house_unsafe INTEGER, -- 1 yes, 0 no
    house_grade TEXT NOT NULL DEFAULT '',
    bank_name TEXT NOT NULL DEFAULT '',
    bank_account TEXT NOT NULL DEFAULT '',
    income_per_head_fen INTEGER, -- fen
    helper_name TEXT NOT NULL DEFAULT '',
    monitored_kind TEXT NOT NULL DEFAULT '',
    risks TEXT NOT NULL DEFAULT '', -- JSON list
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

CREATE TABLE member (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    number TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    id_kind TEXT NOT NULL DEFAULT '',
    id_number TEXT NOT NULL DEFAULT '',
    relation TEXT NOT NULL DEFAULT '',
    gender TEXT NOT NULL DEFAULT '',
    born_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    ethnicity TEXT NOT NULL DEFAULT '',
    politics TEXT NOT NULL DEFAULT '',
    education TEXT NOT NULL DEFAULT '',
    schooling TEXT NOT NULL DEFAULT '',
    health TEXT NOT NULL DEFAULT '', -- JSON list
    illness TEXT NOT NULL DEFAULT '',
    disability TEXT NOT NULL DEFAULT '',
    labour TEXT NOT NULL DEFAULT '',
    work_where TEXT NOT NULL DEFAULT '',
    work_months INTEGER,
    employer TEXT NOT NULL DEFAULT '',
    medical_insured INTEGER, -- 1 yes, 0 no
    pension_insured INTEGER, -- 1 yes, 0 no
    allowance INTEGER, -- 1 yes, 0 no
    phone TEXT NOT NULL DEFAULT '',
    serious_illness_insured INTEGER, -- 1 yes, 0 no
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

CREATE TABLE income (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    year INTEGER,
    item TEXT NOT NULL DEFAULT '',
    amount_fen INTEGER, -- fen
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

CREATE TABLE assignment (
    id BLOB PRIMARY KEY,
    person_id BLOB,
    layer INTEGER,
    division_code TEXT NOT NULL DEFAULT '', -- division code
    household_id BLOB,
    starts_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    ends_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    overall INTEGER, -- 1 yes, 0 no
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

CREATE TABLE visit (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    visited_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    person_ids TEXT NOT NULL DEFAULT '', -- JSON list
    mode TEXT NOT NULL DEFAULT '',
    purposes TEXT NOT NULL DEFAULT '', -- JSON list
    policies TEXT NOT NULL DEFAULT '', -- JSON list
    met TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    satisfaction TEXT NOT NULL DEFAULT '',
    day_part TEXT NOT NULL DEFAULT '',
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

CREATE TABLE stay (
    id BLOB PRIMARY KEY,
    person_id BLOB,
    stayed_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    day TEXT NOT NULL DEFAULT '',
    day_places TEXT NOT NULL DEFAULT '', -- JSON list
    night TEXT NOT NULL DEFAULT '',
    night_place TEXT NOT NULL DEFAULT '', -- division code
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

CREATE TABLE measure (
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

CREATE TABLE problem (
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

CREATE TABLE photo (
    id BLOB PRIMARY KEY,
    owner_kind TEXT NOT NULL DEFAULT '',
    owner_id BLOB,
    sha256 TEXT NOT NULL DEFAULT '',
    size_bytes INTEGER,
    media_type TEXT NOT NULL DEFAULT '',
    width_px INTEGER,
    height_px INTEGER,
    caption TEXT NOT NULL DEFAULT '',
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

CREATE TABLE reveal (
    id BLOB PRIMARY KEY,
    person_id BLOB,
    owner_kind TEXT NOT NULL DEFAULT '',
    owner_id BLOB,
    field TEXT NOT NULL DEFAULT '',
    revealed_at INTEGER, -- ms since 1970 UTC
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

CREATE TABLE conflict (
    id BLOB PRIMARY KEY,
    owner_kind TEXT NOT NULL DEFAULT '',
    owner_id BLOB,
    cell_group INTEGER,
    outcome TEXT NOT NULL DEFAULT '',
    standing TEXT NOT NULL DEFAULT '',
    losing TEXT NOT NULL DEFAULT '',
    standing_grant BLOB,
    losing_grant BLOB,
    standing_at INTEGER, -- ms since 1970 UTC
    losing_at INTEGER, -- ms since 1970 UTC
    place INTEGER,
    settled_at INTEGER, -- ms since 1970 UTC
    base INTEGER,
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

CREATE TABLE inbox (
    id BLOB PRIMARY KEY,
    set_hash TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    grant_id BLOB,
    at INTEGER, -- ms since 1970 UTC
    state TEXT NOT NULL DEFAULT '',
    place INTEGER,
    entry_seq INTEGER,
    verdict TEXT NOT NULL DEFAULT '',
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

CREATE INDEX person_division_code ON person (division_code);
CREATE INDEX posting_team_id ON posting (team_id);
CREATE INDEX posting_person_id ON posting (person_id);
CREATE INDEX member_household_id ON member (household_id);
CREATE INDEX income_household_id ON income (household_id);
CREATE INDEX assignment_household_id ON assignment (household_id);
CREATE INDEX visit_household_id ON visit (household_id, visited_on);
CREATE INDEX stay_person_id ON stay (person_id, stayed_on);
CREATE INDEX measure_household_id ON measure (household_id);
CREATE INDEX problem_household_id ON problem (household_id);
CREATE INDEX photo_owner_id ON photo (owner_id);
CREATE INDEX conflict_owner_id ON conflict (owner_id);
CREATE INDEX reveal_owner_id ON reveal (owner_id);
CREATE INDEX household_number ON household (number);
CREATE INDEX member_id_number ON member (id_number);
CREATE INDEX photo_sha256 ON photo (sha256);
