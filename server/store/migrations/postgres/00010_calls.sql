-- +goose Up
-- What systems outside were told of a case, and what came of it.
CREATE TABLE calls (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    stage text COLLATE "C" NOT NULL,
    attempt bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    due_at timestamptz NOT NULL,
    at timestamptz,
    sent json NOT NULL,
    answer json NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX calls_key ON calls (tenant_id, key);
CREATE INDEX calls_case_id_id ON calls (tenant_id, case_id, id);
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON calls
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- The latest of them, as queues show it.
ALTER TABLE cases ADD COLUMN call_name text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_state text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_attempt bigint NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN call_next_at timestamptz;
ALTER TABLE cases ADD COLUMN call_code text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_field text COLLATE "C" NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE cases DROP COLUMN call_field;
ALTER TABLE cases DROP COLUMN call_code;
ALTER TABLE cases DROP COLUMN call_next_at;
ALTER TABLE cases DROP COLUMN call_attempt;
ALTER TABLE cases DROP COLUMN call_state;
ALTER TABLE cases DROP COLUMN call_name;
DROP TABLE calls;
