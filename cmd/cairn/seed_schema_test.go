package main_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/jsonschema"
	"cairn/geo/situation"
	"cairn/seeds"
)

// TestSeedsAreAsDeclared holds every feature of the seeds to what is declared of its
// collection, and what is declared to what there is: each property is told once, in
// the order in which the seeds have it, with a title and a sentence.
func TestSeedsAreAsDeclared(t *testing.T) {
	for _, set := range seeds.Sets() {
		for _, c := range set.Collections {
			schema := situation.Schema(geo.Name(c.Name))
			if !schema.IsDeclared() {
				t.Fatalf("nothing is declared of %s", c.Name)
			}
			file, err := set.Open(c.Name)
			if err != nil {
				t.Fatal(err)
			}
			b := geo.NewBuilder(nil)
			for f, err := range format.ReadGeoJSON(file, b) {
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Check(f); err != nil {
					t.Errorf("%s/%s: %v", c.Name, f.ID(), err)
				}
			}
			file.Close()
			if got, want := names(schema), names(b.Schema()); !slices.Equal(got, want) {
				t.Errorf("%s: declared are\n%v; the seeds have\n%v", c.Name, got, want)
			}
			for _, f := range schema.Fields() {
				if f.Title == "" || !strings.HasSuffix(f.Description, ".") {
					t.Errorf("%s of %s: %q, %q", f.Name, c.Name, f.Title, f.Description)
				}
			}
		}
	}
	if situation.Schema("roads") != nil {
		t.Error("something is declared of roads")
	}
}

func names(s *geo.Schema) (list []string) {
	for _, f := range s.Fields() {
		list = append(list, f.Name)
	}
	return list
}

// TestSituationSchemasAreTaken reads each declaration back from its JSON Schema.
func TestSituationSchemasAreTaken(t *testing.T) {
	for _, name := range []geo.Name{situation.Places, situation.Events, situation.Claims, situation.Control, situation.Sources} {
		roundTrip(t, geo.Collection{Name: name, Title: "T", Schema: situation.Schema(name)}, jsonschema.Read)
	}
}

func roundTrip(t *testing.T, c geo.Collection, read func([]byte) (jsonschema.Declaration, error)) {
	t.Helper()
	first := asJSON(t, jsonschema.Describe(c, 1))
	d, err := read(first)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	c.Schema = d.Schema
	if second := asJSON(t, jsonschema.Describe(c, 1)); string(second) != string(first) {
		t.Errorf("%s: written\n%s\nread and written\n%s", c.Name, first, second)
	}
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
