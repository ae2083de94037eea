-- +goose Up
-- Of the free cases that are late, the first of each priority.
DROP INDEX cases_free_late;
CREATE INDEX cases_free_late ON cases (tenant_id, pipeline, stage, priority DESC, level_at, id)
    WHERE assignee = '' AND NOT removed AND level_at IS NOT NULL;

-- +goose Down
DROP INDEX cases_free_late;
CREATE INDEX cases_free_late ON cases (tenant_id, pipeline, stage, level_at) WHERE assignee = '' AND NOT removed AND level_at IS NOT NULL;
