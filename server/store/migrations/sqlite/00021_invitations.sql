-- +goose Up
-- Who was invited to apply, by case: names and addresses are those of the case, and go with it.
CREATE TABLE invitations (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    pipeline text NOT NULL,
    message_id text NOT NULL,
    sends integer NOT NULL,
    at timestamp NOT NULL,
    invited_by text NOT NULL,
    revoked_at timestamp,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX invitations_pipeline_at ON invitations (tenant_id, pipeline, at, case_id);

-- Those of before, whose senders are not known any more.
INSERT INTO invitations (tenant_id, case_id, pipeline, message_id, sends, at, invited_by)
SELECT c.tenant_id, c.id, c.pipeline, COALESCE((SELECT MIN(m.id) FROM messages m WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id), ''), 1, c.started_at, ''
FROM cases c WHERE c.channel = 'invitation';

-- +goose Down
DROP TABLE invitations;
