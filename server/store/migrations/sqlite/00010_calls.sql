-- +goose Up
-- What systems outside were told of a case, and what came of it.
CREATE TABLE calls (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    stage text NOT NULL,
    attempt bigint NOT NULL,
    state text NOT NULL,
    due_at timestamp NOT NULL,
    at timestamp,
    sent text NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX calls_key ON calls (tenant_id, key);
CREATE INDEX calls_case_id_id ON calls (tenant_id, case_id, id);

-- The latest of them, as queues show it.
ALTER TABLE cases ADD COLUMN call_name text NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_state text NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_attempt bigint NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN call_next_at timestamp;
ALTER TABLE cases ADD COLUMN call_code text NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN call_field text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE cases DROP COLUMN call_field;
ALTER TABLE cases DROP COLUMN call_code;
ALTER TABLE cases DROP COLUMN call_next_at;
ALTER TABLE cases DROP COLUMN call_attempt;
ALTER TABLE cases DROP COLUMN call_state;
ALTER TABLE cases DROP COLUMN call_name;
DROP TABLE calls;
