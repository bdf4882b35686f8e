package flatgeobuf_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/flatgeobuf"
	"cairn/geo/format"
	"cairn/geo/shape"
)

// randomShape fills s with a geometry of a kind, around a random place.
func randomShape(r *rand.Rand, s *shape.Shape, k shape.Kind, heights bool) {
	s.Reset(k)
	center := orb.Point{r.Float64()*340 - 170, r.Float64()*160 - 80}
	near := func() orb.Point { return orb.Point{center[0] + r.Float64(), center[1] + r.Float64()} }
	add := func(p orb.Point) {
		s.XY = append(s.XY, p)
		if heights {
			s.Z = append(s.Z, math.Round(r.Float64()*10000)/8)
		}
	}
	switch k {
	case shape.Point:
		add(near())
	case shape.LineString, shape.MultiPoint:
		for range 2 + r.IntN(5) {
			add(near())
		}
	case shape.MultiLineString:
		for range 1 + r.IntN(3) {
			add(near())
			add(near())
			s.Ends = append(s.Ends, len(s.XY))
		}
	case shape.Polygon:
		for ring := range 1 + r.IntN(3) {
			from := len(s.XY)
			size := 1 / float64(ring+1)
			for _, at := range [...]float64{0, 1, 2, 3, 4} {
				angle := at * math.Pi / 2
				if ring > 0 {
					angle = -angle
				}
				add(orb.Point{center[0] + size*math.Cos(angle), center[1] + size*math.Sin(angle)})
			}
			s.XY[len(s.XY)-1] = s.XY[from]
			if heights {
				s.Z[len(s.XY)-1] = s.Z[from]
			}
			s.Ends = append(s.Ends, len(s.XY))
		}
	case shape.MultiPolygon:
		for range 1 + r.IntN(3) {
			randomShape(r, s.Part(shape.Polygon), shape.Polygon, heights)
		}
	case shape.Collection:
		for range 1 + r.IntN(3) {
			randomShape(r, s.Part(shape.Nowhere), shape.Kind(1+r.IntN(7)), heights)
		}
	}
}

// names are what properties may be called.
var names = []string{"flag", "count", "größe", "مكان", "day", "when", "list", "thing", "mixed", `"; DROP TABLE x; --`, "", "a.b", "<script>", "long"}

func randomValue(r *rand.Rand, name string) geo.Value {
	if r.IntN(10) == 0 {
		return geo.Value("null")
	}
	texts := []string{"", "سجن الشدادي", "a\"b\\c\nd", "\u2028", "=1+1", "📍", "x"}
	text := func() geo.Value { return geo.AppendString(nil, texts[r.IntN(len(texts))]) }
	switch name {
	case "flag":
		return geo.Value(fmt.Sprint(r.IntN(2) == 0))
	case "count", "a.b":
		return geo.Value(fmt.Sprint(int64(r.Uint64())))
	case "größe":
		return geo.AppendFloat(nil, r.NormFloat64()*1e10)
	case "day":
		return geo.Value(fmt.Sprintf(`"20%02d-%02d-%02d"`, r.IntN(100), 1+r.IntN(12), 1+r.IntN(28)))
	case "when":
		return geo.Value(fmt.Sprintf(`"2026-01-%02dT%02d:%02d:%02dZ"`, 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60)))
	case "list":
		return geo.Value([]string{`[]`, `[1,2,[3,null]]`, `["a","b"]`}[r.IntN(3)])
	case "thing":
		return geo.Value([]string{`{}`, `{"a":{"b":[1.5e3,true]},"c":""}`}[r.IntN(2)])
	case "mixed":
		return []geo.Value{text(), geo.Value("12"), geo.Value("false"), geo.Value(`[1]`), geo.Value("1.25")}[r.IntN(5)]
	}
	return text()
}

// randomFeatures makes n features: of one kind or, for 0, of all and none.
func randomFeatures(t testing.TB, r *rand.Rand, n int, kind shape.Kind, heights, numbered bool) ([]geo.Feature, geo.Collection) {
	t.Helper()
	b := geo.NewBuilder(nil)
	var features []geo.Feature
	var s shape.Shape
	for i := range n {
		k := kind
		if k == shape.Nowhere {
			k = shape.Kind(r.IntN(8))
		}
		randomShape(r, &s, k, heights)
		if err := s.Give(b); err != nil {
			t.Fatal(err)
		}
		if numbered {
			b.SetNumericID(fmt.Sprint(i*i - 5))
		} else {
			b.SetID(geo.ID(fmt.Sprintf("%d/ä'\"%c", i, rune(0x627+i%20))))
		}
		for _, name := range names {
			if r.IntN(5) == 0 {
				continue
			}
			if err := b.Add([]byte(name), randomValue(r, name)); err != nil {
				t.Fatal(err)
			}
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features, geo.Collection{Name: "random", Title: "Random — عشوائي", Description: "made up", Schema: b.Schema(), Count: n, NumericIDs: numbered, Heights: heights}
}

func write(t testing.TB, features []geo.Feature, o geo.Output) []byte {
	t.Helper()
	var out bytes.Buffer
	w := flatgeobuf.NewWriter(&out, o)
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t testing.TB, file []byte) []geo.Feature {
	t.Helper()
	var features []geo.Feature
	for f, err := range flatgeobuf.Read(bytes.NewReader(file), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features
}

func readGeoJSON(t testing.TB, path string) []geo.Feature {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	features, _ := parse(t, file)
	return features
}

func parse(t testing.TB, r io.Reader) ([]geo.Feature, *geo.Schema) {
	t.Helper()
	var features []geo.Feature
	b := geo.NewBuilder(nil)
	for f, err := range format.ReadGeoJSON(r, b) {
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features, b.Schema()
}

// values returns a feature's properties, without the nulls.
func values(t testing.TB, f geo.Feature) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(f.PropertiesJSON()))
	d.UseNumber()
	v := map[string]any{}
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", f.GeoJSON(), err)
	}
	for name, value := range v {
		if value == nil {
			delete(v, name)
		}
		// Where no array came with them, numbers among texts are texts.
		if _, list := value.([]any); name == "mixed" && value != nil && !list {
			v[name] = fmt.Sprint(value)
		}
	}
	return v
}

// equal compares features by id: geometry to the byte, values by JSON.
func equal(t testing.TB, got, want []geo.Feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("got %d features, want %d", len(got), len(want))
	}
	byID := map[string]geo.Feature{}
	for _, f := range got {
		byID[string(f.RawID())] = f
	}
	for _, w := range want {
		g, ok := byID[string(w.RawID())]
		if !ok {
			t.Errorf("%s is lost", w.RawID())
			continue
		}
		if !bytes.Equal(g.GeometryJSON(), w.GeometryJSON()) || g.HasHeights() != w.HasHeights() {
			t.Errorf("%s lies at\n%s, want\n%s", w.RawID(), g.GeometryJSON(), w.GeometryJSON())
		}
		if a, b := values(t, g), values(t, w); !reflect.DeepEqual(a, b) {
			t.Errorf("%s has\n%v, want\n%v", w.RawID(), a, b)
		}
		if t.Failed() {
			return
		}
	}
}
