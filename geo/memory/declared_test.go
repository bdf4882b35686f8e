package memory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
)

// numbers declares that n is a whole number up to most.
func numbers(most float64) *geo.Schema {
	return geo.NewDeclared(geo.Frame{}, geo.Field{Name: "n", Limits: &geo.Limits{Kinds: geo.Integer, Maximum: &most}}, geo.Field{Name: "m", Limits: &geo.Limits{Kinds: geo.Text}})
}

func about(s *geo.Schema) geo.Change {
	return geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Schema: s}}
}

// features reads a list of properties as features 0, 1, …
func features(t *testing.T, properties ...string) (all []geo.Feature) {
	t.Helper()
	var text strings.Builder
	for i, p := range properties {
		fmt.Fprintf(&text, `{"type":"Feature","id":"%d","geometry":null,"properties":%s}`+"\n", i, p)
	}
	for f, err := range format.ReadSequence(strings.NewReader(text.String()), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// What a rule says of a property is told instead of what is declared of it; what is
// declared of others is told beside it.
func TestRulesBesideWhatIsDeclared(t *testing.T) {
	s := memory.Open(memory.Options{Rules: []geo.Rule{atMost(10)}})
	if _, err := s.Apply(context.Background(), about(numbers(12))); err != nil {
		t.Fatal(err)
	}
	for properties, want := range map[string][]string{
		`{"n":12,"m":"x"}`: nil, `{"n":13,"m":"x"}`: {"n: no"}, `{"n":13,"m":1}`: {"n: no", "m: is 1; expected a text"},
		`{"n":14,"m":1}`: {"n: is 14; expected at most 12", "m: is 1; expected a text"},
	} {
		_, err := s.Apply(context.Background(), put("p", features(t, properties)[0]))
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", properties, got, want)
		}
	}
}

// A rule that fails ends the asking, whatever is declared.
func TestRuleThatFailsBesideWhatIsDeclared(t *testing.T) {
	broken := errors.New("the disk is gone")
	s := memory.Open(memory.Options{Rules: []geo.Rule{func(_ context.Context, _ geo.Reader, c geo.Change) error {
		if c.Op == geo.PutCollection {
			return nil
		}
		return broken
	}}})
	if _, err := s.Apply(context.Background(), about(numbers(1))); err != nil {
		t.Fatal(err)
	}
	all := features(t, `{"n":5}`, `{"n":6}`)
	if _, err := s.Apply(context.Background(), put("p", all[0]), put("p", all[1])); !errors.Is(err, broken) || strings.Contains(err.Error(), "expected") {
		t.Errorf("got %v", err)
	}
}

// Of very many that do not fit some are told, and how many there are beside.
func TestManyThatDoNotFit(t *testing.T) {
	var properties []string
	for i := range 250 {
		properties = append(properties, fmt.Sprintf(`{"n":%d}`, i))
	}
	all := features(t, properties...)
	var group []geo.Change
	for _, f := range all {
		group = append(group, put("p", f))
	}
	s := memory.New(nil)
	_, err := s.Apply(context.Background(), append([]geo.Change{about(numbers(49))}, group...)...)
	if got := paths(err); len(got) != 101 || got[0] != "changes[51].n" || got[100] != "" || !strings.HasSuffix(err.Error(), "\nand 100 more do not fit what is declared") {
		t.Errorf("got %d: %v", len(got), err)
	}
	if _, err := s.Apply(context.Background(), group...); err != nil {
		t.Errorf("nothing is declared: %v", err)
	}
	_, err = s.Apply(context.Background(), about(numbers(49)))
	if geo.KindOf(err) != geo.Conflict || !strings.Contains(err.Error(), "200 of 250 features of p do not fit it: 50 (n: is 50; expected at most 49), 51 (") || !strings.HasSuffix(err.Error(), ", and 190 more") {
		t.Errorf("got %v", err)
	}
	// Each of these groups is by itself.
	p, err := s.Prepare(context.Background(), []geo.Change{about(numbers(500))}, []geo.Change{put("p", features(t, `{"n":501}`)[0])}, []geo.Change{put("p", features(t, `{"n":499}`)[0])})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Drop()
	if errs := p.Errs(); errs[0] != nil || geo.KindOf(errs[1]) != geo.Invalid || errs[2] != nil {
		t.Errorf("groups: %v", errs)
	}
}

// A collection that is filled is held to what is declared of it, then or before.
func TestFillDeclared(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name          string
		before, along *geo.Schema
		properties    []string
		want          []string
		kinds         geo.Kinds // of n
	}{
		{"before", numbers(5), nil, []string{`{"n":5}`, `{"m":"x"}`}, nil, geo.Integer},
		{"along with it", nil, numbers(5), []string{`{"n":2.0}`, `{"m":"x"}`}, nil, geo.Integer | geo.Number},
		{"instead of another", numbers(1), numbers(5), []string{`{"n":5}`}, nil, geo.Integer},
		{"only described", numbers(5), geo.NewSchema(geo.Field{Name: "n", Title: "N"}), []string{`{"n":5}`}, nil, geo.Integer},
		{"faults", numbers(5), nil, []string{`{"n":5}`, `{"n":6,"m":1}`, `{"n":null}`, `{"n":"x"}`}, []string{"features[1].n", "features[1].m", "features[3].n"}, 0},
	} {
		s := memory.NewKeeper(memory.Options{})
		if c.before != nil {
			if _, err := s.Apply(ctx, about(c.before)); err != nil {
				t.Fatal(err)
			}
		}
		all := features(t, c.properties...)
		_, err := s.Fill(ctx, "p", &geo.Collection{Schema: c.along}, func(yield func(geo.Feature, error) bool) {
			for _, f := range all {
				if !yield(f, nil) {
					return
				}
			}
		})
		if got := paths(err); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q (%v), want %q", c.name, got, err, c.want)
		}
		r, err := s.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		about, err := r.Collection(ctx, "p")
		if c.want != nil {
			continue
		}
		if err != nil || !about.Schema.IsDeclared() || about.Schema.Fields()[0].Name != "n" || about.Schema.Fields()[0].Kinds != c.kinds {
			t.Errorf("%s: %+v (%v)", c.name, about.Schema.Fields(), err)
		}
	}
}

