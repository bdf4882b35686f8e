package server

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"cairn/geo"
)

func TestFlawsPointIntoTheBody(t *testing.T) {
	bad := func(path string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: "no"} }
	for _, tt := range []struct {
		err  error
		want []flaw
	}{
		{bad("depth"), []flaw{{"#/properties/depth", "no"}}},
		{bad("id"), []flaw{{"#/id", "no"}}},
		{bad("geometry"), []flaw{{"#/geometry", "no"}}},
		{bad("properties.id"), []flaw{{"#/properties/id", "no"}}},
		{bad("changes[1].properties.changes[0].a"), []flaw{{"#/features/1/properties/changes%5B0%5D.a", "no"}}},
		{bad("properties.properties.a"), []flaw{{"#/properties/properties.a", "no"}}},
		{bad(""), []flaw{{"#", "no"}}},
		{bad("a/b ~%"), []flaw{{"#/properties/a~1b%20~0%25", "no"}}},
		{bad("changes[2].depth"), []flaw{{"#/features/2/properties/depth", "no"}}},
		{bad("changes[2]"), []flaw{{"#/properties/changes%5B2%5D", "no"}}},
		{errors.Join(bad("a"), errors.Join(bad("b"), bad("c"))), []flaw{{"#/properties/a", "no"}, {"#/properties/b", "no"}, {"#/properties/c", "no"}}},
		{fmt.Errorf("write: %w", bad("a")), []flaw{{"#/properties/a", "no"}}},
		{errors.New("plain"), []flaw{{"", "plain"}}},
	} {
		if got := flawsOf(nil, tt.err); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("flawsOf(%v) = %+v, want %+v", tt.err, got, tt.want)
		}
	}
}

func TestUnusableTellsAllInOneLine(t *testing.T) {
	got := unusableFor(errors.Join(&geo.Error{Path: "a", Msg: "is missing"}, &geo.Error{Path: "b", Msg: "is no text"}))
	if want := "a: is missing; b: is no text"; got.Error() != want {
		t.Errorf("got %q, want %q", got.Error(), want)
	}
	if p := problemOf(got); p.Status != 422 || len(p.Errors) != 2 {
		t.Errorf("problemOf = %+v, want 422 with two errors", p)
	}
}
