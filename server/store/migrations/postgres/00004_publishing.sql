-- +goose Up
-- Runs over the cases in flight that bring them to a newer version of their pipeline, and how far each has come.
CREATE TABLE migrations (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    version_id text COLLATE "C" NOT NULL,
    choices jsonb NOT NULL,
    stage text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    total bigint NOT NULL,
    tally jsonb NOT NULL,
    at_version text COLLATE "C" NOT NULL,
    at_case text COLLATE "C" NOT NULL,
    began_at timestamptz NOT NULL,
    began_by text COLLATE "C" NOT NULL,
    ended_at timestamptz,
    ended_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES versions (tenant_id, id)
);
CREATE UNIQUE INDEX migrations_running ON migrations (tenant_id, pipeline) WHERE state = 'running';
CREATE INDEX migrations_pipeline_began_at ON migrations (tenant_id, pipeline, began_at);
ALTER TABLE migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE migrations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON migrations
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- When applicants may begin a case; apart from versions, so that a change counts at once.
CREATE TABLE openings (
    tenant_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    opens_at timestamptz,
    closes_at timestamptz,
    paused boolean NOT NULL,
    stops boolean NOT NULL,
    message jsonb,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, pipeline),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
ALTER TABLE openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE openings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON openings
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- What people call a version: it may change, the version may not.
CREATE TABLE version_names (
    tenant_id text COLLATE "C" NOT NULL,
    version_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    named_at timestamptz NOT NULL,
    named_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, version_id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES versions (tenant_id, id)
);
ALTER TABLE version_names ENABLE ROW LEVEL SECURITY;
ALTER TABLE version_names FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON version_names
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- The cases that a new version may concern, by the version that they are on.
CREATE INDEX cases_in_flight ON cases (tenant_id, pipeline, version_id, id) WHERE outcome = '' AND NOT removed;

-- +goose Down
DROP INDEX cases_in_flight;
DROP TABLE version_names;
DROP TABLE openings;
DROP TABLE migrations;
