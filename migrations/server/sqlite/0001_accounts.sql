-- Who may come in, from which laptop, and which files are on the way. The county's records lie elsewhere.
CREATE TABLE account (
    id            BLOB PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    person_id     BLOB NOT NULL,
    person_name   TEXT NOT NULL,
    password      TEXT NOT NULL,               -- Argon2id, PHC string
    scope_version INTEGER NOT NULL DEFAULT 1,  -- rises with each change of its grants
    created_at    INTEGER NOT NULL,            -- UTC ms
    disabled_at   INTEGER                      -- UTC ms
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_of_account (
    id         BLOB PRIMARY KEY,               -- also the id of the record `grant`
    account_id BLOB NOT NULL REFERENCES account (id),
    role       TEXT NOT NULL,
    area       TEXT NOT NULL,                  -- division code
    started_at INTEGER NOT NULL,               -- UTC ms
    ended_at   INTEGER,                        -- UTC ms
    ended_seq  INTEGER                         -- the county's head when it ended
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_by_account ON grant_of_account (account_id);

CREATE TABLE enrolment_code (
    code_hash  BLOB PRIMARY KEY,               -- SHA-256 of the twelve characters
    account_id BLOB NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,               -- UTC ms
    expires_at INTEGER NOT NULL,               -- UTC ms
    used_at    INTEGER,                        -- UTC ms
    device_id  BLOB                            -- the laptop that used it
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id            BLOB PRIMARY KEY,
    account_id    BLOB NOT NULL REFERENCES account (id),
    public_key    BLOB NOT NULL,               -- Ed25519
    machine       TEXT NOT NULL,
    version       TEXT NOT NULL,               -- of the program, as last reported
    enrolled_at   INTEGER NOT NULL,            -- UTC ms
    revoked_at    INTEGER,                     -- UTC ms
    last_seen_at  INTEGER,                     -- UTC ms
    pending       INTEGER NOT NULL DEFAULT 0,  -- change sets it still held at its last hello
    pending_bytes INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_account ON device (account_id);

CREATE TABLE token (
    token_hash BLOB PRIMARY KEY,               -- SHA-256
    device_id  BLOB NOT NULL REFERENCES device (id),
    created_at INTEGER NOT NULL                -- UTC ms
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_device ON token (device_id);

CREATE TABLE session (
    session_hash BLOB PRIMARY KEY,             -- SHA-256 of the cookie
    id           BLOB NOT NULL,
    account_id   BLOB NOT NULL REFERENCES account (id),
    created_at   INTEGER NOT NULL,             -- UTC ms
    expires_at   INTEGER NOT NULL              -- UTC ms
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
    what          BLOB PRIMARY KEY,            -- SHA-256 of what is guessed at, or from where
    failures      INTEGER NOT NULL,
    last_at       INTEGER NOT NULL,            -- UTC ms
    blocked_until INTEGER NOT NULL             -- UTC ms
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
    id         BLOB PRIMARY KEY,
    device_id  BLOB NOT NULL REFERENCES device (id),
    sha256     BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,               -- UTC ms
    done_at    INTEGER,                        -- UTC ms
    UNIQUE (device_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    sha256     BLOB PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL                -- UTC ms
) STRICT, WITHOUT ROWID;
