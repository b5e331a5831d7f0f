-- The full record of a household and of a person; what happened to a family; remarks that somebody took off the list.
CREATE TABLE household_new (
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
    fallen_back_cause TEXT NOT NULL DEFAULT '',
    fallen_back_year INTEGER,
    military_family INTEGER, -- 1 yes, 0 no
    farmland_centimu INTEGER,
    irrigated_centimu INTEGER,
    woodland_centimu INTEGER,
    returned_woodland_centimu INTEGER,
    orchard_centimu INTEGER,
    grassland_centimu INTEGER,
    water_centimu INTEGER,
    working_power INTEGER, -- 1 yes, 0 no
    home_power INTEGER, -- 1 yes, 0 no
    broadcast INTEGER, -- 1 yes, 0 no
    road_metres INTEGER,
    road_kind TEXT NOT NULL DEFAULT '',
    house_dm2 INTEGER,
    sanitary_toilet INTEGER, -- 1 yes, 0 no
    fuel TEXT NOT NULL DEFAULT '',
    in_cooperative INTEGER, -- 1 yes, 0 no
    led_by_enterprise INTEGER, -- 1 yes, 0 no
    led_by_person INTEGER, -- 1 yes, 0 no
    wants_relocation INTEGER, -- 1 yes, 0 no
    relocated INTEGER, -- 1 yes, 0 no
    relocation_mode TEXT NOT NULL DEFAULT '',
    resettlement TEXT NOT NULL DEFAULT '',
    resettlement_place TEXT NOT NULL DEFAULT '',
    relocation_difficulties TEXT NOT NULL DEFAULT '', -- JSON list
    in_resettlement_area INTEGER, -- 1 yes, 0 no
    resettlement_address TEXT NOT NULL DEFAULT '',
    without_labour_supported INTEGER, -- 1 yes, 0 no
    cadre_level TEXT NOT NULL DEFAULT '',
    cadre_name TEXT NOT NULL DEFAULT '',
    cadre_relation TEXT NOT NULL DEFAULT '',
    watched_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    risk_gone INTEGER, -- 1 yes, 0 no
    risk_gone_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    risk_gone_by TEXT NOT NULL DEFAULT '',
    split_from BLOB,
    split_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    merged_into BLOB,
    merged_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
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
INSERT INTO household_new (
    id, number, division_code, group_name, address, phone, head_member_id, kind, attribute, causes, state,
    out_of_poverty_year, identified_year, standard, water_hard, water_safe, house_unsafe, house_grade,
    bank_name, bank_account, income_per_head_fen, helper_name, monitored_kind, risks, note, deleted_at,
    deleted_reason, created_at, changed_at, _seq, _mine, _place, _cells, _extra
)
SELECT
    id, number, division_code, group_name, address, phone, head_member_id, kind, attribute, causes, state,
    out_of_poverty_year, identified_year, standard, water_hard, water_safe, house_unsafe, house_grade,
    bank_name, bank_account, income_per_head_fen, helper_name, monitored_kind, risks, note, deleted_at,
    deleted_reason, created_at, changed_at, _seq, _mine, _place, _cells, _extra
FROM household;
DROP TABLE household;
ALTER TABLE household_new RENAME TO household;
CREATE INDEX household_number ON household (number);

CREATE TABLE member_new (
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
    illness_grade TEXT NOT NULL DEFAULT '',
    disability_year INTEGER,
    job_channel TEXT NOT NULL DEFAULT '',
    industry_kind TEXT NOT NULL DEFAULT '',
    works_abroad INTEGER, -- 1 yes, 0 no
    public_post TEXT NOT NULL DEFAULT '',
    public_post_months INTEGER,
    employee_medical INTEGER, -- 1 yes, 0 no
    commercial_medical INTEGER, -- 1 yes, 0 no
    employee_pension INTEGER, -- 1 yes, 0 no
    medical_aid INTEGER, -- 1 yes, 0 no
    other_health_aid INTEGER, -- 1 yes, 0 no
    education_aid INTEGER, -- 1 yes, 0 no
    disability_aid INTEGER, -- 1 yes, 0 no
    destitute INTEGER, -- 1 yes, 0 no
    in_army INTEGER, -- 1 yes, 0 no
    out_of_school_reason TEXT NOT NULL DEFAULT '',
    mandarin INTEGER, -- 1 yes, 0 no
    relocated_person INTEGER, -- 1 yes, 0 no
    married INTEGER, -- 1 yes, 0 no
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
INSERT INTO member_new (
    id, household_id, number, name, id_kind, id_number, relation, gender, born_on, ethnicity, politics,
    education, schooling, health, illness, disability, labour, work_where, work_months, employer,
    medical_insured, pension_insured, allowance, phone, serious_illness_insured, deleted_at, deleted_reason,
    created_at, changed_at, _seq, _mine, _place, _cells, _extra
)
SELECT
    id, household_id, number, name, id_kind, id_number, relation, gender, born_on, ethnicity, politics,
    education, schooling, health, illness, disability, labour, work_where, work_months, employer,
    medical_insured, pension_insured, allowance, phone, serious_illness_insured, deleted_at, deleted_reason,
    created_at, changed_at, _seq, _mine, _place, _cells, _extra
FROM member;
DROP TABLE member;
ALTER TABLE member_new RENAME TO member;
CREATE INDEX member_household_id ON member (household_id);
CREATE INDEX member_id_number ON member (id_number);

CREATE TABLE status_event (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    member_id BLOB,
    kind TEXT NOT NULL DEFAULT '',
    happened_on TEXT NOT NULL DEFAULT '', -- 2018-09-30
    reason TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    other_household_id BLOB,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
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
CREATE INDEX status_event_household_id ON status_event (household_id);

CREATE TABLE remark_off (
    id BLOB PRIMARY KEY,
    household_id BLOB,
    member_id BLOB,
    rule TEXT NOT NULL DEFAULT '',
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
CREATE INDEX remark_off_household_id ON remark_off (household_id);
