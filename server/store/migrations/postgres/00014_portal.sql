-- +goose Up
-- What an applicant and staff write to each other about a case. The text can be erased; that it was written stays in the chain.
CREATE TABLE posts (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    at timestamptz NOT NULL,
    read_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX posts_case_id_id ON posts (tenant_id, case_id, id);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON posts
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Items of a checklist that somebody said are done: a text that was read, a task of the staff.
CREATE TABLE ticks (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    item text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, case_id, item),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
ALTER TABLE ticks ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticks FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ticks
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- What applicants thought of it: one answer for each case.
CREATE TABLE feedback (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    version_id text COLLATE "C" NOT NULL,
    moment text COLLATE "C" NOT NULL,
    score bigint NOT NULL,
    words text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX feedback_at ON feedback (tenant_id, at);
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON feedback
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Which sites may show a pipeline in a frame.
CREATE TABLE shares (
    tenant_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    origins jsonb NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, pipeline),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
ALTER TABLE shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE shares FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON shares
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Who may write notes on a case may answer its applicant, fill in for them and tick off tasks; who may read definitions may
-- read what applicants thought. A role that a policy speaks of already is left as it is.
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE verb = 'note' OR object = 'definition');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role, g.object, g.verb),
    g.role, g.object, g.verb, 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role, may.object, new.verb
    FROM policies may CROSS JOIN (SELECT 'assist' AS verb UNION ALL SELECT 'reply' UNION ALL SELECT 'tick') new
    WHERE may.verb = 'note' AND may.effect = 'allow' AND may.object LIKE 'pipeline/%/stage/%'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role AND p.object = may.object AND p.verb = new.verb)
    UNION
    SELECT DISTINCT may.tenant_id, may.role, 'feedback', 'read'
    FROM policies may
    WHERE may.object = 'definition' AND may.verb IN ('*', 'read') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role AND p.object = 'feedback')
) g;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
DROP TABLE shares;
DROP TABLE feedback;
DROP TABLE ticks;
DROP TABLE posts;
