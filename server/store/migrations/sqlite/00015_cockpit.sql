-- +goose Up
-- Where a case began and by which way: what the cockpit divides its figures by. One row for each case that was counted.
CREATE TABLE journeys (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    pipeline text NOT NULL,
    day text NOT NULL,
    started_at timestamp NOT NULL,
    channel text NOT NULL,
    locale text NOT NULL,
    device text NOT NULL,
    submitted boolean NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;

-- The stages and pages that each case has come to, and what became of it there: the facts that step_counts sums up.
CREATE TABLE steps (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    kind text NOT NULL,
    step text NOT NULL,
    pipeline text NOT NULL,
    day text NOT NULL,
    entered_at timestamp NOT NULL,
    since_at timestamp NOT NULL,
    fate text NOT NULL,
    seconds integer NOT NULL,
    level text NOT NULL,
    level_at timestamp,
    PRIMARY KEY (tenant_id, case_id, kind, step)
) WITHOUT ROWID;
CREATE INDEX steps_pipeline_kind_step_day ON steps (tenant_id, pipeline, kind, step, day, case_id);

-- What the summaries below still have to be changed by. Rows live for a minute: a row that all wrote to would make them wait.
CREATE TABLE tallies (
    tenant_id text NOT NULL,
    id text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- How many cases came to each step, by the day they began. Always the sum of steps and tallies.
CREATE TABLE step_counts (
    tenant_id text NOT NULL,
    pipeline text NOT NULL,
    day text NOT NULL,
    kind text NOT NULL,
    step text NOT NULL,
    channel text NOT NULL,
    locale text NOT NULL,
    device text NOT NULL,
    fate text NOT NULL,
    level text NOT NULL,
    bucket integer NOT NULL,
    n integer NOT NULL,
    PRIMARY KEY (tenant_id, pipeline, day, kind, step, channel, locale, device, fate, level, bucket)
) WITHOUT ROWID;

-- How long a page and its fields take and what goes wrong there. It names no case and no person.
CREATE TABLE field_counts (
    tenant_id text NOT NULL,
    pipeline text NOT NULL,
    day text NOT NULL,
    form text NOT NULL,
    page text NOT NULL,
    field text NOT NULL,
    fact text NOT NULL,
    n integer NOT NULL,
    total integer NOT NULL,
    PRIMARY KEY (tenant_id, pipeline, day, form, page, field, fact)
) WITHOUT ROWID;

-- What members did, so that their time can be told.
CREATE TABLE work (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    seq integer NOT NULL,
    member text NOT NULL,
    pipeline text NOT NULL,
    stage text NOT NULL,
    event text NOT NULL,
    decision text NOT NULL,
    outcome text NOT NULL,
    reopened boolean NOT NULL,
    at_ms integer NOT NULL,
    PRIMARY KEY (tenant_id, case_id, seq),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX work_at_ms ON work (tenant_id, at_ms);

-- Reminders, and whether the person came back.
CREATE TABLE nudges (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    message_id text NOT NULL,
    template text NOT NULL,
    pipeline text NOT NULL,
    day text NOT NULL,
    sent_at timestamp,
    returned_at timestamp,
    completed_at timestamp,
    PRIMARY KEY (tenant_id, case_id, message_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX nudges_pipeline_day ON nudges (tenant_id, pipeline, day);

-- Tenants made before there was a cockpit: who may change policies could give it to themselves, and supervisors look at figures.
UPDATE tenants SET policy_version = policy_version + 1;
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role),
    g.role, 'cockpit', g.verb, 'allow'
FROM (
    SELECT may.tenant_id, may.role, MIN(CASE WHEN may.object = 'policy' THEN '*' ELSE 'read' END) AS verb
    FROM policies may
    WHERE may.effect = 'allow' AND (may.object = 'policy' AND may.verb IN ('*', 'manage') OR may.role = 'supervisor')
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role
        AND (p.object = 'cockpit' OR p.object = 'policy' AND p.effect = 'deny'))
    GROUP BY may.tenant_id, may.role
) g;

-- +goose Down
DROP TABLE nudges;
DROP TABLE work;
DROP TABLE field_counts;
DROP TABLE step_counts;
DROP TABLE tallies;
DROP TABLE steps;
DROP TABLE journeys;
