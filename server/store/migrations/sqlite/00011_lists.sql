-- +goose Up
-- Lists of names that a tenant loads, each in versions, of which one is screened against.
CREATE TABLE lists (
    tenant_id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    active text NOT NULL,
    created_at timestamp NOT NULL,
    created_by text NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

CREATE TABLE list_versions (
    tenant_id text NOT NULL,
    id text NOT NULL,
    list text NOT NULL,
    hash text NOT NULL,
    state text NOT NULL,
    files text NOT NULL,
    report text NOT NULL,
    delta text NOT NULL,
    before_id text NOT NULL,
    activate boolean NOT NULL,
    failure text NOT NULL,
    created_at timestamp NOT NULL,
    created_by text NOT NULL,
    ready_at timestamp,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, list) REFERENCES lists (tenant_id, key)
) WITHOUT ROWID;
CREATE INDEX list_versions_of ON list_versions (tenant_id, list, created_at);

CREATE TABLE list_entries (
    tenant_id text NOT NULL,
    version text NOT NULL,
    uid text NOT NULL,
    position integer NOT NULL,
    sum text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, version, uid),
    FOREIGN KEY (tenant_id, version) REFERENCES list_versions (tenant_id, id)
) WITHOUT ROWID;

-- What compliance said of an entry: that the person of a case is somebody else. sum and person are of both as they were.
CREATE TABLE list_clearings (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    list text NOT NULL,
    entry text NOT NULL,
    person text NOT NULL,
    sum text NOT NULL,
    reason text NOT NULL,
    cleared_by text NOT NULL,
    at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, case_id, list, entry, person),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;

-- Answers of providers outside that may be given again, by the hash of what was asked.
CREATE TABLE kept_answers (
    tenant_id text NOT NULL,
    hash text NOT NULL,
    result text NOT NULL,
    explanation text NOT NULL,
    evidence text NOT NULL,
    at timestamp NOT NULL,
    until timestamp NOT NULL,
    PRIMARY KEY (tenant_id, hash),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

-- Tenants made before there were lists: whoever may change policies could give it to themselves, so they are given it. A
-- role that a policy speaks of already is left as it is. Who judges documents where what compliance alone may read can be
-- read too, may look after its checks.
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'policy' OR verb = 'judge');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role, g.object, g.verb),
    g.role, g.object, g.verb, 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role, 'list' AS object, '*' AS verb
    FROM policies may
    WHERE may.object = 'policy' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    UNION
    SELECT DISTINCT may.tenant_id, may.role, 'list', '*'
    FROM policies may
    WHERE may.object LIKE 'form/%/group/compliance' AND may.verb = 'write' AND may.effect = 'allow'
    UNION
    SELECT DISTINCT judge.tenant_id, judge.role, judge.object, verbs.verb
    FROM policies judge JOIN policies reads ON reads.tenant_id = judge.tenant_id AND reads.role = judge.role AND reads.effect = 'allow'
        AND reads.verb = 'write' AND reads.object LIKE 'form/%/group/compliance'
    CROSS JOIN (SELECT 'check' AS verb UNION ALL SELECT 'clear' UNION ALL SELECT 'overrule') verbs
    WHERE judge.verb = 'judge' AND judge.effect = 'allow' AND judge.object LIKE 'pipeline/%'
) g
WHERE NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = g.tenant_id AND p.role = g.role
    AND (p.object = g.object AND p.verb IN ('*', g.verb) OR g.object = 'list' AND p.object = 'policy' AND p.effect = 'deny'));

-- +goose Down
DROP TABLE kept_answers;
DROP TABLE list_clearings;
DROP TABLE list_entries;
DROP TABLE list_versions;
DROP TABLE lists;
