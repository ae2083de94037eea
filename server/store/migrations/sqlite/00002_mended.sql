-- +goose Up
-- When a tenant works: its hours and holidays as JSON, none for Monday to Friday from 9 to 18.
ALTER TABLE tenants ADD COLUMN calendar text;
-- The fingerprint of the answer as it was when it was asked for.
ALTER TABLE request_items ADD COLUMN was text NOT NULL DEFAULT '';

-- What events and evidence say of a person stands here, and in them only its hash: this can be erased, they cannot.
CREATE TABLE personal (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    salt text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX personal_case_id_id ON personal (tenant_id, case_id, id);

DROP TABLE idempotency_keys;

-- +goose Down
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
DROP TABLE personal;
ALTER TABLE request_items DROP COLUMN was;
ALTER TABLE tenants DROP COLUMN calendar;
