-- +goose Up
-- Ways to look at a queue that members saved, and with which of them each begins.
CREATE TABLE saved_views (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    queue text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    roles jsonb,
    look jsonb NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX saved_views_owner_queue_name ON saved_views (tenant_id, owner, queue, name);
CREATE INDEX saved_views_queue_name ON saved_views (tenant_id, queue, name, id);
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON saved_views
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
CREATE TABLE default_views (
    tenant_id text COLLATE "C" NOT NULL,
    queue text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    view_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, queue, member_id),
    FOREIGN KEY (tenant_id, view_id) REFERENCES saved_views (tenant_id, id)
);
CREATE INDEX default_views_view_id ON default_views (tenant_id, view_id);
ALTER TABLE default_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE default_views FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON default_views
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
-- One act done to many cases, and what became of each of them.
CREATE TABLE runs (
    tenant_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    queue text COLLATE "C" NOT NULL,
    act jsonb NOT NULL,
    state text COLLATE "C" NOT NULL,
    total bigint NOT NULL,
    began_by text COLLATE "C" NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX runs_began_by_began_at ON runs (tenant_id, began_by, began_at);
ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE runs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runs
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
CREATE TABLE run_items (
    tenant_id text COLLATE "C" NOT NULL,
    run_id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    why jsonb NOT NULL,
    PRIMARY KEY (tenant_id, run_id, position),
    FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id)
);
CREATE INDEX run_items_state ON run_items (tenant_id, run_id, state, position);
ALTER TABLE run_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON run_items
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- A list walks along the values of a field, or along the names or beginnings of a stage. The position of a value stands in
-- the index, so that the walk need not look at the rows.
DROP INDEX answer_index_field_text_case_id;
DROP INDEX answer_index_field_number_case_id;
CREATE INDEX answer_index_field_text_case_id ON answer_index (tenant_id, field, text, case_id, position) WHERE text IS NOT NULL;
CREATE INDEX answer_index_field_number_case_id ON answer_index (tenant_id, field, number, case_id, position) WHERE number IS NOT NULL;
CREATE INDEX cases_pipeline_stage_name_id ON cases (tenant_id, pipeline, stage, name_fold, id);
CREATE INDEX cases_pipeline_stage_started_at_id ON cases (tenant_id, pipeline, stage, started_at, id);
CREATE INDEX cases_id_stage ON cases (tenant_id, id, pipeline, stage);

ALTER TABLE cases NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
ALTER TABLE answer_index NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner

-- Arabic letters that are written one for the other are searched for as one.
UPDATE answer_index SET text = REPLACE(text, 'ى', 'ي') WHERE field = ':word' AND text LIKE '%ى%';
UPDATE cases SET name_fold = REPLACE(name_fold, 'ى', 'ي') WHERE name_fold LIKE '%ى%';
UPDATE answer_index SET text = REPLACE(text, 'ة', 'ه') WHERE field = ':word' AND text LIKE '%ة%';
UPDATE cases SET name_fold = REPLACE(name_fold, 'ة', 'ه') WHERE name_fold LIKE '%ة%';
UPDATE answer_index SET text = REPLACE(text, 'ٱ', 'ا') WHERE field = ':word' AND text LIKE '%ٱ%';
UPDATE cases SET name_fold = REPLACE(name_fold, 'ٱ', 'ا') WHERE name_fold LIKE '%ٱ%';
UPDATE answer_index SET text = REPLACE(text, 'ـ', '') WHERE field = ':word' AND text LIKE '%ـ%';
UPDATE cases SET name_fold = REPLACE(name_fold, 'ـ', '') WHERE name_fold LIKE '%ـ%';

-- What a case knows of itself is found by its list, too: results of checks, scores, attributes.
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':checks.' || k.key, 0, k.value ->> 'result', NULL FROM cases c, jsonb_each(c.state -> 'checks') k
WHERE jsonb_typeof(c.state -> 'checks') = 'object' AND NOT c.removed;
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':scores.' || k.key, 0, NULL, (k.value ->> 'sum')::double precision FROM cases c, jsonb_each(c.state -> 'scores') k
WHERE jsonb_typeof(c.state -> 'scores') = 'object' AND NOT c.removed AND k.value ->> 'sum' IS NOT NULL;
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':bands.' || k.key, 0, k.value ->> 'band', NULL FROM cases c, jsonb_each(c.state -> 'scores') k
WHERE jsonb_typeof(c.state -> 'scores') = 'object' AND NOT c.removed AND COALESCE(k.value ->> 'band', '') <> '';
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':facts.' || k.key, 0, LEFT(k.value #>> '{}', 60), NULL FROM cases c, jsonb_each(c.state -> 'attributes') k
WHERE jsonb_typeof(c.state -> 'attributes') = 'object' AND NOT c.removed AND jsonb_typeof(k.value) = 'string';
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':facts.' || k.key, 0, NULL, (k.value #>> '{}')::double precision FROM cases c, jsonb_each(c.state -> 'attributes') k
WHERE jsonb_typeof(c.state -> 'attributes') = 'object' AND NOT c.removed AND jsonb_typeof(k.value) = 'number';
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT tenant_id, id, ':tail', 0, REVERSE(identity), NULL FROM cases WHERE identity <> '' AND NOT removed;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE answer_index FORCE ROW LEVEL SECURITY;

-- +goose Down
ALTER TABLE answer_index NO FORCE ROW LEVEL SECURITY;
DELETE FROM answer_index WHERE field LIKE ':%' AND field <> ':word';
ALTER TABLE answer_index FORCE ROW LEVEL SECURITY;
DROP INDEX cases_id_stage;
DROP INDEX cases_pipeline_stage_started_at_id;
DROP INDEX cases_pipeline_stage_name_id;
DROP TABLE run_items;
DROP TABLE runs;
DROP TABLE default_views;
DROP TABLE saved_views;
