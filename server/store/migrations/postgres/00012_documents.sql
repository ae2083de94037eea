-- +goose Up
-- What is known of a document beside its bytes: whether it was scanned, what was said of each of its versions, until when it
-- proves something, and that it was erased.
ALTER TABLE documents ADD COLUMN pages bigint NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN thumbnail text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN cause text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN scan text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN found text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN scanned_at timestamptz;
ALTER TABLE documents ADD COLUMN verdict text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN judged_at timestamptz;
ALTER TABLE documents ADD COLUMN judged_by text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN expires text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN replaced_at timestamptz;
ALTER TABLE documents ADD COLUMN replaced_by text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN erased_at timestamptz;
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY; -- all tenants at once, as the owner
UPDATE documents SET verdict = state WHERE state IN ('accepted', 'refused');
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE INDEX documents_unfinished ON documents (tenant_id, id) WHERE scan = 'pending';

-- How long a tenant keeps files, the cases whose files must stay, and what the last look at the storage found.
CREATE TABLE retentions (
    tenant_id text COLLATE "C" NOT NULL,
    rules jsonb NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE TABLE legal_holds (
    tenant_id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    held_at timestamptz NOT NULL,
    held_by text COLLATE "C" NOT NULL,
    owed boolean NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE TABLE storage_reports (
    tenant_id text COLLATE "C" NOT NULL,
    body jsonb NOT NULL,
    looked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
ALTER TABLE retentions ENABLE ROW LEVEL SECURITY;
ALTER TABLE retentions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON retentions
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON legal_holds
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));
ALTER TABLE storage_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage_reports FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON storage_reports
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- Whoever may change policies could give it to themselves, so they are given it, as brands and plugins were.
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY;
UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id IN (SELECT tenant_id FROM policies WHERE object = 'policy');
INSERT INTO policies (tenant_id, position, role, object, verb, effect)
SELECT g.tenant_id,
    (SELECT MAX(p.position) FROM policies p WHERE p.tenant_id = g.tenant_id) + ROW_NUMBER() OVER (PARTITION BY g.tenant_id ORDER BY g.role),
    g.role, 'storage', '*', 'allow'
FROM (
    SELECT DISTINCT may.tenant_id, may.role FROM policies may
    WHERE may.object = 'policy' AND may.verb IN ('*', 'manage') AND may.effect = 'allow'
    AND NOT EXISTS (SELECT 1 FROM policies p WHERE p.tenant_id = may.tenant_id AND p.role = may.role
        AND (p.object = 'storage' OR p.object = 'policy' AND p.effect = 'deny'))
) g;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;

-- +goose Down
DROP TABLE storage_reports;
DROP TABLE legal_holds;
DROP TABLE retentions;
DROP INDEX documents_unfinished;
ALTER TABLE documents DROP COLUMN erased_at;
ALTER TABLE documents DROP COLUMN replaced_by;
ALTER TABLE documents DROP COLUMN replaced_at;
ALTER TABLE documents DROP COLUMN expires;
ALTER TABLE documents DROP COLUMN judged_by;
ALTER TABLE documents DROP COLUMN judged_at;
ALTER TABLE documents DROP COLUMN verdict;
ALTER TABLE documents DROP COLUMN scanned_at;
ALTER TABLE documents DROP COLUMN found;
ALTER TABLE documents DROP COLUMN scan;
ALTER TABLE documents DROP COLUMN cause;
ALTER TABLE documents DROP COLUMN thumbnail;
ALTER TABLE documents DROP COLUMN pages;
