-- +goose Up
-- What answers were before they were changed after having been handed in, with who had given them.
ALTER TABLE submissions ADD COLUMN earlier text NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE submissions DROP COLUMN earlier;
