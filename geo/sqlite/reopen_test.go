package sqlite_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// dump is all that a store holds, as text.
func dump(t testing.TB, r geo.Reader) string {
	t.Helper()
	ctx := context.Background()
	var b bytes.Buffer
	rev, at := r.Rev()
	fmt.Fprintf(&b, "rev %d at %v\n", rev, at)
	all, err := r.Collections(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		fmt.Fprintf(&b, "%s %q %q count %d rev %d updated %v times %v geometries %v numeric %v heights %v extent %v\n", c.Name, c.Title, c.Description, c.Count, c.Rev, c.Updated, c.TimeFields, c.Geometries, c.NumericIDs, c.Heights, c.Extent)
		for _, f := range c.Schema.Fields() {
			fmt.Fprintf(&b, "  field %+v\n", f)
		}
		for h, err := range r.Find(ctx, geo.Query{From: c.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			p, timed := h.Period()
			fmt.Fprintf(&b, "  %d rev %d %v %v %s\n", h.At, h.Rev(), p, timed, h.GeoJSON())
		}
	}
	return b.String()
}

func read(t testing.TB, s geo.Store) geo.Reader {
	t.Helper()
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// same fails unless two dumps are the same, and says where they are not.
func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := bytes.Split([]byte(got), []byte("\n")), bytes.Split([]byte(want), []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			t.Fatalf("%s, line %d:\n got %s\nwant %s", what, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s: got %d lines, want %d", what, len(g), len(w))
}

// odd are features that columns alone could not bring back.
func odd(t testing.TB) []geo.Feature {
	t.Helper()
	b := geo.NewBuilder(nil)
	var all []geo.Feature
	add := func(do func()) {
		do()
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	prop := func(name, value string) {
		if err := b.Add([]byte(name), geo.Value(value)); err != nil {
			t.Fatal(err)
		}
	}
	add(func() { b.SetID("digits"); b.SetPoint(orb.Point{40.1, 36}, []byte("[40.10,36.0]")); prop("n", "1.50") })
	add(func() { b.SetNumericID("7"); b.SetNullProperties() })
	add(func() { b.SetNumericID("-3"); prop("n", "1e300"); prop("whole", "123456789012345678901234567890") })
	add(func() { b.SetID("null"); prop("b", "null"); prop("n", "null"); prop("", `"no name"`) })
	add(func() { b.SetID("order"); prop("n", "1"); prop("b", "true") })
	add(func() { b.SetID("mixed"); prop("b", `"text"`); prop("n", `{"a":[1,"x\"y",null]}`) })
	add(func() { b.SetID("zone"); prop("date", `"2026-01-19T12:00:00+03:00"`) })
	add(func() {
		b.SetID("NAME")
		prop("NAME", `"a"`)
		prop("name", `"b"`)
		prop("fid", "9")
		prop("id", `"other"`)
	})
	add(func() {
		b.SetID("high")
		b.SetGeometry(orb.LineString{{1, 2}, {3, 4}}, []byte(`{"type":"LineString","coordinates":[[1,2,3],[3,4]]}`))
		b.SetHeights()
	})
	add(func() { b.SetID("turned"); b.SetGeometry(orb.Polygon{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, nil) })
	add(func() {
		b.SetID("several")
		b.SetGeometry(orb.Collection{orb.Point{1, 2}, orb.MultiPoint{{3, 4}}}, nil)
	})
	add(func() { b.SetID("quote\"back\\slash\x01\u2028سجن"); prop("t", `"\u0001\n\"\\"`) })
	return all
}

func TestComesBackExactly(t *testing.T) {
	path := fresh(t)
	s, ctx := open(t, path, sqlite.Options{}), context.Background()
	for i, f := range odd(t) {
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "odd", Feature: f, By: fmt.Sprint("writer ", i)}); err != nil {
			t.Fatalf("put %s: %v", f.GeoJSON(), err)
		}
	}
	if _, err := s.Apply(ctx, geo.Change{Op: geo.PutCollection, In: "empty", Collection: &geo.Collection{Title: "Nothing", Description: "yet", TimeFields: []string{"seen"}}},
		geo.Change{Op: geo.Delete, In: "odd", ID: "order"}); err != nil {
		t.Fatal(err)
	}
	want := dump(t, read(t, s))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, sqlite.Options{})
	same(t, "opened again", dump(t, read(t, again)), want)
}

// TestPast makes random changes over several openings, and compares every revision
// with the state that there was.
func TestPast(t *testing.T) {
	path, ctx := quick(t), context.Background()
	r, b := rand.New(rand.NewPCG(3, 4)), geo.NewBuilder(nil)
	s := open(t, path, sqlite.Options{})
	states := []string{dump(t, read(t, s))}
	for step := range 60 {
		if step%20 == 19 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, path, sqlite.Options{})
			same(t, fmt.Sprint("opened again at step ", step), dump(t, read(t, s)), states[len(states)-1])
		}
		in := geo.Name(fmt.Sprint("c", r.IntN(2)))
		c := geo.Change{Op: geo.Put, In: in, ID: geo.ID(fmt.Sprint("f", r.IntN(6))), By: "me"}
		switch n := r.IntN(20); {
		case n < 1:
			c.Op = geo.DropCollection
		case n < 2:
			c.Op, c.Collection = geo.PutCollection, &geo.Collection{Title: fmt.Sprint("title ", step)}
		case n < 6:
			c.Op = geo.Delete
		default:
			b.SetID(c.ID)
			b.SetPoint(orb.Point{float64(r.IntN(100)), float64(r.IntN(50))}, nil)
			if err := b.AddNumber(fmt.Sprint("p", r.IntN(4)), float64(step)/2); err != nil {
				t.Fatal(err)
			}
			var err error
			if c.Feature, err = b.Feature(); err != nil {
				t.Fatal(err)
			}
		}
		rev, err := s.Apply(ctx, c)
		if err != nil && geo.KindOf(err) != geo.NotFound {
			t.Fatal(err)
		}
		for geo.Rev(len(states)) < rev { // those within one change are not looked at
			states = append(states, "")
		}
		if err == nil {
			states = append(states, dump(t, read(t, s)))
		}
	}
	for rev, want := range states {
		if want == "" || rev%3 != 0 {
			continue
		}
		then, err := s.ReadAt(ctx, geo.Rev(rev))
		if err != nil {
			t.Fatalf("ReadAt %d: %v", rev, err)
		}
		if rev > 0 {
			same(t, fmt.Sprint("as of revision ", rev), dump(t, then), want)
		}
		then.Close()
	}
	n := geo.Rev(0)
	for c, err := range s.Changes(ctx, 0) {
		if n++; err != nil || c.Rev != n || c.By != "me" {
			t.Fatalf("change %d: %+v, %v", n, c, err)
		}
	}
	if n != geo.Rev(len(states))-1 {
		t.Errorf("%d changes are told, want %d", n, len(states)-1)
	}
}
