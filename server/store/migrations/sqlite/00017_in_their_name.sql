-- +goose Up
-- Who stands in for somebody may decide in their name, where they say so and why.
ALTER TABLE absences ADD COLUMN decides boolean NOT NULL DEFAULT false;
ALTER TABLE absences ADD COLUMN reason text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE absences DROP COLUMN reason;
ALTER TABLE absences DROP COLUMN decides;
