-- +goose Up
-- What is asked about one case is answered by the index of its key, without the rows.
ALTER TABLE answer_index DROP CONSTRAINT answer_index_pkey, ADD PRIMARY KEY (tenant_id, case_id, field, position) INCLUDE (text, number);
-- Of the free cases that are late, the first of each priority.
DROP INDEX cases_free_late;
CREATE INDEX cases_free_late ON cases (tenant_id, pipeline, stage, priority DESC, level_at, id)
    WHERE assignee = '' AND NOT removed AND level_at IS NOT NULL;

-- +goose Down
ALTER TABLE answer_index DROP CONSTRAINT answer_index_pkey, ADD PRIMARY KEY (tenant_id, case_id, field, position);
DROP INDEX cases_free_late;
CREATE INDEX cases_free_late ON cases (tenant_id, pipeline, stage, level_at) WHERE assignee = '' AND NOT removed AND level_at IS NOT NULL;
