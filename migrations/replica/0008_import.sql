-- Laptop: imports of rosters, with what each wrote over, so that it can be undone as a whole.
CREATE TABLE import_run (
    id BLOB PRIMARY KEY,
    started_at INTEGER NOT NULL, -- ms since 1970 UTC
    file TEXT NOT NULL, -- its name without folders
    layout TEXT NOT NULL,
    total INTEGER NOT NULL, -- households to be taken
    done INTEGER NOT NULL DEFAULT 0, -- of these looked at
    households_new INTEGER NOT NULL DEFAULT 0,
    households_changed INTEGER NOT NULL DEFAULT 0,
    members_new INTEGER NOT NULL DEFAULT 0,
    members_changed INTEGER NOT NULL DEFAULT 0,
    undo_started_at INTEGER,
    undone_at INTEGER -- its undo has been through all households
) STRICT, WITHOUT ROWID;
CREATE INDEX import_run_started ON import_run (started_at);

-- Households that it wrote.
CREATE TABLE import_home (
    run BLOB NOT NULL,
    no INTEGER NOT NULL, -- in the order of the file
    household BLOB NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0, -- 1 = its undo has been here
    stayed TEXT NOT NULL DEFAULT '', -- why something of it stayed then
    PRIMARY KEY (run, no)
) STRICT, WITHOUT ROWID;

-- Their rows, until the undo has been there.
CREATE TABLE import_row (
    run BLOB NOT NULL,
    no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id BLOB NOT NULL,
    before BLOB, -- the cells that it wrote over; NULL = the row was made
    after BLOB NOT NULL, -- the cells that it wrote; of a row that was made the hash of all of them
    PRIMARY KEY (run, no, table_no, id)
) STRICT, WITHOUT ROWID;
