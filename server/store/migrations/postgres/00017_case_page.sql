-- +goose Up
-- Who stands in for somebody may decide in their name, where they say so and why.
ALTER TABLE absences ADD COLUMN decides boolean NOT NULL DEFAULT false;
ALTER TABLE absences ADD COLUMN reason text NOT NULL DEFAULT '';

-- Whom a note speaks to. What it says stands in the chain of its case.
CREATE TABLE mentions (
    tenant_id text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    note_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    field_group text COLLATE "C" NOT NULL,
    by_id text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    read_at timestamptz,
    PRIMARY KEY (tenant_id, member_id, note_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX mentions_case_id ON mentions (tenant_id, case_id, member_id);
CREATE INDEX mentions_at ON mentions (tenant_id, member_id, at);
ALTER TABLE mentions ENABLE ROW LEVEL SECURITY;
ALTER TABLE mentions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON mentions
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- +goose Down
DROP TABLE mentions;
ALTER TABLE absences DROP COLUMN reason;
ALTER TABLE absences DROP COLUMN decides;
