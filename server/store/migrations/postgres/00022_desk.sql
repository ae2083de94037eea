-- +goose Up
-- Who had a case before a run passed it on, and who has it by it: what is needed to undo the run.
ALTER TABLE run_items ADD COLUMN had text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE run_items ADD COLUMN given text COLLATE "C" NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE run_items DROP COLUMN given;
ALTER TABLE run_items DROP COLUMN had;
