-- +goose Up
-- Ids and keys are text, times are UTC milliseconds, JSON is text. tenant_id leads every key.
CREATE TABLE tenants (
    tenant_id text NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    brand text NOT NULL,
    locales text,
    default_locale text NOT NULL,
    time_zone text NOT NULL,
    policy_version integer NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id)
);
CREATE UNIQUE INDEX tenants_slug ON tenants (slug);

CREATE TABLE tenant_hosts (
    tenant_id text NOT NULL,
    host text NOT NULL,
    position integer NOT NULL,
    PRIMARY KEY (tenant_id, host),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX tenant_hosts_host ON tenant_hosts (host);

CREATE TABLE members (
    tenant_id text NOT NULL,
    id text NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    roles text,
    active boolean NOT NULL,
    locale text NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX members_email ON members (tenant_id, email);

CREATE TABLE roles (
    tenant_id text NOT NULL,
    key text NOT NULL,
    position integer NOT NULL,
    name text,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

CREATE TABLE policies (
    tenant_id text NOT NULL,
    position integer NOT NULL,
    role text NOT NULL,
    object text NOT NULL,
    verb text NOT NULL,
    effect text NOT NULL,
    PRIMARY KEY (tenant_id, position),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

CREATE TABLE sessions (
    tenant_id text NOT NULL,
    sha256 text NOT NULL,
    member_id text NOT NULL,
    created_at timestamp NOT NULL,
    seen_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    ip text NOT NULL,
    agent text NOT NULL,
    PRIMARY KEY (tenant_id, sha256),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX sessions_member_id ON sessions (tenant_id, member_id);

CREATE TABLE idempotency_keys (
    tenant_id text NOT NULL,
    key text NOT NULL,
    status integer NOT NULL,
    body blob NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (tenant_id, created_at);

CREATE TABLE drafts (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id, kind, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);

CREATE TABLE versions (
    tenant_id text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    number integer NOT NULL,
    checksum text NOT NULL,
    body text NOT NULL,
    compiled text,
    pins text NOT NULL,
    published_at timestamp NOT NULL,
    published_by text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX versions_kind_key_number ON versions (tenant_id, kind, key, number);

CREATE TABLE cases (
    tenant_id text NOT NULL,
    id text NOT NULL,
    reference text NOT NULL,
    pipeline text NOT NULL,
    version_id text NOT NULL,
    stage text NOT NULL,
    removed boolean NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    risk text NOT NULL,
    started_at timestamp NOT NULL,
    entered_at timestamp NOT NULL,
    activity_at timestamp NOT NULL,
    submitted_at timestamp,
    revision integer NOT NULL,
    last_seq integer NOT NULL,
    last_hash text NOT NULL,
    locale text NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL,
    identity text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    percent integer NOT NULL,
    page text NOT NULL,
    attempts integer NOT NULL,
    assignee text NOT NULL,
    token_state text NOT NULL,
    token_sent_at timestamp,
    token_expires_at timestamp,
    token_sends integer NOT NULL,
    due_at timestamp,
    level_at timestamp,
    state text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX cases_reference ON cases (tenant_id, reference);
CREATE INDEX cases_pipeline_stage_entered_at_id ON cases (tenant_id, pipeline, stage, entered_at, id);
CREATE INDEX cases_identity ON cases (tenant_id, identity) WHERE identity <> '';
CREATE INDEX cases_email_id ON cases (tenant_id, LOWER(email), id);
CREATE INDEX cases_due_at ON cases (tenant_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE performed (
    tenant_id text NOT NULL,
    key text NOT NULL,
    ref text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;
CREATE INDEX performed_at ON performed (tenant_id, at);

CREATE TABLE submissions (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    form_version text NOT NULL,
    answers text NOT NULL,
    sources text NOT NULL,
    visited text NOT NULL,
    revision integer NOT NULL,
    saved_at timestamp NOT NULL,
    frozen_at timestamp,
    sha256 text NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);

CREATE TABLE answer_index (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    field text NOT NULL,
    position integer NOT NULL,
    text text,
    number real,
    PRIMARY KEY (tenant_id, case_id, field, position)
) WITHOUT ROWID;
CREATE INDEX answer_index_field_text_case_id ON answer_index (tenant_id, field, text, case_id) WHERE text IS NOT NULL;
CREATE INDEX answer_index_field_number_case_id ON answer_index (tenant_id, field, number, case_id) WHERE number IS NOT NULL;

CREATE TABLE events (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    seq integer NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    at timestamp NOT NULL,
    actor text NOT NULL,
    data text,
    prev text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant_id, case_id, seq)
) WITHOUT ROWID;
CREATE INDEX events_at_case_id ON events (tenant_id, at, case_id);

CREATE TABLE documents (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    mime text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    blob text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    created_at timestamp NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX documents_case_id_id ON documents (tenant_id, case_id, id);

CREATE TABLE messages (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    key text NOT NULL,
    template text NOT NULL,
    channel text NOT NULL,
    locale text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    error text NOT NULL,
    provider text NOT NULL,
    token_id text NOT NULL,
    created_at timestamp NOT NULL,
    sent_at timestamp,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX messages_key ON messages (tenant_id, key);
CREATE INDEX messages_case_id_id ON messages (tenant_id, case_id, id);
CREATE INDEX messages_created_at_id ON messages (tenant_id, created_at, id);

CREATE TABLE tokens (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    purpose text NOT NULL,
    sha256 text NOT NULL,
    state text NOT NULL,
    answers text NOT NULL,
    recipient text NOT NULL,
    created_at timestamp NOT NULL,
    sent_at timestamp,
    opened_at timestamp,
    used_at timestamp,
    expires_at timestamp NOT NULL,
    attempts integer NOT NULL,
    message_id text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX tokens_sha256 ON tokens (tenant_id, sha256);
CREATE INDEX tokens_case_id_purpose_created_at ON tokens (tenant_id, case_id, purpose, created_at);

CREATE TABLE evidence (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    record text NOT NULL,
    hash text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX evidence_case_id_id ON evidence (tenant_id, case_id, id);

CREATE TABLE request_items (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    path text NOT NULL,
    note text NOT NULL,
    state text NOT NULL,
    created_at timestamp NOT NULL,
    created_by text NOT NULL,
    due_at timestamp,
    answered_at timestamp,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX request_items_case_id_id ON request_items (tenant_id, case_id, id);

CREATE TABLE check_results (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    key text NOT NULL,
    round integer NOT NULL,
    attempt integer NOT NULL,
    result text NOT NULL,
    explanation text NOT NULL,
    evidence text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, case_id, key, round),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);

CREATE TABLE tasks (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    due_at timestamp,
    created_at timestamp NOT NULL,
    done_at timestamp,
    done_by text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX tasks_key ON tasks (tenant_id, key);
CREATE INDEX tasks_case_id_id ON tasks (tenant_id, case_id, id);

CREATE TABLE anchors (
    tenant_id text NOT NULL,
    id text NOT NULL,
    at timestamp NOT NULL,
    root text NOT NULL,
    prev text NOT NULL,
    leaves text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX anchors_at_id ON anchors (tenant_id, at, id);

-- +goose StatementBegin
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_refuse_update BEFORE UPDATE ON evidence
BEGIN
    SELECT RAISE(ABORT, 'evidence is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_refuse_delete BEFORE DELETE ON evidence
BEGIN
    SELECT RAISE(ABORT, 'evidence is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER anchors_refuse_update BEFORE UPDATE ON anchors
BEGIN
    SELECT RAISE(ABORT, 'anchors is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER anchors_refuse_delete BEFORE DELETE ON anchors
BEGIN
    SELECT RAISE(ABORT, 'anchors is append-only');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE anchors;
DROP TABLE tasks;
DROP TABLE check_results;
DROP TABLE request_items;
DROP TABLE evidence;
DROP TABLE tokens;
DROP TABLE messages;
DROP TABLE documents;
DROP TABLE events;
DROP TABLE answer_index;
DROP TABLE submissions;
DROP TABLE performed;
DROP TABLE cases;
DROP TABLE versions;
DROP TABLE drafts;
DROP TABLE idempotency_keys;
DROP TABLE sessions;
DROP TABLE policies;
DROP TABLE roles;
DROP TABLE members;
DROP TABLE tenant_hosts;
DROP TABLE tenants;
