package cql2_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/geo/cql2"
)

// TestScriptsInEveryForm asks each filter of the scripts in every form that it can
// be written in: as it stands, in the one way that is ours, in JSON, and under two
// NOTs. It is true of the same things, and what it implies holds of them.
func TestScriptsInEveryForm(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	asked := 0
	for _, file := range files {
		s := script{types: &fields{}}
		for number, line := range scriptLines(t, file) {
			text, _, ok := strings.Cut(line, " =>")
			if strings.HasPrefix(line, "+ ") {
				s.run(t, number, line)
			}
			if !ok {
				continue
			}
			asked++
			e, err := cql2.Parse(text)
			if err != nil {
				t.Fatalf("%s, line %d: %v", file, number, err)
			}
			want := s.matches(compile(t, text, s.types))
			canonical, inJSON := cql2.String(e), cql2.JSON(e)
			if !json.Valid(inJSON) {
				t.Errorf("%s, line %d: %s is no JSON", file, number, inJSON)
			}
			again, err := cql2.ParseJSON(inJSON)
			if err != nil {
				t.Errorf("%s, line %d: %s cannot be read: %v", file, number, inJSON, err)
				continue
			}
			if got := cql2.String(again); got != canonical {
				t.Errorf("%s, line %d: %s by way of JSON is %s", file, number, canonical, got)
			}
			for _, form := range []string{canonical, "NOT (NOT (" + text + "))", "(" + text + ") OR FALSE", "TRUE AND (" + text + ")", "(" + text + ") AND (" + text + ")"} {
				if got := s.matches(compile(t, form, s.types)); got != want {
					t.Errorf("%s, line %d: %s is true of%s, and %s of%s", file, number, text, want, form, got)
				}
			}
			s.holds(t, file, number, compile(t, text, s.types))
		}
	}
	if asked < 400 {
		t.Errorf("only %d filters were asked", asked)
	}
}

// holds checks that what a filter implies is so for what it is true of.
func (s *script) holds(t *testing.T, file string, number int, f *cql2.Filter) {
	t.Helper()
	implied := f.Implied()
	for _, x := range s.things {
		if !f.Match(x) {
			continue
		}
		if implied.Never {
			t.Errorf("%s, line %d: said never to be true, and is of %s", file, number, x.name)
		}
		if len(implied.IDs) > 0 && !slices.Contains(implied.IDs, x.name) {
			t.Errorf("%s, line %d: said to be true of %v only, and is of %s", file, number, implied.IDs, x.name)
		}
		bound, located := x.Bound()
		meets := len(implied.Bounds) == 0
		for _, b := range implied.Bounds {
			meets = meets || located && b.Intersects(bound)
		}
		if !meets {
			t.Errorf("%s, line %d: said to be true within %v only, and is of %s", file, number, implied.Bounds, x.name)
		}
	}
	for _, part := range f.Parts() {
		for _, x := range s.things {
			if f.Match(x) && !part.Match(x) {
				t.Errorf("%s, line %d: true of %s, of which a part of it is not", file, number, x.name)
			}
		}
	}
}
