package shape_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/encoding/wkt"

	"cairn/geo/shape"
)

// TestLikeOthers holds that another implementation reads what is written here as the
// same geometry, and the other way round: well-known text, well-known binary in both
// orders of bytes, and PostGIS's with the number of a system.
func TestLikeOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var s, again shape.Shape
	for range 500 {
		randomShape(r, &s, 2, false)
		g := orb.Clone(s.Geometry())
		theirs, err := wkt.Unmarshal(string(s.AppendWKT(nil)))
		if err != nil || !orb.Equal(theirs, g) {
			t.Fatalf("%s is read as %v (%v), want %v", s.AppendWKT(nil), theirs, err, g)
		}
		theirs, err = wkb.Unmarshal(s.AppendWKB(nil))
		if err != nil || !orb.Equal(theirs, g) {
			t.Fatalf("%x is read as %v (%v), want %v", s.AppendWKB(nil), theirs, err, g)
		}
		read := map[string]error{"WKT": again.ParseWKT(wkt.Marshal(g))}
		equal(t, &again, g)
		read["WKB"] = again.ParseWKB(wkb.MustMarshal(g))
		equal(t, &again, g)
		read["big-endian WKB"] = again.ParseWKB(wkb.MustMarshal(g, binary.BigEndian))
		equal(t, &again, g)
		read["EWKB"] = again.ParseWKB(ewkb.MustMarshal(g, 4326))
		equal(t, &again, g)
		for form, err := range read {
			if err != nil {
				t.Fatalf("%s of %v: %v", form, g, err)
			}
		}
	}
}

func equal(t *testing.T, s *shape.Shape, g orb.Geometry) {
	t.Helper()
	if got := s.Geometry(); !orb.Equal(got, g) {
		t.Fatalf("got %v, want %v", got, g)
	}
}

// TestDamaged changes and cuts what was written: it is refused or read as something
// else, and what is read can be written and read again.
func TestDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var s, broken, again shape.Shape
	forms := []struct {
		name        string
		write       func(*shape.Shape) []byte
		read        func(*shape.Shape, []byte) error
		replacement string
	}{
		{"WKB", func(s *shape.Shape) []byte { return s.AppendWKB(nil) }, (*shape.Shape).ParseWKB, ""},
		{"WKT", func(s *shape.Shape) []byte { return s.AppendWKT(nil) }, (*shape.Shape).ParseWKT, "0123456789.-e(), ZMEPTY\x00é"},
		{"GeoJSON", func(s *shape.Shape) []byte { return s.AppendGeoJSON(nil) }, (*shape.Shape).ParseGeoJSON, `0123456789.-e[]{},:"\ nt`},
	}
	for _, form := range forms {
		taken := 0
		for range 3000 {
			randomShape(r, &s, 2, r.IntN(2) == 0)
			text := form.write(&s)
			for range 1 + r.IntN(3) {
				if len(form.replacement) > 0 {
					text[r.IntN(len(text))] = form.replacement[r.IntN(len(form.replacement))]
				} else {
					text[r.IntN(min(len(text), 40))] = byte(r.Uint32() >> (8 * r.IntN(4)))
				}
			}
			if r.IntN(3) == 0 {
				text = text[:r.IntN(len(text)+1)]
			}
			if form.read(&broken, bytes.Clone(text)) != nil {
				continue
			}
			if _, err := made(&broken); err != nil || broken.Kind == shape.Nowhere {
				continue
			}
			taken++
			if err := form.read(&again, form.write(&broken)); err != nil {
				t.Fatalf("%s %q is read, and cannot be read when it is written again: %v", form.name, text, err)
			}
			if got, want := again.AppendGeoJSON(nil), broken.AppendGeoJSON(nil); form.name != "WKT" && !bytes.Equal(got, want) {
				t.Fatalf("%s %q is read as %s, and written and read again as %s", form.name, text, want, got)
			}
		}
		if taken == 0 {
			t.Errorf("%s: nothing was taken: the test shows nothing", form.name)
		}
	}
}

// TestReuse holds that a shape that is used again takes no more memory: it is, for
// millions of features.
func TestReuse(t *testing.T) {
	var s, written shape.Shape
	if err := written.ParseWKT([]byte("MULTIPOLYGON Z (((0 0 1, 9 0 2, 9 9 3, 0 0 1), (3 1 1, 8 6 2, 8 1 3, 3 1 1)), ((20 20 1, 29 20 2, 29 29 3, 20 20 1)))")); err != nil {
		t.Fatal(err)
	}
	f, err := made(&written)
	if err != nil {
		t.Fatal(err)
	}
	wkb, room := written.AppendWKB(nil), make([]byte, 0, 4096)
	for name, do := range map[string]func(){
		"ParseWKB":      func() { err = s.ParseWKB(wkb) },
		"AppendWKB":     func() { room = written.AppendWKB(room[:0]) },
		"AppendGeoJSON": func() { room = written.AppendGeoJSON(room[:0]) },
	} {
		if n := testing.AllocsPerRun(100, do); n > 0 || err != nil {
			t.Errorf("%s allocates %v times, want never (%v)", name, n, err)
		}
	}
	if n := testing.AllocsPerRun(100, func() { err = s.Take(f) }); n > 60 || err != nil {
		t.Errorf("Take allocates %v times for 11 positions with heights (%v)", n, err)
	}
}

// TestKept holds that a shape which had heights, rings and parts has none of them
// when it becomes another.
func TestKept(t *testing.T) {
	texts := []string{
		"MULTIPOLYGON Z (((0 0 1, 9 0 2, 9 9 3, 0 0 1)), ((20 20 1, 29 20 2, 29 29 3, 20 20 1)))", "POINT (1 2)",
		"GEOMETRYCOLLECTION (POINT Z (1 2 3), POLYGON ((0 0, 9 0, 9 9, 0 0)))", "GEOMETRYCOLLECTION (LINESTRING (1 2, 3 4), POINT (5 6))",
		"MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", "LINESTRING (1 2, 3 4)", "POINT EMPTY", "POLYGON ((0 0, 9 0, 9 9, 0 0))", "MULTIPOINT ((1 2))",
	}
	var s shape.Shape
	for _, first := range texts {
		for _, second := range texts {
			var fresh shape.Shape
			for _, err := range []error{s.ParseWKT([]byte(first)), s.ParseWKT([]byte(second)), fresh.ParseWKT([]byte(second))} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if got, want := string(s.AppendWKT(nil)), string(fresh.AppendWKT(nil)); got != want {
				t.Errorf("after %s: got %s, want %s", first, got, want)
			}
			if s.HasHeights() != fresh.HasHeights() || s.Bound() != fresh.Bound() || s.Empty() != fresh.Empty() {
				t.Errorf("after %s, %s has heights %t and bound %v, want %t and %v", first, second, s.HasHeights(), s.Bound(), fresh.HasHeights(), fresh.Bound())
			}
		}
	}
}
