-- +goose Up
-- What an applicant and staff write to each other about a case. The text can be erased; that it was written stays in the chain.
CREATE TABLE posts (
    tenant_id text NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    kind text NOT NULL,
    author text NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    at timestamp NOT NULL,
    read_at timestamp,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX posts_case_id_id ON posts (tenant_id, case_id, id);

-- Items of a checklist that somebody said are done: a text that was read, a task of the staff.
CREATE TABLE ticks (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    item text NOT NULL,
    kind text NOT NULL,
    author text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, case_id, item),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;

-- What applicants thought of it: one answer for each case.
CREATE TABLE feedback (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    pipeline text NOT NULL,
    version_id text NOT NULL,
    moment text NOT NULL,
    score integer NOT NULL,
    words text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX feedback_at ON feedback (tenant_id, at);

-- Which sites may show a pipeline in a frame.
CREATE TABLE shares (
    tenant_id text NOT NULL,
    pipeline text NOT NULL,
    origins text NOT NULL,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id, pipeline),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

-- Who may write notes on a case may answer its applicant, fill in for them and tick off tasks; who may read definitions may
-- read what applicants thought. A role that a policy speaks of already is left as it is.
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

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
DROP TABLE shares;
DROP TABLE feedback;
DROP TABLE ticks;
DROP TABLE posts;
