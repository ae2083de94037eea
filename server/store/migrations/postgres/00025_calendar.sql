-- +goose Up
-- Tenants made before there was a calendar to set: who may set when people are reached may set when the tenant works.
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'ladder');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role),
    g.role, 'calendar', '*', 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role
    FROM policies may
    WHERE may.object = 'ladder' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role
        AND (p.object = 'calendar' OR p.object = 'ladder' AND p.effect = 'deny'))
) g;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
SELECT 1;
