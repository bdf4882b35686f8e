package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
)

// TestCollectionOrder has SQLite find what changed in one collection by the order that
// there is for it, also in files that were made before there was one.
func TestCollectionOrder(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "old.gpkg")
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []geo.Name{"a", "b", "a"} {
		if _, err := s.Apply(ctx, geo.Change{Op: geo.PutCollection, In: in, Collection: &geo.Collection{Title: "T"}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.db.ExecContext(ctx, "DROP INDEX cairn_log_collection"); err != nil {
		t.Fatal(err)
	}
	told := func() (revs []geo.Rev) {
		for c, err := range s.Changes(ctx, 0, "a") {
			if err != nil {
				t.Fatal(err)
			}
			revs = append(revs, c.Rev)
		}
		return revs
	}
	if got := told(); len(got) != 2 || got[1] != 3 {
		t.Errorf("without the order: %v, want [1 3]", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := told(); len(got) != 2 || got[1] != 3 {
		t.Errorf("with the order: %v, want [1 3]", got)
	}
	for _, query := range []string{
		"SELECT " + recordColumns + " FROM cairn_log WHERE collection = ? AND rev > ? AND rev <= ? ORDER BY rev LIMIT 10",
		"SELECT rev, at FROM cairn_log WHERE rev <= ? AND collection = ? ORDER BY rev DESC LIMIT 1",
	} {
		rows, err := s.db.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, "a", 1, 2)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		plan := ""
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan += detail + "\n"
		}
		if !strings.Contains(plan, "cairn_log_collection") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s is done so:\n%s", query, plan)
		}
	}
}
