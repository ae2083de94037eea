-- +goose Up
-- Who was invited to apply, by case: names and addresses are those of the case, and go with it.
CREATE TABLE invitations (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    sends bigint NOT NULL,
    at timestamptz NOT NULL,
    invited_by text COLLATE "C" NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX invitations_pipeline_at ON invitations (tenant_id, pipeline, at, case_id);
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON invitations
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Those of before, whose senders are not known any more.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invitations NO FORCE ROW LEVEL SECURITY;
INSERT INTO invitations (tenant_id, case_id, pipeline, message_id, sends, at, invited_by)
SELECT c.tenant_id, c.id, c.pipeline, COALESCE((SELECT MIN(m.id) FROM messages m WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id), ''), 1, c.started_at, ''
FROM cases c WHERE c.channel = 'invitation';
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;

-- +goose Down
DROP TABLE invitations;
