-- +goose Up
-- What those who have a role do: a text by language.
ALTER TABLE roles ADD COLUMN description text;

-- +goose Down
ALTER TABLE roles DROP COLUMN description;
