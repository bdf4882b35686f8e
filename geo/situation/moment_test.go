package situation_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/situation"
)

// must returns a value that a test counts on.
func must[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func join(list []string) string { return strings.Join(list, ",") }

func TestParseSources(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"sdf", "sdf"},
		{"syria-moi,sdf", "syria-moi,sdf"},
		{" sdf , cnn ", "sdf,cnn"},
		{"sdf,sdf", "sdf"},
		{"", "error"},
		{",", "error"},
		{"sdf,", "error"},
	} {
		got, err := situation.ParseSources(c.in)
		if err != nil {
			got = []string{"error"}
			invalid(t, err, "according-to")
		}
		if join(got) != c.want {
			t.Errorf("ParseSources(%q): got %v, want %s", c.in, got, c.want)
		}
	}
}

// invalid checks that an error is Invalid and names the parameter.
func invalid(t testing.TB, err error, path string) {
	t.Helper()
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.Invalid || e.Path != path {
		t.Errorf("got error %v, want an Invalid one of %s", err, path)
	}
}

func TestUnknownSource(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	for _, sources := range []string{"atlantis", "sdf,atlantis", "SDF", "syrian-government"} {
		_, err := situation.New().View(t.Context(), base, at(t, "", sources))
		invalid(t, err, "according-to")
		for _, id := range []string{"cnn", "sdf", "sdf-shami", "syria-gov", "syria-moi", "syria-mod", "syria-state-media"} {
			if !strings.Contains(err.Error(), id) {
				t.Errorf("%q does not name %s", err, id)
			}
		}
	}
}

func TestParseAsOf(t *testing.T) {
	for _, s := range []string{"0", "1", "42", "2026-01-20", "2026-01-20T08:00:00Z", "2026-01-20T08:00:00+03:00"} {
		if a, err := situation.ParseAsOf(s); err != nil || a.String() != s {
			t.Errorf("ParseAsOf(%q): got %q, error %v", s, a, err)
		}
	}
	for _, s := range []string{"", "-1", "1.5", "yesterday", "2026-13-01", "2026-01-20T08:00:00", "99999999999999999999", "2026-01-19/2026-01-20"} {
		_, err := situation.ParseAsOf(s)
		invalid(t, err, "as-of")
	}
}

// The whole seed is one revision: before it nothing is known, since then all.
func TestAsOf(t *testing.T) {
	s := store(t, seedChanges(t)...)
	base := state(t, s)
	rev, _ := base.Rev()
	for _, c := range []struct {
		asOf  string
		known bool
	}{
		{"0", false},
		{situation.AsOfRev(rev - 1).String(), false},
		{situation.AsOfRev(rev).String(), true},
		{situation.AsOfRev(rev + 1).String(), true},
		{"2026-01-20", false},
		{"2026-01-21T08:59:59Z", false},
		{"2026-01-21T09:00:00Z", true},
		{"2026-01-21T12:00:00+03:00", true},
		{"2026-01-21", true},
	} {
		a := must(situation.ParseAsOf(c.asOf))(t)
		d := read(t, view(t, base, situation.Moment{AsOf: &a}), "")
		claims, known := 0, 0
		for _, p := range d.Places {
			claims += len(p.Control.Claims) + len(p.Attributes) + len(p.Events)
			if p.Control.Status != "unknown" {
				known++
			}
		}
		if len(d.Places) != 5 || (claims+known+len(d.Elsewhere) > 0) != c.known {
			t.Errorf("as of %s: got %d places, %d known, %d claims; want anything known: %v", c.asOf, len(d.Places), known, claims, c.known)
		}
	}
}

func TestApplies(t *testing.T) {
	all := seedChanges(t)
	for _, c := range []struct {
		name string
		drop geo.Name
		want bool
	}{{"all", "", true}, {"no claims", "claims", false}, {"no places", "places", false}, {"no sources", "sources", false}} {
		var changes []geo.Change
		for _, each := range all {
			if each.In != c.drop {
				changes = append(changes, each)
			}
		}
		base := state(t, store(t, changes...))
		if got, err := situation.Applies(t.Context(), base); got != c.want || err != nil {
			t.Errorf("%s: got %v, %v; want %v", c.name, got, err, c.want)
		}
		_, err := situation.New().View(t.Context(), base, situation.Moment{})
		if c.want != (err == nil) || err != nil && geo.KindOf(err) != geo.NotFound {
			t.Errorf("%s: got error %v", c.name, err)
		}
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	base := state(t, store(t, seedChanges(t)...))
	// Whether the state notices is its affair; nothing half-read is kept.
	s := situation.New()
	_, _ = s.View(ctx, base, situation.Moment{})
	v, err := s.View(t.Context(), base, situation.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, v, "").place(t, "hol-camp").Control.Status; got != "vacated" {
		t.Errorf("got %s, want vacated", got)
	}
}

func FuzzParseAsOf(f *testing.F) {
	for _, s := range []string{"0", "12", "2026-01-20", "2026-01-20T08:00:00Z", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := situation.ParseAsOf(s)
		if err != nil {
			invalid(t, err, "as-of")
		} else if b, err := situation.ParseAsOf(a.String()); err != nil || a != b {
			t.Errorf("%q: got %v and then %v, %v", s, a, b, err)
		}
	})
}

func FuzzParseSources(f *testing.F) {
	for _, s := range []string{"", "sdf", "sdf,cnn", " , "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ids, err := situation.ParseSources(s)
		if err != nil {
			invalid(t, err, "according-to")
		} else if again, err := situation.ParseSources(join(ids)); err != nil || join(again) != join(ids) {
			t.Errorf("%q: got %v and then %v, %v", s, ids, again, err)
		}
	})
}
