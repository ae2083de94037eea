-- +goose Up
-- What is known of a document beside its bytes: whether it was scanned, what was said of each of its versions, until when it
-- proves something, and that it was erased.
ALTER TABLE documents ADD COLUMN pages integer NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN thumbnail text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN cause text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN scan text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN found text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN scanned_at timestamp;
ALTER TABLE documents ADD COLUMN verdict text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN judged_at timestamp;
ALTER TABLE documents ADD COLUMN judged_by text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN expires text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN replaced_at timestamp;
ALTER TABLE documents ADD COLUMN replaced_by text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN erased_at timestamp;
UPDATE documents SET verdict = state WHERE state IN ('accepted', 'refused');
CREATE INDEX documents_unfinished ON documents (tenant_id, id) WHERE scan = 'pending';

-- How long a tenant keeps files, the cases whose files must stay, and what the last look at the storage found.
CREATE TABLE retentions (
    tenant_id text NOT NULL,
    rules text NOT NULL,
    revision integer NOT NULL,
    updated_at timestamp NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);
CREATE TABLE legal_holds (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    reason text NOT NULL,
    held_at timestamp NOT NULL,
    held_by text NOT NULL,
    owed boolean NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE TABLE storage_reports (
    tenant_id text NOT NULL,
    body text NOT NULL,
    looked_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
);

-- Whoever may change policies could give it to themselves, so they are given it, as brands and plugins were.
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
