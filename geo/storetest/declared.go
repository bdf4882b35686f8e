package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// wellSchema declares wells: a name is needed, the depth is a number up to most.
func wellSchema(most float64) *geo.Schema {
	return geo.NewDeclared(geo.Frame{Closed: true, Location: &geo.Location{Types: []string{"Point"}}},
		geo.Field{Name: "name", Title: "Name", Limits: &geo.Limits{Kinds: geo.Text, Required: true}},
		geo.Field{Name: "depth", Unit: "m", Limits: &geo.Limits{Kinds: geo.Number, Maximum: &most}},
		geo.Field{Name: "state", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"dry", "wet"}}})
}

func declare(in geo.Name, s *geo.Schema) geo.Change {
	return geo.Change{Op: geo.PutCollection, In: in, Collection: &geo.Collection{Title: "Wells", Schema: s}}
}

// faultsOf lists the paths of an error's parts.
func faultsOf(err error) (paths []string) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			paths = append(paths, faultsOf(one)...)
		}
		return paths
	}
	var e *geo.Error
	if errors.As(err, &e) {
		paths = append(paths, e.Path)
	}
	return paths
}

// testDeclared holds every write to what is declared, and what is declared to what there
// is.
func testDeclared(t *testing.T, s geo.Store) {
	ctx, at := context.Background(), orb.Point{40, 36}
	apply(t, s, declare("wells", wellSchema(50)))
	c, err := read(t, s).Collection(ctx, "wells")
	if err != nil {
		t.Fatal(err)
	}
	if f := c.Schema.Fields(); len(f) != 3 || f[0].Kinds != geo.Text || f[0].Title != "Name" || f[1].Kinds != geo.Number || f[1].Unit != "m" || *f[1].Limits.Maximum != 50 ||
		!c.Schema.Frame().Closed || !slices.Equal(f[2].Limits.Enum, []string{"dry", "wet"}) || !slices.Equal(c.Schema.Frame().Location.Types, []string{"Point"}) {
		t.Errorf("declared before there is anything: %+v, %+v", f, c.Schema.Frame())
	}
	b := geo.NewBuilder(nil)
	good := feature(t, b, "a", at, "depth", "40.5", "name", `"A"`)
	apply(t, s, put("wells", good))
	bad := feature(t, b, "b", orb.LineString{{1, 2}, {3, 4}}, "depth", "51", "state", `"damp"`, "owner", "1")
	_, err = s.Apply(ctx, put("wells", feature(t, b, "c", at, "name", `"C"`)), put("wells", bad), geo.Change{Op: geo.Create, In: "wells", Feature: feature(t, b, "d", nil)})
	wantKind(t, "three of which two do not fit", err, geo.Invalid)
	if got, want := faultsOf(err), []string{"changes[1].depth", "changes[1].state", "changes[1].owner", "changes[1].name", "changes[1].geometry", "changes[2].name"}; !slices.Equal(got, want) {
		t.Errorf("faults: got %q, want %q", got, want)
	}
	_, err = s.Apply(ctx, put("wells", feature(t, b, "a", at, "name", "7")))
	if got := faultsOf(err); !slices.Equal(got, []string{"name"}) {
		t.Errorf("one that replaces another: got %q", got)
	}
	r := read(t, s)
	if got := ids(t, r, geo.Query{From: "wells"}); !slices.Equal(got, []geo.ID{"a"}) {
		t.Errorf("what is refused has left %q", got)
	}
	if c, _ := r.Collection(ctx, "wells"); len(c.Schema.Fields()) != 3 {
		t.Errorf("what is refused has left fields: %+v", c.Schema.Fields())
	}
}

