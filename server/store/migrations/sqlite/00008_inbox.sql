-- +goose Up
-- A queue is an inbox. priority is the attribute of that name that a pipeline may work out: the higher, the sooner. news_seq
-- is the place in the chain of what last happened that people would want to know of; what stands here already is no news.
ALTER TABLE cases ADD COLUMN claimed_at timestamp;
ALTER TABLE cases ADD COLUMN priority integer NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN news_seq integer NOT NULL DEFAULT 0;
-- What nobody works on, as it is handed out: what is late, and all else by priority and age.
CREATE INDEX cases_free ON cases (tenant_id, pipeline, stage, priority DESC, entered_at, id) WHERE assignee = '' AND NOT removed;
CREATE INDEX cases_free_late ON cases (tenant_id, pipeline, stage, level_at) WHERE assignee = '' AND NOT removed AND level_at IS NOT NULL;
CREATE INDEX cases_assignee ON cases (tenant_id, assignee, pipeline, stage) WHERE assignee <> '';

-- How far a member has read what happened to a case; no row for who has never opened it.
CREATE TABLE case_marks (
    tenant_id text NOT NULL,
    member_id text NOT NULL,
    case_id text NOT NULL,
    seq integer NOT NULL,
    PRIMARY KEY (tenant_id, member_id, case_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;

-- How the cases that enter a queue find somebody, and who had the last turn.
CREATE TABLE queue_settings (
    tenant_id text NOT NULL,
    queue text NOT NULL,
    assignment text NOT NULL,
    last_member text NOT NULL,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id, queue),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) WITHOUT ROWID;

-- When members are away, and who stands in for them: "" for nobody.
CREATE TABLE absences (
    tenant_id text NOT NULL,
    id text NOT NULL,
    member_id text NOT NULL,
    substitute_id text NOT NULL,
    from_at timestamp NOT NULL,
    until_at timestamp NOT NULL,
    created_at timestamp NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX absences_until_at ON absences (tenant_id, until_at);

-- Who may change policies could give it to themselves: they set up queues. Supervisors of the templates assign where they may
-- take a case.
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'policy');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role, g.object),
    g.role, g.object, g.verb, 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role, 'queue' AS object, '*' AS verb
    FROM policies may
    WHERE may.object = 'policy' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role
        AND (p.object = 'queue' OR p.object = 'policy' AND p.effect = 'deny'))
    UNION
    SELECT DISTINCT may.tenant_id, may.role, may.object, 'assign'
    FROM policies may
    WHERE may.role = 'supervisor' AND may.verb = 'claim' AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role AND p.verb = 'assign')
) g;

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
DROP TABLE absences;
DROP TABLE queue_settings;
DROP TABLE case_marks;
DROP INDEX cases_assignee;
DROP INDEX cases_free_late;
DROP INDEX cases_free;
ALTER TABLE cases DROP COLUMN news_seq;
ALTER TABLE cases DROP COLUMN priority;
ALTER TABLE cases DROP COLUMN claimed_at;
