-- +goose Up
-- When a tenant works: its hours and holidays as JSON, none for Monday to Friday from 9 to 18.
ALTER TABLE tenants ADD COLUMN calendar text;
-- The fingerprint of the answer as it was when it was asked for.
ALTER TABLE request_items ADD COLUMN was text COLLATE "C" NOT NULL DEFAULT '';

-- What events and evidence say of a person stands here, and in them only its hash: this can be erased, they cannot.
CREATE TABLE personal (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    salt text COLLATE "C" NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX personal_case_id_id ON personal (tenant_id, case_id, id);
ALTER TABLE personal ENABLE ROW LEVEL SECURITY;
ALTER TABLE personal FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON personal
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

DROP TABLE idempotency_keys;

-- +goose Down
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
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON idempotency_keys
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
DROP TABLE personal;
ALTER TABLE request_items DROP COLUMN was;
ALTER TABLE tenants DROP COLUMN calendar;
