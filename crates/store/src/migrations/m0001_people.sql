-- Instants are microseconds since 1970, UTC (`_us`). Lists are JSON. Secrets are hashed or sealed.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    row_permissions TEXT NOT NULL,
    lang TEXT NOT NULL,
    theme TEXT NOT NULL,
    units TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    password_hash TEXT,
    must_change_password BOOLEAN NOT NULL,
    issuer TEXT,
    subject TEXT,
    totp_sealed TEXT,
    totp_proposed TEXT,
    totp_last_step BIGINT,
    version BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    signed_in_at_us BIGINT,
    UNIQUE (issuer, subject)
);

CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    seen_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    expires_at_us BIGINT,
    used_at_us BIGINT
);
CREATE INDEX tokens_of_person ON tokens (person_id);

-- Failed sign-ins, by login and by address.
CREATE TABLE attempts (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until_us BIGINT NOT NULL,
    last_at_us BIGINT NOT NULL
);

-- Sign-ins that were sent to a provider and have not come back.
CREATE TABLE flows (
    state_hash TEXT NOT NULL PRIMARY KEY,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    return_to TEXT NOT NULL,
    expires_at_us BIGINT NOT NULL
);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    actor_id TEXT,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_actor ON audit (actor, seq);

CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES people (id),
    title TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    spec TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
CREATE INDEX documents_in_order ON documents (kind, created_at_us, id);

CREATE TABLE idempotency (
    person_id TEXT NOT NULL,
    request_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT,
    body TEXT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (person_id, request_key)
);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
