-- +goose Up
-- Ways to look at a queue that members saved, and with which of them each begins.
CREATE TABLE saved_views (
    tenant_id text NOT NULL,
    id text NOT NULL,
    queue text NOT NULL,
    name text NOT NULL,
    owner text NOT NULL,
    roles text,
    look text NOT NULL,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE UNIQUE INDEX saved_views_owner_queue_name ON saved_views (tenant_id, owner, queue, name);
CREATE INDEX saved_views_queue_name ON saved_views (tenant_id, queue, name, id);
CREATE TABLE default_views (
    tenant_id text NOT NULL,
    queue text NOT NULL,
    member_id text NOT NULL,
    view_id text NOT NULL,
    PRIMARY KEY (tenant_id, queue, member_id),
    FOREIGN KEY (tenant_id, view_id) REFERENCES saved_views (tenant_id, id)
);
CREATE INDEX default_views_view_id ON default_views (tenant_id, view_id);
-- One act done to many cases, and what became of each of them.
CREATE TABLE runs (
    tenant_id text NOT NULL,
    id text NOT NULL,
    queue text NOT NULL,
    act text NOT NULL,
    state text NOT NULL,
    total integer NOT NULL,
    began_by text NOT NULL,
    began_at timestamp NOT NULL,
    ended_at timestamp,
    ended_by text NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE INDEX runs_began_by_began_at ON runs (tenant_id, began_by, began_at);
CREATE TABLE run_items (
    tenant_id text NOT NULL,
    run_id text NOT NULL,
    position integer NOT NULL,
    case_id text NOT NULL,
    revision integer NOT NULL,
    state text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (tenant_id, run_id, position),
    FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id)
);
CREATE INDEX run_items_state ON run_items (tenant_id, run_id, state, position);

-- A list walks along the names or beginnings of a stage.
CREATE INDEX cases_pipeline_stage_name_id ON cases (tenant_id, pipeline, stage, name_fold, id);
CREATE INDEX cases_pipeline_stage_started_at_id ON cases (tenant_id, pipeline, stage, started_at, id);
CREATE INDEX cases_id_stage ON cases (tenant_id, id, pipeline, stage);

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
SELECT c.tenant_id, c.id, ':checks.' || k.key, 0, json_extract(k.value, '$.result'), NULL FROM cases c, json_each(c.state, '$.checks') k WHERE NOT c.removed;
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':scores.' || k.key, 0, NULL, json_extract(k.value, '$.sum') FROM cases c, json_each(c.state, '$.scores') k WHERE NOT c.removed;
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':bands.' || k.key, 0, json_extract(k.value, '$.band'), NULL FROM cases c, json_each(c.state, '$.scores') k
WHERE NOT c.removed AND COALESCE(json_extract(k.value, '$.band'), '') <> '';
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':facts.' || k.key, 0, SUBSTR(k.value, 1, 60), NULL FROM cases c, json_each(c.state, '$.attributes') k
WHERE NOT c.removed AND k.type = 'text';
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT c.tenant_id, c.id, ':facts.' || k.key, 0, NULL, k.value FROM cases c, json_each(c.state, '$.attributes') k
WHERE NOT c.removed AND k.type IN ('integer', 'real');
WITH RECURSIVE turned (tenant_id, id, rest, text) AS (
    SELECT tenant_id, id, identity, '' FROM cases WHERE identity <> '' AND NOT removed
    UNION ALL SELECT tenant_id, id, SUBSTR(rest, 2), SUBSTR(rest, 1, 1) || text FROM turned WHERE rest <> ''
)
INSERT INTO answer_index (tenant_id, case_id, field, position, text, number)
SELECT tenant_id, id, ':tail', 0, text, NULL FROM turned WHERE rest = '';

-- +goose Down
DELETE FROM answer_index WHERE field LIKE ':%' AND field <> ':word';
DROP INDEX cases_id_stage;
DROP INDEX cases_pipeline_stage_started_at_id;
DROP INDEX cases_pipeline_stage_name_id;
DROP TABLE run_items;
DROP TABLE runs;
DROP TABLE default_views;
DROP TABLE saved_views;
