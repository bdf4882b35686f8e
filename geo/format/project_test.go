package format_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/format"
)

func systemOf(t testing.TB, name string) *crs.CRS {
	t.Helper()
	c, err := crs.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAppendProjected(t *testing.T) {
	const point = `{"type":"Point","coordinates":[39.010,35.95,250.50]}`
	const many = `{"type":"GeometryCollection","geometries":[` + point + `,{"type":"MultiPolygon","coordinates":[[[[39,36],[39.5,36],[39,36.5],[39,36]]],[]]},{"type":"MultiPoint","coordinates":[]}]}`
	for _, c := range []struct{ name, geometry, want string }{
		{"OGC:CRS84", point, point},
		{"OGC:CRS84h", many, many},
		{"EPSG:4326", point, `{"type":"Point","coordinates":[35.95,39.010,250.50]}`},
		{"EPSG:4979", `{"type":"Point","coordinates":[-39.010e0,-0,1E2]}`, `{"type":"Point","coordinates":[-0,-39.010e0,1E2]}`},
		// PROJ says 500901.8448 3978402.7918, and 5000000.0000 for what EPSG:3857 makes of 44.915764…
		{"EPSG:32637", point, `{"type":"Point","coordinates":[500901.8448,3978402.7918,250.50]}`},
		{"EPSG:3857", `{"type":"LineString","coordinates":[[0,0],[180,0],[-180,-0.0],[44.91576420597607,-1e-10]]}`,
			`{"type":"LineString","coordinates":[[0,0],[20037508.3428,0],[-20037508.3428,0],[5000000,0]]}`},
		// The example of IOGP 373-7-2, whose axes are north, east.
		{"EPSG:3035", `{"type":"MultiPoint","coordinates":[[5,50],[10,52]]}`, `{"type":"MultiPoint","coordinates":[[2999718.8532,3962799.451],[3210000,4321000]]}`},
		{"EPSG:4326", many, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[35.95,39.010,250.50]},{"type":"MultiPolygon","coordinates":[[[[36,39],[36,39.5],[36.5,39],[36,39]]],[]]},{"type":"MultiPoint","coordinates":[]}]}`},
		{"EPSG:4326", `null`, `null`},
	} {
		got, err := format.AppendProjected([]byte("before "), []byte(c.geometry), systemOf(t, c.name))
		if string(got) != "before "+c.want || err != nil {
			t.Errorf("%s:\ngot  %s, %v\nwant before %s", c.name, got, err, c.want)
		}
	}
	if got, err := format.AppendProjected(nil, []byte(many), nil); string(got) != many || err != nil {
		t.Errorf("without a system: %s, %v", got, err)
	}
}

func TestAppendProjectedRefuses(t *testing.T) {
	line := []byte(`{"type":"LineString","coordinates":[[39,36],[50.5,-6]]}`)
	got, err := format.AppendProjected([]byte("before"), line, systemOf(t, "EPSG:32637"))
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.Invalid || e.Path != "crs" || !strings.Contains(e.Msg, "the position 50.5, -6 (longitude, latitude) lies outside of the area of use of EPSG:32637") {
		t.Errorf("got %v", err)
	}
	if string(got) != "before" {
		t.Errorf("leaves %s", got)
	}
	for _, broken := range []string{`[1`, `[1,`, `[1,2`, `[-`, `[1]`, `[1,]`, `[--1,2]`, `[1.2.3,4]`, `[1,x]`, `[`, `[-,-]`, `[.1,2]`} {
		if got, err := format.AppendProjected(nil, []byte(broken), systemOf(t, "EPSG:4326")); len(got) > 0 && got[0] != '[' || err == nil && !strings.Contains("[ [.1,2]", broken) {
			t.Errorf("%s: got %s, %v", broken, got, err)
		}
	}
}

// TestAppendProjectedAgrees holds that what is written is what the system makes of
// what was read, whatever the digits.
func TestAppendProjectedAgrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	layouts := []string{"%.0f", "%.1f", "%.7f", "%.15f", "%.17g", "%.12e", "%.20f", "%g"}
	for _, name := range []string{"EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		c := systemOf(t, name)
		for range 2000 {
			layout := layouts[rng.IntN(len(layouts))]
			text := fmt.Sprintf(`{"type":"Point","coordinates":[`+layout+","+layout+`]}`, 36+6*rng.Float64(), 30+rng.Float64())
			var in, out struct{ Coordinates [2]float64 }
			if err := json.Unmarshal([]byte(text), &in); err != nil {
				t.Fatal(err)
			}
			b, err := format.AppendProjected(nil, []byte(text), c)
			if err != nil || json.Unmarshal(b, &out) != nil {
				t.Fatalf("%s: %s becomes %s, %v", name, text, b, err)
			}
			want, _ := c.Forward(orb.Point(in.Coordinates))
			want = c.EastNorth(want[0], want[1])
			for i, v := range out.Coordinates {
				if d := math.Abs(v - want[i]); d > 0.5001e-4 || c.Degrees() && d != 0 {
					t.Fatalf("%s: %s becomes %s, want %v", name, text, b, want)
				}
			}
		}
	}
}

func TestAppendFeatureInSystem(t *testing.T) {
	f := featureOf(t, written1)
	utm := systemOf(t, "EPSG:4326")
	s := format.Selection{CRS: utm}
	want := strings.Replace(written1, "[40.73,36.06]", "[36.06,40.73]", 1)
	got, err := format.AppendFeature(nil, f, s)
	if string(got) != want || err != nil || s.IsAll() {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	s = format.Selection{CRS: systemOf(t, "EPSG:32601")}
	for name, write := range map[string]func(b []byte) ([]byte, error){
		"AppendFeature": func(b []byte) ([]byte, error) { return format.AppendFeature(b, f, s) },
		"AppendNearest": func(b []byte) ([]byte, error) { return format.AppendNearest(b, geo.Hit{Feature: f}, s) },
	} {
		if got, err := write([]byte("before")); geo.KindOf(err) != geo.Invalid || string(got) != "before" {
			t.Errorf("%s outside: got %s, %v", name, got, err)
		}
	}
	s.SkipGeometry = true
	if got, err := format.AppendFeature(nil, f, s); err != nil || !strings.Contains(string(got), `"geometry":null`) {
		t.Errorf("without a geometry nothing is outside: got %s, %v", got, err)
	}
	for _, name := range []string{"OGC:CRS84", "OGC:CRS84h"} {
		if s := (format.Selection{CRS: systemOf(t, name)}); !s.IsAll() {
			t.Errorf("in %s nothing is changed, but IsAll is false", name)
		}
	}
}

func TestAppendProjectedAllocates(t *testing.T) {
	buf := make([]byte, 0, 1024)
	geometry := []byte(`{"type":"LineString","coordinates":[[39.012345678901,36.1234567890123456789,7],[39.5,36]]}`)
	for _, name := range []string{"EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		c := systemOf(t, name)
		if n := testing.AllocsPerRun(100, func() { _, _ = format.AppendProjected(buf, geometry, c) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

// FuzzAppendProjected holds that no text makes it fail otherwise than by an error,
// and that a swap of axes twice gives the text back.
func FuzzAppendProjected(f *testing.F) {
	for _, s := range []string{`[1,2]`, `[[1,2,3],[4,-5.5e1]]`, `[1`, `[-`, `null`, ``, `[`, `[1,2,"[3,4]"]`} {
		f.Add([]byte(s))
	}
	swap, utm := systemOf(f, "EPSG:4326"), systemOf(f, "EPSG:32637")
	f.Fuzz(func(t *testing.T, text []byte) {
		before := slices.Clone(text)
		_, _ = format.AppendProjected(nil, text, utm)
		once, err := format.AppendProjected(nil, text, swap)
		if err != nil {
			return
		}
		if !slices.Equal(text, before) {
			t.Fatal("the text has been changed")
		}
		twice, err := format.AppendProjected(nil, once, swap)
		if err == nil && string(twice) != string(text) {
			t.Fatalf("%q becomes %q and then %q", text, once, twice)
		}
	})
}

func BenchmarkAppendProjected(b *testing.B) {
	text := []byte(`{"type":"LineString","coordinates":[`)
	for i := range 1000 {
		text = fmt.Appendf(text, "[%.6f,%.6f],", 39+float64(i)/1000, 36+float64(i)/2000)
	}
	text = append(text[:len(text)-1], "]}"...)
	for _, name := range []string{"EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		b.Run(name, func(b *testing.B) {
			c, buf := systemOf(b, name), []byte(nil)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				buf, _ = format.AppendProjected(buf[:0], text, c)
			}
		})
	}
}
