-- +goose Up
-- On whose clock quiet hours are read: the zone of the browser in which the person last handed something in; '' for the tenant's.
ALTER TABLE contacts ADD COLUMN zone text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE contacts DROP COLUMN zone;
