-- +goose Up
-- Runs over the cases in flight that bring them to a newer version of their pipeline, and how far each has come.
CREATE TABLE migrations (
    tenant_id text NOT NULL,
    id text NOT NULL,
    pipeline text NOT NULL,
    version_id text NOT NULL,
    choices text NOT NULL,
    stage text NOT NULL,
    state text NOT NULL,
    total integer NOT NULL,
    tally text NOT NULL,
    at_version text NOT NULL,
    at_case text NOT NULL,
    began_at timestamp NOT NULL,
    began_by text NOT NULL,
    ended_at timestamp,
    ended_by text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES versions (tenant_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX migrations_running ON migrations (tenant_id, pipeline) WHERE state = 'running';
CREATE INDEX migrations_pipeline_began_at ON migrations (tenant_id, pipeline, began_at);

-- When applicants may begin a case; apart from versions, so that a change counts at once.
CREATE TABLE openings (
    tenant_id text NOT NULL,
    pipeline text NOT NULL,
    opens_at timestamp,
    closes_at timestamp,
    paused boolean NOT NULL,
    stops boolean NOT NULL,
    message text,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id, pipeline),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

-- What people call a version: it may change, the version may not.
CREATE TABLE version_names (
    tenant_id text NOT NULL,
    version_id text NOT NULL,
    name text NOT NULL,
    named_at timestamp NOT NULL,
    named_by text NOT NULL,
    PRIMARY KEY (tenant_id, version_id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES versions (tenant_id, id)
) WITHOUT ROWID;

-- The cases that a new version may concern, by the version that they are on.
CREATE INDEX cases_in_flight ON cases (tenant_id, pipeline, version_id, id) WHERE outcome = '' AND NOT removed;

-- +goose Down
DROP INDEX cases_in_flight;
DROP TABLE version_names;
DROP TABLE openings;
DROP TABLE migrations;
