-- +goose Up
-- Ids and keys are text in byte order, times are UTC milliseconds. jsonb is what the database may look into; json keeps the
-- bytes as they came, where a checksum or a hash covers them. tenant_id leads every key.
--
-- Row-level security is the second wall: a transaction sees the rows of the tenant named by app.tenant and no others, the
-- owner of the tables included. A superuser passes it, so Esteira must not connect as one. tenants and tenant_hosts
-- stand outside: they are read to find out which tenant a request is for.
CREATE TABLE tenants (
    tenant_id text COLLATE "C" NOT NULL,
    slug text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    brand jsonb NOT NULL,
    locales jsonb,
    default_locale text COLLATE "C" NOT NULL,
    time_zone text COLLATE "C" NOT NULL,
    policy_version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id)
);
CREATE UNIQUE INDEX tenants_slug ON tenants (slug);

CREATE TABLE tenant_hosts (
    tenant_id text COLLATE "C" NOT NULL,
    host text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tenant_id, host),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX tenant_hosts_host ON tenant_hosts (host);

CREATE TABLE members (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C" NOT NULL,
    roles jsonb,
    active boolean NOT NULL,
    locale text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX members_email ON members (tenant_id, email);

CREATE TABLE roles (
    tenant_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    name jsonb,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);

CREATE TABLE policies (
    tenant_id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    role text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    verb text COLLATE "C" NOT NULL,
    effect text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, position),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);

CREATE TABLE sessions (
    tenant_id text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ip text COLLATE "C" NOT NULL,
    agent text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, sha256),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
);
CREATE INDEX sessions_member_id ON sessions (tenant_id, member_id);

CREATE TABLE idempotency_keys (
    tenant_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    status bigint NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (tenant_id, created_at);

CREATE TABLE drafts (
    tenant_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    body json NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, kind, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);

CREATE TABLE versions (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    checksum text COLLATE "C" NOT NULL,
    body json NOT NULL,
    compiled json,
    pins jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX versions_kind_key_number ON versions (tenant_id, kind, key, number);

CREATE TABLE cases (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    reference text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    version_id text COLLATE "C" NOT NULL,
    stage text COLLATE "C" NOT NULL,
    removed boolean NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    decided_by text COLLATE "C" NOT NULL,
    risk text COLLATE "C" NOT NULL,
    started_at timestamptz NOT NULL,
    entered_at timestamptz NOT NULL,
    activity_at timestamptz NOT NULL,
    submitted_at timestamptz,
    revision bigint NOT NULL,
    last_seq bigint NOT NULL,
    last_hash text COLLATE "C" NOT NULL,
    locale text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    name_fold text COLLATE "C" NOT NULL,
    identity text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    phone text COLLATE "C" NOT NULL,
    percent bigint NOT NULL,
    page text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    assignee text COLLATE "C" NOT NULL,
    token_state text COLLATE "C" NOT NULL,
    token_sent_at timestamptz,
    token_expires_at timestamptz,
    token_sends bigint NOT NULL,
    due_at timestamptz,
    level_at timestamptz,
    state jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX cases_reference ON cases (tenant_id, reference);
CREATE INDEX cases_pipeline_stage_entered_at_id ON cases (tenant_id, pipeline, stage, entered_at, id);
CREATE INDEX cases_identity ON cases (tenant_id, identity) WHERE identity <> '';
CREATE INDEX cases_email_id ON cases (tenant_id, LOWER(email), id);
CREATE INDEX cases_due_at ON cases (tenant_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE performed (
    tenant_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX performed_at ON performed (tenant_id, at);

CREATE TABLE submissions (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    form_version text COLLATE "C" NOT NULL,
    answers jsonb NOT NULL,
    sources jsonb NOT NULL,
    visited jsonb NOT NULL,
    revision bigint NOT NULL,
    saved_at timestamptz NOT NULL,
    frozen_at timestamptz,
    sha256 text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);

CREATE TABLE answer_index (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    text text COLLATE "C",
    number double precision,
    PRIMARY KEY (tenant_id, case_id, field, position)
);
CREATE INDEX answer_index_field_text_case_id ON answer_index (tenant_id, field, text, case_id) WHERE text IS NOT NULL;
CREATE INDEX answer_index_field_number_case_id ON answer_index (tenant_id, field, number, case_id) WHERE number IS NOT NULL;

CREATE TABLE events (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    actor json NOT NULL,
    data json,
    prev text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, case_id, seq)
);
CREATE INDEX events_at_case_id ON events (tenant_id, at, case_id);

CREATE TABLE documents (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    mime text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    blob text COLLATE "C" NOT NULL,
    width bigint NOT NULL,
    height bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX documents_case_id_id ON documents (tenant_id, case_id, id);

CREATE TABLE messages (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    template text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    locale text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    error text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    token_id text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX messages_key ON messages (tenant_id, key);
CREATE INDEX messages_case_id_id ON messages (tenant_id, case_id, id);
CREATE INDEX messages_created_at_id ON messages (tenant_id, created_at, id);

CREATE TABLE tokens (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    answers text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    opened_at timestamptz,
    used_at timestamptz,
    expires_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX tokens_sha256 ON tokens (tenant_id, sha256);
CREATE INDEX tokens_case_id_purpose_created_at ON tokens (tenant_id, case_id, purpose, created_at);

CREATE TABLE evidence (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    record json NOT NULL,
    hash text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX evidence_case_id_id ON evidence (tenant_id, case_id, id);

CREATE TABLE request_items (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    path text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text COLLATE "C" NOT NULL,
    due_at timestamptz,
    answered_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX request_items_case_id_id ON request_items (tenant_id, case_id, id);

CREATE TABLE check_results (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    round bigint NOT NULL,
    attempt bigint NOT NULL,
    result text COLLATE "C" NOT NULL,
    explanation jsonb NOT NULL,
    evidence jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, case_id, key, round),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);

CREATE TABLE tasks (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX tasks_key ON tasks (tenant_id, key);
CREATE INDEX tasks_case_id_id ON tasks (tenant_id, case_id, id);

CREATE TABLE anchors (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    root text COLLATE "C" NOT NULL,
    prev text COLLATE "C" NOT NULL,
    leaves json NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX anchors_at_id ON anchors (tenant_id, at, id);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchors_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anchors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON members
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON roles
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON policies
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sessions
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON idempotency_keys
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON drafts
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE versions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON versions
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON cases
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE performed ENABLE ROW LEVEL SECURITY;
ALTER TABLE performed FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON performed
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON submissions
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE answer_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_index FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON answer_index
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON events
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON documents
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON messages
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tokens
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON evidence
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE request_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON request_items
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE check_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_results FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON check_results
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tasks
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE anchors ENABLE ROW LEVEL SECURITY;
ALTER TABLE anchors FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON anchors
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

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
DROP FUNCTION refuse_change();
