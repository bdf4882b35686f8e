package memory_test

import (
	"context"
	"errors"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
)

func TestLoad(t *testing.T) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	hit := func(id string, rev geo.Rev, at geo.Cursor) geo.Hit {
		return geo.Hit{Feature: made(t, b, id, 1).WithRev(rev), At: at}
	}
	broken := errors.New("torn")
	for _, c := range []struct {
		name  string
		about geo.Collection
		hits  []geo.Hit
		then  error
		want  geo.Kind
	}{
		{"places with gaps", geo.Collection{Name: "p", Title: "P", Rev: 7, Updated: 3}, []geo.Hit{hit("a", 3, 1), hit("b", 7, 0), hit("c", 1, 900), hit("d", 2, 0)}, nil, 0},
		{"the same id", geo.Collection{Name: "p"}, []geo.Hit{hit("a", 1, 0), hit("a", 2, 0)}, nil, geo.Conflict},
		{"places that descend", geo.Collection{Name: "p"}, []geo.Hit{hit("a", 1, 5), hit("b", 2, 5)}, nil, geo.Conflict},
		{"a place that cannot be", geo.Collection{Name: "p"}, []geo.Hit{hit("a", 1, 1<<50)}, nil, geo.Invalid},
		{"a revision to come", geo.Collection{Name: "p"}, []geo.Hit{hit("a", 10, 0)}, nil, geo.Invalid},
		{"a collection to come", geo.Collection{Name: "p", Rev: 10}, nil, nil, geo.Invalid},
		{"no name", geo.Collection{}, nil, nil, geo.Invalid},
		{"a fault on the way", geo.Collection{Name: "p"}, []geo.Hit{hit("a", 1, 0)}, broken, geo.Internal},
	} {
		s := memory.NewKeeper(memory.Options{Rev: 9, At: 5, Now: still})
		err := s.Load(ctx, c.about, func(yield func(geo.Hit, error) bool) {
			for _, h := range c.hits {
				if !yield(h, nil) {
					return
				}
			}
			if c.then != nil {
				yield(geo.Hit{}, c.then)
			}
		})
		if (err != nil) != (c.want != 0 || c.then != nil) || geo.KindOf(err) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
		r, _ := s.Read(ctx)
		all, _ := r.Collections(ctx)
		if err != nil && len(all) != 0 {
			t.Errorf("%s left %v", c.name, all)
		}
	}
}

// TestLoadGoesOn goes on where an earlier life ended, and back to that point and no
// further.
func TestLoadGoesOn(t *testing.T) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	s := memory.NewKeeper(memory.Options{Rev: 9, At: 5, Now: still})
	hits := func(yield func(geo.Hit, error) bool) {
		_ = yield(geo.Hit{Feature: made(t, b, "a", 1).WithRev(3), At: 4}, nil) &&
			yield(geo.Hit{Feature: made(t, b, "b", 1).WithRev(8), At: 600}, nil)
	}
	if err := s.Load(ctx, geo.Collection{Name: "p", Title: "P", Rev: 8, Updated: 4}, hits); err != nil {
		t.Fatal(err)
	}
	if err := s.Load(ctx, geo.Collection{Name: "p"}, hits); geo.KindOf(err) != geo.Conflict {
		t.Errorf("again: %v", err)
	}
	before := now(t, s)
	rev, err := s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "b", If: 8}, put("p", made(t, b, "c", 1)), geo.Change{Op: geo.DropCollection, In: "p"})
	if err != nil || rev != 14 {
		t.Fatal(rev, err)
	}
	past, err := s.ReadAt(ctx, 9)
	if err != nil || content(t, past) != before {
		t.Errorf("at 9: %v\n%s\nwant:\n%s", err, content(t, past), before)
	}
	if _, err := s.ReadAt(ctx, 8); geo.KindOf(err) != geo.NotFound {
		t.Errorf("at 8: %v", err)
	}
	if at, err := s.RevAt(ctx, 5); at != 9 || err != nil {
		t.Errorf("RevAt = %d, %v", at, err)
	}
}
