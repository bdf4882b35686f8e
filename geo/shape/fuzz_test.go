package shape_test

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/shape"
)

// FuzzWKB reads anything. What makes a feature must come back as it is.
func FuzzWKB(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"))
	f.Add([]byte("\x00\x00\x00\x03\xef\x00\x00\x00\x01\x01\x02\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) { comesBack(t, func(s *shape.Shape) error { return s.ParseWKB(b) }) })
}

// FuzzGeoJSON reads anything. What makes a feature must come back as it is.
func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"Point","coordinates":[1,2,3]}`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[1,0],[0,0]]],[]]}`,
		`{"geometries":[{"type":"Point","coordinates":[]}],"type":"GeometryCollection"}`, `{"type":"Point","coordinates":[[]]}`, `{"ty\u0070e":"Point"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		comesBack(t, func(s *shape.Shape) error { return s.ParseGeoJSON(text) })
	})
}

// FuzzWKT reads anything. What makes a feature must come back as it is.
func FuzzWKT(f *testing.F) {
	for _, s := range []string{
		"POINT (1 2)", "SRID=4326;MULTIPOINT Z ((1 2 3), EMPTY)", "GEOMETRYCOLLECTION (POLYGON ((0 0, 1 1, 1 0, 0 0)), MULTIPOLYGON (EMPTY))", "LINESTRING ZM (1 2 3 4)",
		"srid=4326;MULTIPOINT Z((1 2 3),EMPTY)", "GEOMETRYCOLLECTION(POLYGON((0 0,1 0,1 1,0 0)),MULTIPOLYGON EMPTY)",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) { comesBack(t, func(s *shape.Shape) error { return s.ParseWKT(text) }) })
}

// comesBack has a shape read, and then what it became written and read in every form:
// it stays what it is, but that well-known text has all heights or none.
func comesBack(t *testing.T, read func(*shape.Shape) error) {
	var s, again shape.Shape
	if err := read(&s); err != nil {
		if geo.KindOf(err) != geo.Invalid {
			t.Fatalf("got %v, want Invalid", err)
		}
		return
	}
	want, err := given(t, &s)
	if err != nil || want == "null" {
		return
	}
	mixed := s.HasHeights() && !strings.Contains(string(s.AppendWKT(nil)), " Z ")
	for name, err := range map[string]error{
		"GeoJSON": again.ParseGeoJSON(s.AppendGeoJSON(nil)), "WKB": again.ParseWKB(s.AppendWKB(nil)), "WKT": again.ParseWKT(s.AppendWKT(nil)),
	} {
		if err != nil {
			t.Fatalf("%s of %s cannot be read: %v", name, want, err)
		}
	}
	if got, err := given(t, &again); err != nil || got != want && !mixed {
		t.Fatalf("got %v and %s, want %s", err, got, want)
	}
}
