-- +goose Up
-- What those who have a role do: a text by language.
ALTER TABLE roles ADD COLUMN description text;

-- What a tenant sets of a plugin. secrets are sealed: what the database holds of them cannot be read without the key.
CREATE TABLE plugin_settings (
    tenant_id text NOT NULL,
    plugin text NOT NULL,
    settings text NOT NULL,
    secrets blob,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id, plugin),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE plugin_settings;
ALTER TABLE roles DROP COLUMN description;
