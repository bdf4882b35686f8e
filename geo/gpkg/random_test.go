package gpkg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// dice makes features at random.
type dice struct{ *rand.Rand }

func (d dice) point() orb.Point { return orb.Point{d.Float64()*360 - 180, d.Float64()*180 - 90} }

func (d dice) line() orb.LineString {
	line := make(orb.LineString, 2+d.IntN(5))
	for i := range line {
		line[i] = d.point()
	}
	return line
}

// polygon is a box with a hole, both as RFC 7946 wants them to run.
func (d dice) polygon() orb.Polygon {
	x, y, w, h := d.Float64()*150, d.Float64()*70, 1+d.Float64()*20, 1+d.Float64()*15
	ring := func(x, y, w, h float64) orb.Ring {
		return orb.Ring{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}
	}
	hole := ring(x+w/4, y+h/4, w/2, h/2)
	hole.Reverse()
	return orb.Polygon{ring(x, y, w, h), hole}
}

func (d dice) geometry(depth int) orb.Geometry {
	switch n := d.IntN(8 - min(depth, 1)); n {
	case 0:
		return d.point()
	case 1:
		return orb.MultiPoint(d.line())
	case 2:
		return d.line()
	case 3:
		return orb.MultiLineString{d.line(), d.line()}
	case 4:
		return d.polygon()
	case 5:
		return orb.MultiPolygon{d.polygon(), d.polygon()}
	case 6:
		if depth > 3 {
			return d.point()
		}
		return orb.Collection{d.geometry(depth + 1), d.geometry(depth + 1)}
	}
	return nil
}

// value is a JSON value of a kind.
func (d dice) value(kind geo.Kinds, depth int) string {
	switch kind {
	case geo.Boolean:
		return strconv.FormatBool(d.IntN(2) == 0)
	case geo.Integer:
		return strconv.FormatInt(int64(d.Uint64())>>d.IntN(64), 10)
	case geo.Number:
		return string(geo.AppendFloat(nil, d.NormFloat64()*math.Pow(10, float64(d.IntN(40)-20)))) // a whole one at times
	case geo.Text:
		runes := make([]rune, d.IntN(12))
		for i := range runes {
			runes[i] = []rune("aZ\"\\\n\x01'é㐀🪨;-% \u2028")[d.IntN(15)]
		}
		return string(geo.AppendString(nil, string(runes)))
	case geo.Date:
		return fmt.Sprintf(`"%04d-%02d-%02d"`, d.IntN(9999)+1, 1+d.IntN(12), 1+d.IntN(28))
	case geo.DateTime:
		fraction := []string{"", ".5", ".25", ".125", ".123456"}[d.IntN(5)]
		return fmt.Sprintf(`"%04d-%02d-%02dT%02d:%02d:%02d%sZ"`, d.IntN(9999)+1, 1+d.IntN(12), 1+d.IntN(28), d.IntN(24), d.IntN(60), d.IntN(60), fraction)
	case geo.Array, geo.Object:
		if depth > 3 {
			return "[]"
		}
		a, b := d.value(1<<d.IntN(9), depth+1), d.value(1<<d.IntN(9), depth+1)
		if kind == geo.Array {
			return "[" + a + "," + b + "]"
		}
		return `{"a":` + a + `,"b` + d.value(geo.Text, 4)[1:] + ":" + b + "}" // each name once
	}
	return "null"
}

// TestRandom writes collections of any fields and any geometries, and reads the
// same features back, to the byte.
func TestRandom(t *testing.T) {
	for seed := range uint64(25) {
		d := dice{rand.New(rand.NewPCG(seed, 1))}
		kinds := make([]geo.Kinds, d.IntN(12))
		for i := range kinds {
			kinds[i] = geo.Kinds(1 << d.IntN(9))
			if d.IntN(4) == 0 {
				kinds[i] |= geo.Kinds(1 << d.IntN(9))
			}
		}
		numeric := d.IntN(2) == 0
		m := collect(t, "random", d.IntN(200), func(b *geo.Builder, i int) {
			if numeric {
				b.SetNumericID(strconv.Itoa(7*i - 100))
			} else {
				b.SetID(geo.ID(strconv.Itoa(i) + "-" + string(rune(0x627+i%20))))
			}
			b.SetGeometry(d.geometry(0), nil)
			for k, kind := range kinds {
				one := geo.Kinds(1 << d.IntN(9))
				for one&kind == 0 {
					one = geo.Kinds(1 << d.IntN(9))
				}
				v := d.value(one, 0)
				if n := len(v); one == geo.Integer && kind&geo.Number != 0 && n > 15 {
					v = v[:15] // REAL has 53 bits
				}
				add(t, b, fmt.Sprintf("p%d", k), v)
			}
		})
		got, _ := read(t, written(t, m), "random")
		same(t, got, m.features)
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

// systems are some that are served.
func systems(t testing.TB) map[string]*crs.CRS {
	t.Helper()
	all := map[string]*crs.CRS{}
	for _, name := range []string{"EPSG:4326", "EPSG:3857", "EPSG:32637", "EPSG:3035"} {
		c, err := crs.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = c
	}
	return all
}

// TestSystems writes in the systems that are served, and reads back the places to a
// tenth of a millimetre.
func TestSystems(t *testing.T) {
	for name, c := range systems(t) {
		west, south, east, north := c.Area()
		d := dice{rand.New(rand.NewPCG(3, 4))}
		at := func() orb.Point {
			return orb.Point{west + (0.1+0.8*d.Float64())*(east-west), south + (0.1+0.8*d.Float64())*(north-south)}
		}
		m := collect(t, "system", 50, func(b *geo.Builder, i int) {
			b.SetNumericID(strconv.Itoa(i))
			if i%2 == 0 {
				b.SetPoint(at(), nil)
			} else {
				b.SetGeometry(orb.LineString{at(), at()}, nil)
			}
		})
		m.CRS = c
		got, _ := read(t, written(t, m), "system")
		for i, f := range got {
			if !close(t, f, m.features[i], 2e-9) {
				t.Errorf("%s: %s came back as %s", name, m.features[i].GeometryJSON(), f.GeometryJSON())
			}
		}
		if len(got) != len(m.features) {
			t.Errorf("%s: %d of %d came back", name, len(got), len(m.features))
		}
	}
}

// close reports whether two features have the same positions within so many degrees.
func close(t testing.TB, a, b geo.Feature, within float64) bool {
	t.Helper()
	var s, r shape.Shape
	for _, err := range []error{s.Take(a), r.Take(b)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if s.Kind != r.Kind || len(s.XY) != len(r.XY) {
		return false
	}
	for i, p := range s.XY {
		if math.Abs(p[0]-r.XY[i][0]) > within || math.Abs(p[1]-r.XY[i][1]) > within {
			return false
		}
	}
	return true
}
