-- +goose Up
-- What those who have a role do: a text by language.
ALTER TABLE roles ADD COLUMN description jsonb;

-- What a tenant sets of a plugin. secrets are sealed: what the database holds of them cannot be read without the key.
CREATE TABLE plugin_settings (
    tenant_id text COLLATE "C" NOT NULL,
    plugin text COLLATE "C" NOT NULL,
    settings text NOT NULL,
    secrets bytea,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, plugin),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
ALTER TABLE plugin_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON plugin_settings
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- +goose Down
DROP TABLE plugin_settings;
ALTER TABLE roles DROP COLUMN description;
