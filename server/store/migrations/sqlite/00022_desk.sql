-- +goose Up
-- Who had a case before a run passed it on, and who has it by it: what is needed to undo the run.
ALTER TABLE run_items ADD COLUMN had text NOT NULL DEFAULT '';
ALTER TABLE run_items ADD COLUMN given text NOT NULL DEFAULT '';

-- A list walks along what a queue of unfinished cases is sorted by.
CREATE INDEX cases_pipeline_stage_percent_id ON cases (tenant_id, pipeline, stage, percent, id);
CREATE INDEX cases_pipeline_stage_attempts_id ON cases (tenant_id, pipeline, stage, attempts, id);
CREATE INDEX cases_pipeline_stage_activity_at_id ON cases (tenant_id, pipeline, stage, activity_at, id);

-- Cases from before the words of answers were found, to be indexed by a job that takes them off this list.
CREATE TABLE unindexed (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
) WITHOUT ROWID;
INSERT INTO unindexed (tenant_id, case_id)
SELECT c.tenant_id, c.id FROM cases c WHERE NOT c.removed AND EXISTS
    (SELECT 1 FROM submissions s WHERE s.tenant_id = c.tenant_id AND s.case_id = c.id)
AND NOT EXISTS (SELECT 1 FROM answer_index a WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id AND a.field LIKE ':word/%');

-- +goose Down
DROP TABLE unindexed;
DROP INDEX cases_pipeline_stage_activity_at_id;
DROP INDEX cases_pipeline_stage_attempts_id;
DROP INDEX cases_pipeline_stage_percent_id;
ALTER TABLE run_items DROP COLUMN given;
ALTER TABLE run_items DROP COLUMN had;
