-- +goose Up
-- The end of the chain of what the administration of a tenant did. Its events stand among those of the cases, under the
-- tenant's own id: the same row-level security holds them, and the same trigger keeps them as they are. Where there are some,
-- from before a step down, the chain goes on from the last.
ALTER TABLE tenants ADD COLUMN last_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN last_hash text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE events NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
UPDATE tenants SET last_seq = e.seq, last_hash = e.hash FROM events e
WHERE e.tenant_id = tenants.tenant_id AND e.case_id = tenants.tenant_id
AND e.seq = (SELECT MAX(seq) FROM events WHERE tenant_id = tenants.tenant_id AND case_id = tenants.tenant_id);
ALTER TABLE events FORCE ROW LEVEL SECURITY;

-- +goose Down
-- The events stay: they cannot be taken out.
ALTER TABLE tenants DROP COLUMN last_seq;
ALTER TABLE tenants DROP COLUMN last_hash;
