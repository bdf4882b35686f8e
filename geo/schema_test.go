package geo_test

import (
	"fmt"
	"slices"
	"testing"

	"cairn/geo"
)

func TestSchemaWith(t *testing.T) {
	var none *geo.Schema
	if len(none.Fields()) != 0 {
		t.Error("no schema has fields")
	}
	if _, ok := none.Field("a"); ok {
		t.Error("no schema has a field")
	}
	one, i, err := none.With("a", geo.Integer)
	if err != nil || i != 0 {
		t.Fatalf("the first field: number %d (%v)", i, err)
	}
	two, i, err := one.With("b", geo.Text)
	if err != nil || i != 1 {
		t.Fatalf("the second field: number %d (%v)", i, err)
	}
	if again, i, _ := two.With("a", geo.Integer); again != two || i != 0 {
		t.Error("what a schema says already makes another one")
	}
	more, i, err := two.With("a", geo.Null)
	if err != nil || i != 0 || more.Fields()[0].Kinds != geo.Integer|geo.Null {
		t.Errorf("another kind: number %d, %v (%v)", i, more.Fields(), err)
	}
	// The earlier ones are as they were.
	if len(one.Fields()) != 1 || two.Fields()[0].Kinds != geo.Integer || len(two.Fields()) != 2 {
		t.Errorf("earlier schemas changed: %v, %v", one.Fields(), two.Fields())
	}
	if _, ok := one.Field("b"); ok {
		t.Error("an earlier schema knows a later field")
	}
	// Two ways on from one schema do not disturb each other.
	left, _, _ := two.With("left", geo.Text)
	right, _, _ := two.With("right", geo.Text)
	if _, ok := left.Field("right"); ok || left.Fields()[2].Name != "left" || right.Fields()[2].Name != "right" {
		t.Errorf("branches: %v and %v", left.Fields(), right.Fields())
	}
}

// TestSchemaWide looks for every field after every one added.
func TestSchemaWide(t *testing.T) {
	s := geo.NewSchema()
	const n = 300
	for i := range n {
		var number int
		var err error
		if s, number, err = s.With(fmt.Sprint("f", i), geo.Text); err != nil || number != i {
			t.Fatalf("field %d got number %d (%v)", i, number, err)
		}
		for j := range n {
			if number, ok := s.Field(fmt.Sprint("f", j)); ok != (j <= i) || ok && number != j {
				t.Fatalf("with %d fields, field %d: got %d %t", i+1, j, number, ok)
			}
		}
	}
	for i := range n {
		again, number, _ := s.With(fmt.Sprint("f", i), geo.Null)
		if number != i || again.Fields()[i].Kinds != geo.Text|geo.Null {
			t.Fatalf("field %d: got number %d, %+v", i, number, again.Fields()[i])
		}
		if got, ok := again.Field(fmt.Sprint("f", n-1)); !ok || got != n-1 {
			t.Fatalf("the last field: got %d %t", got, ok)
		}
	}
}

func TestSchemaLimit(t *testing.T) {
	fields := make([]geo.Field, geo.MaxFields)
	for i := range fields {
		fields[i].Name = fmt.Sprint(i)
	}
	s := geo.NewSchema(fields...)
	if same, _, err := s.With("new", geo.Text); refusedAt(err) != "new" || same != s {
		t.Errorf("one field too many: got %v", err)
	}
	if _, i, err := s.With("17", geo.Text); err != nil || i != 17 {
		t.Errorf("a known field of a full schema: got %d (%v)", i, err)
	}
}

func TestSchemaDescribed(t *testing.T) {
	s := geo.NewSchema(geo.Field{Name: "deaths", Kinds: geo.Integer}, geo.Field{Name: "kind", Kinds: geo.Text})
	d := s.Described([]geo.Field{{Name: "deaths", Title: "Deaths", Description: "How many died.", Unit: "people"}, {Name: "none", Title: "None"}})
	want := []geo.Field{{Name: "deaths", Kinds: geo.Integer, Title: "Deaths", Description: "How many died.", Unit: "people"}, {Name: "kind", Kinds: geo.Text}}
	if got := d.Fields(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if s.Fields()[0].Title != "" {
		t.Error("the schema itself has changed")
	}
	if d, _, err := d.With("deaths", geo.Number); err != nil || d.Fields()[0].Unit != "people" {
		t.Errorf("a further kind: %+v, %v", d.Fields()[0], err)
	}
}