// Of a feature that is wrong in many ways, the first are told.
func TestManyFaultsOfOne(t *testing.T) {
	s := memory.New(nil)
	if _, err := s.Apply(context.Background(), put("p", features(t, `{"a":1,"b":1,"c":1,"d":1,"e":1}`)[0])); err != nil {
		t.Fatal(err)
	}
	_, err := s.Apply(context.Background(), about(geo.NewDeclared(geo.Frame{Closed: true}, geo.Field{Name: "e", Limits: &geo.Limits{Kinds: geo.Text}})))
	const want = "schema: 1 of 1 features of p do not fit it: 0 (a: is not declared; expected one of e; b: is not declared; expected one of e; c: is not declared; expected one of e; and 2 more)"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// Of many features that are wrong in very many ways, not all is told, and what is only
// counted takes no room.
func TestManyFaultsOfMany(t *testing.T) {
	var one strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&one, `,"p%d":1`, i)
	}
	var group []geo.Change
	for _, f := range features(t, slices.Repeat([]string{"{" + one.String()[1:] + "}"}, 300)...) {
		group = append(group, put("p", f))
	}
	s := memory.New(nil)
	if _, err := s.Apply(context.Background(), about(geo.NewDeclared(geo.Frame{Closed: true}))); err != nil {
		t.Fatal(err)
	}
	var err error
	allocated := testing.AllocsPerRun(1, func() { _, err = s.Apply(context.Background(), group...) })
	got := paths(err)
	if len(got) != 100*101+1 || got[99] != "changes[0].p99" || got[100] != "changes[0]." || !strings.HasSuffix(err.Error(), "\nand 200 more do not fit what is declared") {
		t.Errorf("got %d, ending in %.80s", len(got), got[len(got)-2:])
	}
	if allocated > 500_000 {
		t.Errorf("%.0f allocations", allocated)
	}
}
