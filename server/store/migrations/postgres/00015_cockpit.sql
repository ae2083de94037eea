-- +goose Up
-- Where a case began and by which way: what the cockpit divides its figures by. One row for each case that was counted.
CREATE TABLE journeys (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    started_at timestamptz NOT NULL,
    channel text COLLATE "C" NOT NULL,
    locale text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    submitted boolean NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
ALTER TABLE journeys ENABLE ROW LEVEL SECURITY;
ALTER TABLE journeys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON journeys
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- The stages and pages that each case has come to, and what became of it there: the facts that step_counts sums up.
CREATE TABLE steps (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    step text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    entered_at timestamptz NOT NULL,
    since_at timestamptz NOT NULL,
    fate text COLLATE "C" NOT NULL,
    seconds bigint NOT NULL,
    level text COLLATE "C" NOT NULL,
    level_at timestamptz,
    PRIMARY KEY (tenant_id, case_id, kind, step)
);
CREATE INDEX steps_pipeline_kind_step_day ON steps (tenant_id, pipeline, kind, step, day, case_id);
ALTER TABLE steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE steps FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON steps
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- What the summaries below still have to be changed by. Rows live for a minute: a row that all wrote to would make them wait.
CREATE TABLE tallies (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE tallies ENABLE ROW LEVEL SECURITY;
ALTER TABLE tallies FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tallies
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- How many cases came to each step, by the day they began. Always the sum of steps and tallies.
CREATE TABLE step_counts (
    tenant_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    step text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    locale text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    fate text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    bucket bigint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (tenant_id, pipeline, day, kind, step, channel, locale, device, fate, level, bucket)
);
ALTER TABLE step_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE step_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON step_counts
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- How long a page and its fields take and what goes wrong there. It names no case and no person.
CREATE TABLE field_counts (
    tenant_id text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    form text COLLATE "C" NOT NULL,
    page text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    fact text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    total bigint NOT NULL,
    PRIMARY KEY (tenant_id, pipeline, day, form, page, field, fact)
);
ALTER TABLE field_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE field_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON field_counts
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- What members did, so that their time can be told.
CREATE TABLE work (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    member text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    stage text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    decision text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    reopened boolean NOT NULL,
    at_ms bigint NOT NULL,
    PRIMARY KEY (tenant_id, case_id, seq),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX work_at_ms ON work (tenant_id, at_ms);
ALTER TABLE work ENABLE ROW LEVEL SECURITY;
ALTER TABLE work FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON work
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Reminders, and whether the person came back.
CREATE TABLE nudges (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    template text COLLATE "C" NOT NULL,
    pipeline text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    sent_at timestamptz,
    returned_at timestamptz,
    completed_at timestamptz,
    PRIMARY KEY (tenant_id, case_id, message_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX nudges_pipeline_day ON nudges (tenant_id, pipeline, day);
ALTER TABLE nudges ENABLE ROW LEVEL SECURITY;
ALTER TABLE nudges FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON nudges
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Tenants made before there was a cockpit: who may change policies could give it to themselves, and supervisors look at figures.
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
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
ALTER TABLE policies FORCE ROW LEVEL SECURITY;

-- +goose Down
DROP TABLE nudges;
DROP TABLE work;
DROP TABLE field_counts;
DROP TABLE step_counts;
DROP TABLE tallies;
DROP TABLE steps;
DROP TABLE journeys;
