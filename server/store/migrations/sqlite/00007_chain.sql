-- +goose Up
-- The end of the chain of what the administration of a tenant did. Its events stand among those of the cases, under the
-- tenant's own id.
ALTER TABLE tenants ADD COLUMN last_seq integer NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN last_hash text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE tenants DROP COLUMN last_seq;
ALTER TABLE tenants DROP COLUMN last_hash;
