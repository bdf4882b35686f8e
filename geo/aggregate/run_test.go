package aggregate_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
	"cairn/geo/memory"
)

// filled is a reader with a collection of the features that build makes.
func filled(t testing.TB, n int, build func(b *geo.Builder, i int)) (geo.Reader, geo.Collection) {
	t.Helper()
	ctx, store, b := context.Background(), memory.New(nil), geo.NewBuilder(nil)
	_, err := store.Fill(ctx, "events", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetNumericID(fmt.Sprint(i))
			build(b, i)
			if !yield(b.Feature()) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Collection(ctx, "events")
	if err != nil {
		t.Fatal(err)
	}
	return r, c
}

func add(t testing.TB, b *geo.Builder, name, value string) {
	t.Helper()
	if err := b.Add([]byte(name), geo.Value(value)); err != nil {
		t.Fatal(err)
	}
}

// anything makes features of every kind: points, lines, polygons on both sides of
// the antimeridian, none; values that are missing, null, of another kind.
func anything(t testing.TB, seed uint64) func(b *geo.Builder, i int) {
	r := rand.New(rand.NewPCG(seed, 1))
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	return func(b *geo.Builder, i int) {
		x, y := r.Float64()*358-180, r.Float64()*178-90
		switch r.IntN(6) {
		case 0:
		case 1:
			b.SetGeometry(orb.LineString{{x, y}, {x + 2*r.Float64(), y + 2*r.Float64()}}, nil)
		case 2:
			b.SetGeometry(orb.MultiPoint{{179, y}, {-178, y}}, nil)
		default:
			b.SetPoint(orb.Point{x, y}, nil)
		}
		if r.IntN(5) > 0 {
			add(t, b, "kind", one(`"siege"`, `"escape"`, `"é\"\n"`, `null`, `""`, `true`, `[1,2]`))
		}
		if r.IntN(5) > 0 {
			add(t, b, "code", one("1", "1.0", "10e-1", "-0", "0", "0.0", "2.5", "-7", "1e21", `"1"`, "false"))
		}
		if r.IntN(5) > 0 {
			add(t, b, "best", one("5", "-3", "0.1", "1e16", "-1e16", "123456789012345678", `"many"`, "null"))
		}
		switch r.IntN(4) {
		case 0:
			add(t, b, "start", one(`"2026-01-19"`, `"2024-12-30"`, `"1969-12-31T23:59:59.5Z"`, `"0001-01-01"`))
		case 1:
			add(t, b, "start", `"2026-01-19T23:30:00-02:00"`)
			add(t, b, "end", one(`"2026-02-01"`, `"2026-12-31T23:59:59Z"`))
		case 2:
			add(t, b, "end", `"2025-06-30"`)
		}
	}
}

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

// TestOrder: groups come in the same order whatever that of the features is, and the
// answers are the same to the byte.
func TestOrder(t *testing.T) {
	r, c := filled(t, 5000, anything(t, 9))
	req, err := aggregate.Parse("kind,code", "", "count,sum(best)", c)
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	for range 20 {
		got, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, req)
		if err != nil {
			t.Fatal(err)
		}
		text := got.AppendGeoJSON(nil, "")
		if first == nil {
			first = text
		}
		if string(text) != string(first) {
			t.Fatal("two answers to the same question differ")
		}
		var kinds []string
		for i := range got.Len() {
			if k := string(got.Key(i, 0)); len(kinds) == 0 || kinds[len(kinds)-1] != k {
				kinds = append(kinds, k)
			}
		}
		if want := []string{"true", `""`, `"escape"`, `"siege"`, `"é\"\n"`, `[1,2]`, "null"}; !slices.Equal(kinds, want) {
			t.Errorf("kinds are in the order %v, want %v", kinds, want)
		}
		var codes []string
		for i := range got.Len() {
			if string(got.Key(i, 0)) == "null" {
				codes = append(codes, string(got.Key(i, 1)))
			}
		}
		if want := []string{"false", "-7", "0", "1", "2.5", "1e+21", `"1"`, "null"}; !slices.Equal(codes, want) {
			t.Errorf("codes are in the order %v, want %v", codes, want)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	r, c := filled(t, 3000, anything(t, 1))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	req, err := aggregate.Parse("hex", "1000000", "", c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := aggregate.Run(ctx, r, geo.Query{From: "events"}, req); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	if _, err := aggregate.Run(context.Background(), r, geo.Query{From: "nothing"}, req); geo.KindOf(err) != geo.NotFound {
		t.Errorf("a collection that is not there: %v", err)
	}
	for _, wrong := range []aggregate.Request{
		{Groups: []aggregate.Group{{By: aggregate.Property, Field: 99}}}, {Groups: []aggregate.Group{{By: 77}}}, {Groups: []aggregate.Group{{By: aggregate.Hex}}},
		{Values: []aggregate.Value{{Func: aggregate.Sum, Field: -1}}}, {Values: []aggregate.Value{{Func: 9}}},
		{Groups: []aggregate.Group{{By: aggregate.Hex}}, Cell: 1000, Parallel: math.NaN()},
	} {
		if _, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, wrong); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%+v: %v, want Invalid", wrong, err)
		}
	}
}

// small is a collection of which every answer can be written down.
func small(t *testing.T, group, cell, value string) aggregate.Result {
	t.Helper()
	r, c := filled(t, 4, func(b *geo.Builder, i int) {
		if i < 3 {
			b.SetPoint(orb.Point{[]float64{1, 1, 179.9}[i], 1}, nil)
		}
		add(t, b, "name", []string{`"=1+1"`, `"a, \"b\""`, `""`, `"x"`}[i])
		add(t, b, "n", []string{"-0.5", "2", "null", `"none"`}[i])
	})
	req, err := aggregate.Parse(group, cell, value, c)
	if err != nil {
		t.Fatal(err)
	}
	got, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, req)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestGeoJSON(t *testing.T) {
	tests := []struct{ group, cell, value, members, want string }{
		{"", "", "count,sum(n),avg(n)", "", `{"type":"FeatureCollection","aggregate":{"features":4},"features":[{"type":"Feature","geometry":null,"properties":{"count":4,"sum(n)":1.5,"avg(n)":0.75}}]}`},
		{"quadkey", "1", "max(n)", `"links":[]`, `{"type":"FeatureCollection","links":[],"aggregate":{"features":3,"withoutPlace":1,"cell":{"zoom":1}},"features":[` +
			`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[180,0],[180,90],[0,90],[0,0]]]},"properties":{"quadkey":"1","max(n)":2}}]}`},
		{"n", "", "count", "", `{"type":"FeatureCollection","aggregate":{"features":4},"features":[{"type":"Feature","geometry":null,"properties":{"n":-0.5,"count":1}},` +
			`{"type":"Feature","geometry":null,"properties":{"n":2,"count":1}},{"type":"Feature","geometry":null,"properties":{"n":"none","count":1}},{"type":"Feature","geometry":null,"properties":{"n":null,"count":1}}]}`},
	}
	for _, test := range tests {
		r := small(t, test.group, test.cell, test.value)
		if got := string(r.AppendGeoJSON(nil, test.members)); got != test.want || !json.Valid([]byte(got)) {
			t.Errorf("group=%s: got\n %s\nwant\n %s", test.group, got, test.want)
		}
	}
	r := small(t, "hex", "1000000", "count")
	if text := string(r.AppendGeoJSON(nil, "")); !strings.Contains(text, `"cell":{"area":`) || !strings.Contains(text, `"MultiPolygon"`) || !strings.Contains(text, `"hex":"0/`) {
		t.Errorf("hexagons are answered with %s", text)
	}
}

func TestCSV(t *testing.T) {
	r := small(t, "name,quadkey", "1", "count,min(n)")
	const outline = `"POLYGON ((0 0, 180 0, 180 90, 0 90, 0 0))"`
	want := "name,quadkey,count,min(n),geometry\r\n" + `"",1,1,,` + outline + "\r\n=1+1,1,1,-0.5," + outline + "\r\n" + `"a, ""b""",1,1,2,` + outline + "\r\n"
	if got := string(r.AppendCSV(nil, false)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	sheet := string(r.AppendCSV(nil, true))
	if !strings.HasPrefix(sheet, "\uFEFFname,") || !strings.Contains(sheet, "\r\n'=1+1,1,") || !strings.Contains(sheet, ",-0.5,") {
		t.Errorf("for a spreadsheet: %s", sheet)
	}
	rows, err := csv.NewReader(strings.NewReader(string(r.AppendCSV(nil, false)))).ReadAll()
	if err != nil || len(rows) != 4 || rows[3][0] != `a, "b"` {
		t.Errorf("read back: %q, %v", rows, err)
	}
}
