package memory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
)

// atMost refuses what would leave more than so many features in p, and those whose n
// is 13.
func atMost(most int) geo.Rule {
	return func(ctx context.Context, next geo.Reader, c geo.Change) error {
		var all []error
		if n, err := next.Count(ctx, geo.Query{From: "p"}); err == nil && n > most {
			all = append(all, &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "too many"})
		}
		if !c.Feature.IsZero() && c.Feature.Property("n").String() == "13" {
			all = append(all, &geo.Error{Kind: geo.Invalid, Path: "n", Msg: "no"})
		}
		return errors.Join(all...)
	}
}

// paths lists the paths of an error's parts.
func paths(err error) (all []string) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			all = append(all, paths(one)...)
		}
		return all
	}
	var e *geo.Error
	if errors.As(err, &e) {
		return []string{e.Path}
	}
	return nil
}

func TestRules(t *testing.T) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	s := memory.Open(memory.Options{Rules: []geo.Rule{atMost(2)}})
	group := []geo.Change{put("p", made(t, b, "a", 1)), put("p", made(t, b, "b", 2)), put("p", made(t, b, "c", 3))}
	if _, err := s.Apply(ctx, group[:2]...); err != nil {
		t.Fatal(err)
	}
	before := now(t, s)
	for _, c := range []struct {
		name  string
		group []geo.Change
		want  []string
	}{
		{"too many", group[2:], []string{"id"}},
		{"what comes later in the group counts", []geo.Change{group[2], {Op: geo.Delete, In: "p", ID: "a"}}, nil},
		{"all that is wrong", []geo.Change{put("q", made(t, b, "x", 1)), put("p", made(t, b, "y", 13)), {Op: geo.Delete, In: "p", ID: "b"}, put("p", made(t, b, "z", 1))},
			[]string{"changes[0].id", "changes[1].id", "changes[1].n", "changes[2].id", "changes[3].id"}},
		{"which of several", []geo.Change{put("q", made(t, b, "x", 1)), put("q", made(t, b, "y", 13))}, []string{"changes[1].n"}},
		{"both", []geo.Change{put("p", made(t, b, "y", 13))}, []string{"id", "n"}},
	} {
		p, err := s.Prepare(ctx, c.group)
		if err != nil {
			t.Fatal(err)
		}
		if got := paths(p.Errs()[0]); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, p.Errs()[0], c.want)
		}
		p.Drop()
		if c.want == nil {
			continue
		}
		if _, err := s.Apply(ctx, c.group...); !slices.Equal(paths(err), c.want) {
			t.Errorf("%s: Apply: %v", c.name, err)
		}
		if got := now(t, s); got != before {
			t.Errorf("%s left a trace:\n%s", c.name, got)
		}
	}
}

// seesAll returns a rule that asks of what the group makes: by place, by a property,
// in order, by id.
func seesAll(t *testing.T, asked *int) geo.Rule {
	return func(ctx context.Context, next geo.Reader, c geo.Change) error {
		*asked++
		box := geo.BoxOf(orb.Bound{Min: orb.Point{10, 10}, Max: orb.Point{10, 10}})
		for _, q := range []geo.Query{{Box: &box}, {Where: []geo.Equality{{Property: "n", Value: "10"}}}, {Box: &box, Order: []geo.Order{{Field: 0}}}} {
			q.From = "p"
			var ids []geo.ID
			for h, err := range next.Find(ctx, q) {
				if err != nil {
					return err
				}
				ids = append(ids, h.ID())
			}
			if fmt.Sprint(ids) != "[10 new]" {
				t.Errorf("%+v finds %v", q, ids)
			}
		}
		rev, _ := next.Rev()
		if f, err := next.Feature(ctx, "p", "new"); err != nil || f.Rev() != 5001 || rev != 5002 || c.Rev != 5000+geo.Rev(*asked) {
			t.Errorf("asked of %d at %d: %d, %v", c.Rev, rev, f.Rev(), err)
		}
		return nil
	}
}

func TestRulesSeeAll(t *testing.T) {
	ctx, b, asked := context.Background(), geo.NewBuilder(nil), 0
	hits := func(yield func(geo.Hit, error) bool) {
		for i := range 5000 {
			n := i
			if i > 10 {
				n = i%9 + 20
			}
			if !yield(geo.Hit{Feature: made(t, b, fmt.Sprint(i), n).WithRev(geo.Rev(i + 1))}, nil) {
				return
			}
		}
	}
	s := memory.Open(memory.Options{Rules: []geo.Rule{seesAll(t, &asked)}, Rev: 5000, At: began})
	if err := s.Load(ctx, geo.Collection{Name: "p", Rev: 5000, Updated: began}, hits); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		asked = 0
		p, err := s.Prepare(ctx, []geo.Change{put("p", made(t, b, "new", 10)), put("q", made(t, b, "new", 10))})
		if err != nil || asked != 2 {
			t.Fatal(err, asked)
		}
		p.Drop()
	}
}

func TestRulesOfFill(t *testing.T) {
	ctx := context.Background()
	s := memory.Open(memory.Options{Rules: []geo.Rule{atMost(30_000)}})
	for _, n := range []int{100, 12_000} {
		bad := func(yield func(geo.Feature, error) bool) {
			b := geo.NewBuilder(nil)
			for i := range n {
				f := made(t, b, fmt.Sprint(i), 20+i)
				if i == 57 {
					f = made(t, b, "57", 13)
				}
				if !yield(f, nil) {
					return
				}
			}
		}
		if _, err := s.Fill(ctx, "p", nil, bad); !slices.Equal(paths(err), []string{"features[57].n"}) {
			t.Errorf("of %d: %v", n, err)
		}
	}
	if got, want := now(t, s), now(t, memory.New(nil)); got[:2] != want[:2] {
		t.Errorf("a refused Fill left %s", got)
	}
}
