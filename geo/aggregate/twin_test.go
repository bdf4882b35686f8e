package aggregate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// group is what the twin knows of one.
type group struct {
	features []geo.Feature
}

// twin groups features in the plain way: names of groups made of texts.
func twin(t *testing.T, r geo.Reader, q geo.Query, req aggregate.Request, cellOf func(geo.Feature) (string, bool)) (groups map[string]*group, placeless int) {
	t.Helper()
	groups = map[string]*group{}
	for hit, err := range r.Find(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		placed := true
		for _, g := range req.Groups {
			switch {
			case g.By.IsCell():
				word, ok := cellOf(hit.Feature)
				placed = placed && ok
				words = append(words, word)
			case g.By == aggregate.Property:
				words = append(words, plain(t, hit.Value(g.Field)))
			default:
				words = append(words, timeName(t, hit.Feature, g))
			}
		}
		if !placed {
			placeless++
			continue
		}
		name := strings.Join(words, "|")
		if groups[name] == nil {
			groups[name] = new(group)
		}
		groups[name].features = append(groups[name].features, hit.Feature)
	}
	return groups, placeless
}

// plain writes a value as encoding/json does, for which 1.0 is 1.
func plain(t *testing.T, v geo.Value) string {
	t.Helper()
	if v == nil {
		return "null"
	}
	var any any
	if err := json.Unmarshal(v, &any); err != nil {
		t.Fatal(err)
	}
	if any == 0.0 {
		any = 0.0 // not -0
	}
	text, err := json.Marshal(any)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// timeName is the bucket of a feature's time, by package time alone.
func timeName(t *testing.T, f geo.Feature, g aggregate.Group) string {
	t.Helper()
	var p geo.Period
	var ok bool
	if g.Field >= 0 {
		p, ok = f.Value(g.Field).Period()
	} else {
		p, ok = f.Period()
	}
	i := p.Start
	if g.Field == aggregate.PeriodEnd {
		i = p.Last()
	}
	if !ok || i == geo.Past || i == geo.Forever {
		return "null"
	}
	at := i.Time()
	switch g.By {
	case aggregate.Hour:
		return at.Format(`"2006-01-02T15:00:00Z"`)
	case aggregate.Day:
		return at.Format(`"2006-01-02"`)
	case aggregate.Week:
		for at.Weekday() != 1 {
			at = at.AddDate(0, 0, -1)
		}
		return at.Format(`"2006-01-02"`)
	case aggregate.Month:
		return at.Format(`"2006-01"`)
	case aggregate.Quarter:
		return fmt.Sprintf(`"%04d-Q%d"`, at.Year(), (at.Month()+2)/3)
	}
	return at.Format(`"2006"`)
}

// value is what the twin makes of a group's numbers, in numbers of any length.
func (g *group) value(v aggregate.Value) (float64, bool) {
	if v.Func == aggregate.Count {
		return float64(len(g.features)), true
	}
	sum, least, most, n := new(big.Rat), math.Inf(1), math.Inf(-1), 0
	for _, f := range g.features {
		if x, ok := f.Value(v.Field).Float(); ok {
			sum.Add(sum, new(big.Rat).SetFloat64(x))
			least, most = min(least, x), max(most, x)
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	switch v.Func {
	case aggregate.Min:
		return least, true
	case aggregate.Max:
		return most, true
	case aggregate.Avg:
		sum.Quo(sum, new(big.Rat).SetInt64(int64(n)))
	}
	f, _ := sum.Float64()
	return f, true
}

// TestTwin compares with the plain way: every group, every value.
func TestTwin(t *testing.T) {
	tests := []struct{ group, cell string }{
		{"", ""}, {"kind", ""}, {"code", ""}, {"kind,code", ""}, {"hour", ""}, {"day", ""}, {"week", ""}, {"month", ""}, {"quarter", ""}, {"year", ""},
		{"month(end)", ""}, {"day(start),kind", ""}, {"quadkey", "3"}, {"quadkey,kind,year", "2"}, {"square", "900000"}, {"hex", "1500000"}, {"kind,hex,month,code", "2000000"},
	}
	const values = "count,sum(best),min(best),max(best),avg(best),sum(code)"
	for seed := range uint64(2) {
		r, c := filled(t, 1000, anything(t, seed))
		for _, test := range tests {
			req, err := aggregate.Parse(test.group, test.cell, values, c)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range []geo.Query{{From: "events"}, {From: "events", Box: &geo.Box{West: 150, South: -60, East: -150, North: 60}, Limit: 3, After: 5}} {
				got, err := aggregate.Run(context.Background(), r, q, req)
				if err != nil {
					t.Fatal(err)
				}
				q.Limit, q.After = 0, 0
				compare(t, test.group, r, q, req, &got)
			}
		}
	}
}

// compare compares an answer with the twin's; cells by their outlines.
func compare(t *testing.T, name string, r geo.Reader, q geo.Query, req aggregate.Request, got *aggregate.Result) {
	t.Helper()
	part := slices.IndexFunc(req.Groups, func(g aggregate.Group) bool { return g.By.IsCell() })
	outlines := map[string]orb.Geometry{}
	for i := range got.Len() {
		if part >= 0 {
			outlines[string(got.Key(i, part))] = got.Cell(i)
		}
	}
	want, placeless := twin(t, r, q, req, func(f geo.Feature) (string, bool) { return cellOf(t, f, outlines) })
	if got.Placeless != placeless {
		t.Errorf("%s: %d features without a place, want %d", name, got.Placeless, placeless)
	}
	if len(req.Groups) > 0 && got.Len() != len(want) {
		t.Errorf("%s: %d groups, want %d", name, got.Len(), len(want))
	}
	for i := range got.Len() {
		var words []string
		for part := range req.Groups {
			words = append(words, plain(t, got.Key(i, part)))
		}
		g := want[strings.Join(words, "|")]
		if g == nil {
			t.Errorf("%s: there is a group %v too many", name, words)
			continue
		}
		for v := range req.Values {
			x, ok := got.Number(i, v)
			y, has := g.value(req.Values[v])
			if ok != has || math.Abs(x-y) > 1e-13*math.Abs(y)+1e-15*1e16 {
				t.Errorf("%s: %v has %s = %v, %v; want %v, %v", name, words, req.Values[v].Name, x, ok, y, has)
			}
		}
	}
}

// cellOf finds the one outline that holds a feature's middle: no feature may be in
// two, unless it is on an edge.
func cellOf(t *testing.T, f geo.Feature, outlines map[string]orb.Geometry) (string, bool) {
	t.Helper()
	b, ok := f.Bound()
	if !ok {
		return "", false
	}
	p := b.Center()
	if b.Max[0]-b.Min[0] > 180 {
		p[0] = -179.5 // the middle of 179 and -178
	}
	var in []string
	for name, g := range outlines {
		if within(p, g) {
			in = append(in, name)
		}
	}
	if len(in) != 1 {
		t.Errorf("the middle %v of feature %s is in %d cells: %v", p, f.ID(), len(in), in)
		return "", true
	}
	return in[0], true
}

// within counts how often a ray to the east crosses the outline.
func within(p orb.Point, g orb.Geometry) bool {
	polygons, ok := g.(orb.MultiPolygon)
	if !ok {
		polygons = orb.MultiPolygon{g.(orb.Polygon)}
	}
	odd := false
	for _, polygon := range polygons {
		ring := polygon[0]
		for i := 0; i+1 < len(ring); i++ {
			a, b := ring[i], ring[i+1]
			if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				odd = !odd
			}
		}
	}
	return odd
}