// testDeclaredAnew changes what is declared.
func testDeclaredAnew(t *testing.T, s geo.Store) {
	ctx, at, b := context.Background(), orb.Point{40, 36}, geo.NewBuilder(nil)
	apply(t, s, put("wells", feature(t, b, "a", at, "name", `"A"`, "depth", "40")), put("wells", feature(t, b, "b", at, "name", `"B"`, "depth", "60")))
	_, err := s.Apply(ctx, declare("wells", wellSchema(50)))
	wantKind(t, "a declaration that one does not fit", err, geo.Conflict)
	if got := faultsOf(err); !slices.Equal(got, []string{"schema"}) || !strings.Contains(err.Error(), "1 of 2 features of wells do not fit it: b (depth: is 60; expected at most 50)") {
		t.Errorf("got %q, %v", got, err)
	}
	if c, _ := read(t, s).Collection(ctx, "wells"); c.Schema.IsDeclared() || c.Title == "Wells" {
		t.Error("a declaration that is refused stays")
	}
	// Together with what mends it, in any order.
	apply(t, s, put("wells", feature(t, b, "b", at, "name", `"B"`, "depth", "50")), declare("wells", wellSchema(50)))
	_, err = s.Apply(ctx, put("wells", feature(t, b, "c", at, "name", `"C"`, "depth", "55")))
	wantKind(t, "too deep", err, geo.Invalid)
	apply(t, s, declare("wells", wellSchema(100)), put("wells", feature(t, b, "c", at, "name", `"C"`, "depth", "55")))
	// Said without a schema, what is declared stays.
	apply(t, s, geo.Change{Op: geo.PutCollection, In: "wells", Collection: &geo.Collection{Title: "Water"}})
	_, err = s.Apply(ctx, put("wells", feature(t, b, "d", at)))
	wantKind(t, "without a name", err, geo.Invalid)
	// A declaration of nothing takes it away, and leaves the kinds of what there is.
	apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{})))
	apply(t, s, put("wells", feature(t, b, "d", nil, "depth", `"deep"`)))
	c, err := read(t, s).Collection(ctx, "wells")
	if err != nil || c.Schema.IsDeclared() {
		t.Fatalf("declared still: %v", err)
	}
	if i, ok := c.Schema.Field("depth"); !ok || c.Schema.Fields()[i].Kinds != geo.Integer|geo.Text {
		t.Errorf("kinds of depth: %+v", c.Schema.Fields())
	}
	// A collection that is dropped takes its declaration along.
	apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{}, geo.Field{Name: "depth", Limits: &geo.Limits{Kinds: geo.Number | geo.Text}})))
	apply(t, s, geo.Change{Op: geo.DropCollection, In: "wells"}, put("wells", feature(t, b, "e", nil, "depth", "[]")))
}

// testDeclaredPast looks back at what was declared.
func testDeclaredPast(t *testing.T, s geo.Keeper) {
	ctx, at, b := context.Background(), orb.Point{40, 36}, geo.NewBuilder(nil)
	first := apply(t, s, declare("wells", wellSchema(50)))
	apply(t, s, put("wells", feature(t, b, "a", at, "name", `"A"`, "depth", "40")))
	if _, err := s.Apply(ctx, declare("wells", wellSchema(30)), put("wells", feature(t, b, "b", at, "name", `"B"`))); geo.KindOf(err) != geo.Conflict {
		t.Errorf("got %v", err)
	}
	second := apply(t, s, declare("wells", wellSchema(60)))
	third := apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{})))
	for _, c := range []struct {
		rev  geo.Rev
		most float64 // 0 for none
	}{{third, 0}, {second, 60}, {first + 1, 50}, {first, 50}} {
		r := readAt(t, s, c.rev)
		got, err := r.Collection(ctx, "wells")
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		if got.Schema.IsDeclared() != (c.most > 0) || c.most > 0 && *got.Schema.Fields()[1].Limits.Maximum != c.most {
			t.Errorf("at revision %d: %+v", c.rev, got.Schema.Fields())
		}
	}
	var told []float64
	for _, c := range changes(t, s, 0) {
		if c.Op == geo.PutCollection {
			if f := c.Collection.Schema.Fields(); len(f) > 0 {
				told = append(told, *f[1].Limits.Maximum)
			} else if !c.Collection.Schema.IsDeclared() {
				t.Error("that nothing is declared any more is not told")
			}
		}
	}
	if !slices.Equal(told, []float64{50, 60}) {
		t.Errorf("the log tells of %v", told)
	}
}
