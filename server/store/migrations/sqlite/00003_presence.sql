-- +goose Up
-- Which windows are open at a definition just now; rows live for seconds.
CREATE TABLE presence (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    member_id text NOT NULL,
    client text NOT NULL,
    selection text NOT NULL,
    seen_at timestamp NOT NULL,
    PRIMARY KEY (tenant_id, kind, key, member_id, client),
    FOREIGN KEY (tenant_id, member_id) REFERENCES members (tenant_id, id)
) WITHOUT ROWID;
CREATE INDEX presence_seen_at ON presence (tenant_id, seen_at);

-- +goose Down
DROP TABLE presence;
