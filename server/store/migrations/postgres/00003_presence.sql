-- +goose Up
-- Which windows are open at a definition just now; rows live for seconds.
CREATE TABLE presence (
    tenant_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    client text COLLATE "C" NOT NULL,
    selection text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, key, member_id, client),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
);
CREATE INDEX presence_seen_at ON presence (tenant_id, seen_at);
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON presence
    USING (tenant_id = current_setting('app.tenant', true)) WITH CHECK (tenant_id = current_setting('app.tenant', true));

-- +goose Down
DROP TABLE presence;
