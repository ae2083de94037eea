package store

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
)

var nameTable = newTable("version_names", "tenant_id version_id name named_at named_by", "version_id",
	func(n *definition.Name) []any { return []any{&n.Tenant, &n.Version, &n.Name, &n.At, &n.By} })

// NamesOf returns what the versions of a definition are called, by version id.
func (s *Store) NamesOf(ctx context.Context, tenantID string, kind definition.Kind, key string) (map[string]string, error) {
	out := map[string]string{}
	err := s.read(ctx, tenantID, func(c *conn) error {
		rows, err := nameTable.all(c, tenantID, ` AND version_id IN
			(SELECT v.id FROM versions v WHERE v.tenant_id = version_names.tenant_id AND v.kind = ? AND v.key = ?)`, string(kind), key)
		for _, n := range rows {
			if n.Name != "" {
				out[n.Version] = n.Name
			}
		}
		return err
	})
	return out, err
}

// NameVersion gives a version a name, or another. Returns fault.NotFound when the tenant has no such version.
func (s *Store) NameVersion(ctx context.Context, n definition.Name) error {
	return s.write(ctx, n.Tenant, func(c *conn) error { return c.nameVersion(&n) })
}

func (c *conn) nameVersion(n *definition.Name) error {
	known, err := c.exists("SELECT 1 FROM versions WHERE tenant_id = ? AND id = ?", n.Tenant, n.Version)
	if err == nil && !known {
		err = notFound("versions.not_found")
	}
	if err != nil {
		return err
	}
	added, err := nameTable.insert(c, n)
	if err == nil && added == 0 {
		_, err = nameTable.update(c, n, "")
	}
	return err
}

// NameVersion gives a version a name, or another. Returns fault.NotFound when the tenant has no such version.
func (o office) NameVersion(n definition.Name) error {
	if err := o.mine(&n.Tenant); err != nil {
		return err
	}
	return o.nameVersion(&n)
}
