-- +goose Up
-- Tenants made before there were brands and plugins to manage: whoever may change policies could give it to themselves,
-- so they are given it. A role that a policy speaks of already is left as it is.
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'policy');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role, g.object),
    g.role, g.object, '*', 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role, new.object
    FROM policies may CROSS JOIN (SELECT 'brand' AS object UNION ALL SELECT 'plugin') new
    WHERE may.object = 'policy' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role
        AND (p.object = new.object OR p.object = 'policy' AND p.effect = 'deny'))
) g;

-- +goose Down
-- What was given stays: it cannot be told from what people gave since.
SELECT 1;
