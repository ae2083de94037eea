-- +goose Up
-- What becomes of a message, and why; who gets how many; the addresses that stopped reminders or take no messages.
ALTER TABLE messages ADD COLUMN reason text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN reminder boolean NOT NULL DEFAULT false;
ALTER TABLE messages ADD COLUMN patient boolean NOT NULL DEFAULT false;
ALTER TABLE messages ADD COLUMN person text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN stage text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN held_until timestamptz;
ALTER TABLE messages ADD COLUMN opened_at timestamptz;
CREATE INDEX messages_person_created_at ON messages (tenant_id, person, created_at);
CREATE INDEX messages_provider ON messages (tenant_id, provider);
CREATE INDEX messages_state_created_at ON messages (tenant_id, state, created_at, id);

CREATE TABLE contacts (
    tenant_id text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    stopped_at timestamptz,
    hard_bounces bigint NOT NULL,
    failures bigint NOT NULL,
    reported_at timestamptz,
    PRIMARY KEY (tenant_id, person)
);

ALTER TABLE tenants ADD COLUMN ladder text COLLATE "C" NOT NULL DEFAULT '{}';

-- Documents that were written from the answers of a case. The hash stays when the content is erased.
CREATE TABLE papers (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    locale text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    seals text COLLATE "C" NOT NULL,
    evidence_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    content bytea,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE UNIQUE INDEX papers_key ON papers (tenant_id, key);
CREATE INDEX papers_case_id ON papers (tenant_id, case_id, id);
CREATE INDEX papers_sha256 ON papers (tenant_id, sha256);

ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON contacts
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE papers ENABLE ROW LEVEL SECURITY;
ALTER TABLE papers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON papers
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Tenants made before there was a ladder to set: who may change how the tenant looks may set it.
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'brand');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role, g.object),
    g.role, g.object, g.verb, 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role, new.object, new.verb
    FROM policies may CROSS JOIN (SELECT 'ladder' AS object, '*' AS verb UNION ALL SELECT 'outbox', 'resend') new
    WHERE may.object = 'brand' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role AND p.object = new.object AND p.verb IN ('*', new.verb))
) g;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
DROP TABLE papers;
ALTER TABLE tenants DROP COLUMN ladder;
DROP TABLE contacts;
DROP INDEX messages_person_created_at;
DROP INDEX messages_provider;
DROP INDEX messages_state_created_at;
ALTER TABLE messages DROP COLUMN reason;
ALTER TABLE messages DROP COLUMN reminder;
ALTER TABLE messages DROP COLUMN patient;
ALTER TABLE messages DROP COLUMN person;
ALTER TABLE messages DROP COLUMN stage;
ALTER TABLE messages DROP COLUMN held_until;
ALTER TABLE messages DROP COLUMN opened_at;
