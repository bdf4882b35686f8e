package sqlite_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// meddler is a rule during which another program changes the file: after the store has
// looked what others have done, and before it writes.
type meddler struct {
	db   *sql.DB
	do   []string // statements, one for each time it is asked
	deny bool     // it refuses what another program has not made way for
}

func (m *meddler) rule(ctx context.Context, next geo.Reader, c geo.Change) error {
	if len(m.do) > 0 && c.By == "us" {
		statement := m.do[0]
		m.do = m.do[1:]
		if _, err := m.db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if m.deny && c.By == "us" {
		if _, err := next.Feature(ctx, "points", "way"); err != nil {
			return &geo.Error{Kind: geo.Invalid, Path: "name", Msg: "nobody has made way"}
		}
	}
	return nil
}

// What another program changes between the store's look and its transaction is taken
// over before the change, not written over unseen.
func TestMeanwhile(t *testing.T) {
	named := func(id, name string) geo.Change {
		return geo.Change{Op: geo.Put, In: "points", By: "us", Feature: point(t, geo.ID(id), 40, "name", `"`+name+`"`)}
	}
	tests := []struct {
		name string
		do   []string
		deny bool
		want string // names of the feature's revisions
	}{
		{"nothing", nil, false, "first ours"},
		{"the same feature", []string{"UPDATE points SET name = 'theirs' WHERE id = 'a'"}, false, "first theirs ours"},
		{"another feature", []string{"UPDATE points SET name = 'theirs' WHERE id = 'b'"}, false, "first ours"},
		{"again and again", strings.Split(strings.Repeat("UPDATE points SET name = name || '+' WHERE id = 'a';", 3), ";")[:3], false, "first first+ first++ first+++ ours"},
		{"what the rule wants", []string{"INSERT INTO points (id, name) VALUES ('way', 'made')"}, true, "first ours"},
	}
	for _, tt := range tests {
		m := &meddler{}
		path := fresh(t)
		s := open(t, path, sqlite.Options{Rules: []geo.Rule{m.rule}})
		if _, err := s.Apply(t.Context(), named("a", "first"), named("b", "first")); err != nil {
			t.Fatal(err)
		}
		m.db = other(t, path)
		m.do, m.deny = tt.do, tt.deny
		if _, err := s.Apply(t.Context(), named("a", "ours")); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for c, err := range s.History(t.Context(), "points", "a") {
			if err != nil {
				t.Fatal(err)
			}
			got = append([]string{strings.Trim(string(c.Feature.Property("name")), `"`)}, got...)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got the revisions %q, want %q", tt.name, got, tt.want)
		}
	}
}
