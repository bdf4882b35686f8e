package shape_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

func TestSystem(t *testing.T) {
	for _, c := range []struct {
		code       int
		name, want string
	}{
		{4326, "", ""}, {4979, "", ""}, {32637, "", "WGS 84 / UTM zone 37N"}, {3857, "", "WGS 84 / Pseudo-Mercator"},
		{2154, "", "!EPSG:2154"}, {0, "Lambert", `!"Lambert"`}, {0, "", "!without a name"},
	} {
		got, err := shape.System(c.code, c.name)
		switch words, refused := strings.CutPrefix(c.want, "!"); {
		case refused:
			if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "ogr2ogr") {
				t.Errorf("%d %s: got %v, want %q", c.code, c.name, err, words)
			}
		case err != nil || (got == nil) != (c.want == "") || got != nil && got.Name() != c.want:
			t.Errorf("%d %s: got %v and %v, want %q", c.code, c.name, got, err, c.want)
		}
	}
	for wkt, want := range map[string]int{
		`GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]]`: 4326, `PROJCRS["x",ID["EPSG",32637]]`: 32637,
		`PROJCS["x",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],UNIT["m",1]]`: 0, `LOCAL_CS["x"]`: 0, ``: 0, `ID["EPSG",x]]`: 0,
	} {
		if got := shape.CodeOfWKT(wkt); got != want {
			t.Errorf("%s: got %d, want %d", wkt, got, want)
		}
	}
}

func TestTurn(t *testing.T) {
	utm, err := crs.Parse("EPSG:32637")
	if err != nil {
		t.Fatal(err)
	}
	f := shaped(t, orb.LineString{{38.99, 35.95}, {40.7348, 36.0576}}, "")
	var s shape.Shape
	if err := s.Take(f); err != nil {
		t.Fatal(err)
	}
	if err := s.FromCRS84(utm); err != nil || s.XY[0][0] < 400_000 {
		t.Fatalf("got %v and %v", s.XY, err)
	}
	if err := s.ToCRS84(utm); err != nil {
		t.Fatal(err)
	}
	if got, err := given(t, &s); err != nil || got != string(f.GeometryJSON()) {
		t.Errorf("there and back: got %v and %s, want %s", err, got, f.GeometryJSON())
	}
	s.XY[0] = orb.Point{-100, 0}
	if err := s.FromCRS84(utm); geo.KindOf(err) != geo.Invalid {
		t.Errorf("outside of the zone: got %v, want Invalid", err)
	}
}
