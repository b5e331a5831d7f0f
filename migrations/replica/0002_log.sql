-- What was recorded and received, in the bytes it was recorded in.

-- Facts about this file: incarnation, grant, position, scope, county key. One value a name.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Cells of tables this program does not know.
CREATE TABLE stray (
    table_no INTEGER NOT NULL,
    id BLOB NOT NULL,
    place INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    cells BLOB NOT NULL,
    PRIMARY KEY (table_no, id)
) STRICT, WITHOUT ROWID;

-- Number of confirmed rows and sum of their versions, a place.
CREATE TABLE place_sum (
    place INTEGER PRIMARY KEY,
    row_count INTEGER NOT NULL,
    sum INTEGER NOT NULL -- modulo 2^64, as a signed number
) STRICT, WITHOUT ROWID;

-- Laptop: the contexts that own sets name.
CREATE TABLE context (
    no INTEGER PRIMARY KEY,
    head BLOB NOT NULL UNIQUE
) STRICT;

-- Laptop: one row a transaction: one set, or the thousand of an import.
CREATE TABLE mine (
    last INTEGER PRIMARY KEY, -- dseq of its last set
    first INTEGER NOT NULL,
    context INTEGER NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0, -- entry of its first set by receipt, 0 = none
    answer INTEGER NOT NULL DEFAULT 0, -- received_at in ms, 0 = not receipted
    decided INTEGER NOT NULL DEFAULT 0, -- 1 = lifted, the tables hold the county's decision
    block BLOB NOT NULL, -- CBOR sequence of sets, or one zstd frame of it
    under BLOB -- what lay under the cells; NULL once decided
) STRICT;
CREATE INDEX mine_undecided ON mine (last) WHERE decided = 0;

-- Laptop: receipts that were not plainly applied, or whose number is not seq + offset in its row.
CREATE TABLE decision (
    dseq INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_seq ON decision (seq);

-- Laptop: pages as received, with the answer that signs them.
CREATE TABLE page (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    mark BLOB NOT NULL,
    answer BLOB NOT NULL,
    block BLOB NOT NULL,
    received_at INTEGER NOT NULL -- the county's clock, in ms
) STRICT;

-- Laptop: rows that left its area and stay for what a person wrote on them: an undecided set, a draft.
CREATE TABLE parked (
    table_no INTEGER NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (table_no, id)
) STRICT, WITHOUT ROWID;

-- Laptop: entries from before its first sync, or older than its pages, that a person asked the county for.
CREATE TABLE older (
    seq INTEGER PRIMARY KEY,
    context BLOB NOT NULL,
    entry BLOB NOT NULL,
    received_at INTEGER NOT NULL -- the county's clock, in ms
) STRICT;

-- Laptop: entries that could not be applied here; their rows came whole.
CREATE TABLE unapplied (
    seq INTEGER PRIMARY KEY,
    why TEXT NOT NULL,
    entry BLOB NOT NULL
) STRICT;

-- County: the log in blocks.
CREATE TABLE log (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    mark BLOB NOT NULL, -- after its last entry
    block BLOB NOT NULL
) STRICT;

-- County: which entries a push became.
CREATE TABLE run (
    seq INTEGER PRIMARY KEY, -- entry of its first set
    incarnation BLOB NOT NULL,
    first INTEGER NOT NULL, -- dseq
    last INTEGER NOT NULL
) STRICT;
CREATE INDEX run_incarnation ON run (incarnation, first, last);

-- County: incarnations of which two sets bear one number: a cloned or restored laptop.
CREATE TABLE fork (
    incarnation BLOB PRIMARY KEY,
    dseq INTEGER NOT NULL -- the first such number
) STRICT, WITHOUT ROWID;

-- Laptop: rows to be fetched whole at the next exchange.
CREATE TABLE wanted_row (
    table_no INTEGER NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (table_no, id)
) STRICT, WITHOUT ROWID;

-- Laptop: forms typed and not yet saved, settings, own filters.
CREATE TABLE draft (
    form TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    base INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (form, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Laptop: how each sync went.
CREATE TABLE sync_run (
    started_at INTEGER PRIMARY KEY, -- ms since 1970 UTC
    report TEXT NOT NULL -- JSON
) STRICT;

-- Laptop: photo bytes, encrypted with the file. State: 0 here only, 1 at the county, 2 wanted from it.
CREATE TABLE blob (
    sha256 BLOB PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0, -- bytes the county has acknowledged
    complete INTEGER NOT NULL DEFAULT 0, -- 1 = whole at the county
    named INTEGER NOT NULL DEFAULT 0, -- 1 = an own set names it: owed to the county, also when its row has left
    bytes BLOB
) STRICT;
CREATE INDEX blob_incomplete ON blob (size_bytes) WHERE complete = 0;

-- Laptop: files that the county lacked when it answered last: their photos are not delivered.
CREATE TABLE missing_file (
    sha256 BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Laptop: photos of others as the county gave them; they go with their rows. Size: 1 = thumb, 2 = middle, 3 = original.
CREATE TABLE preview (
    sha256 BLOB NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB, -- NULL = a person asked for it, and it comes with the next sync
    PRIMARY KEY (sha256, size)
) STRICT;
