package main

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

func TestParseDistance(t *testing.T) {
	for text, want := range map[string]float64{
		"500": 500, "500m": 500, "5km": 5000, "1.5 km": 1500, " 2m ": 2, "1e3": 1000, "0.5": 0.5,
		"": 0, "km": 0, "0": 0, "-5": 0, "5 miles": 0, "NaN": 0, "Inf": 0, "1e9km": 0, "POINT(1 2)": 0, "5,5": 0,
	} {
		got, ok := parseDistance(text)
		if ok != (want > 0) || ok && got != want {
			t.Errorf("%q: got %v (%t), want %v", text, got, ok, want)
		}
	}
}

func TestParseNear(t *testing.T) {
	for text, want := range map[string][2]float64{"40.74,36.06": {40.74, 36.06}, " -180 , -90 ": {-180, -90}, "180,90": {180, 90}, "1e1,2": {10, 2}} {
		got, err := parseNear(text)
		if err != nil || got.Point[0] != want[0] || got.Point[1] != want[1] {
			t.Errorf("%q: got %v and %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "40", "40,", "40;36", "181,1", "1,91", "NaN,1", "1,2,3", "Raqqa", "40.7E,36N"} {
		if got, err := parseNear(text); err == nil || !strings.Contains(err.Error(), "LON,LAT") {
			t.Errorf("%q: got %v and %v, want an error that says LON,LAT", text, got, err)
		}
	}
}

// TestSelection holds what each flag comes to as a filter, and that two of them are
// both asked.
func TestSelection(t *testing.T) {
	for _, c := range []struct {
		s    selection
		want string // the filter, or after ! what is said
	}{
		{selection{}, ""},
		{selection{Filter: "a = 1"}, `a = 1`},
		{selection{Within: "POINT(1 2)"}, `S_WITHIN(geometry, POINT(1 2))`},
		{selection{Filter: "a = 1 OR b = 2", Within: "POINT(1 2)"}, `(a = 1 OR b = 2) AND S_WITHIN(geometry, POINT(1 2))`},
		{selection{Near: "1,2", Within: "5km"}, ""},
		{selection{Near: "1,2", Within: "POINT(1 2)"}, `S_WITHIN(geometry, POINT(1 2))`},
		{selection{Within: "5km"}, "!say with --near"},
		{selection{Within: "POINT(1 2) OR TRUE"}, "!no geometry such as"},
		{selection{Within: "POINT(1 2)) OR (1=1"}, "!no geometry such as"},
		{selection{Within: "home"}, "!no geometry such as"},
		{selection{Within: "BBOX(1,2,3,4)"}, `S_WITHIN(geometry, BBOX(1, 2, 3, 4))`},
		{selection{Filter: "a ="}, "!--filter"},
		{selection{BBox: "1,2,3"}, "!--bbox"},
		{selection{BBox: "1,NaN,3,4"}, "!--bbox"},
		{selection{Datetime: "yesterday"}, "!--datetime"},
		{selection{Datetime: "2026-02-01/2026-01-01"}, "!--datetime"},
		{selection{Near: "here"}, "!--near"},
	} {
		q, err := c.s.question()
		if words, refused := strings.CutPrefix(c.want, "!"); refused {
			if _, usage := err.(*usageError); !usage || !strings.Contains(err.Error(), words) {
				t.Errorf("%+v: got %v, want a usage error with %q", c.s, err, words)
			}
			continue
		}
		got := ""
		if q.filter != nil {
			got = cql2.String(q.filter)
		}
		if err != nil || got != c.want {
			t.Errorf("%+v: got %s and %v, want %s", c.s, got, err, c.want)
		}
	}
}

// TestQuestionOf holds how names are looked up in a collection.
func TestQuestionOf(t *testing.T) {
	c := geo.Collection{Name: "wells", Schema: geo.NewSchema(
		geo.Field{Name: "name", Kinds: geo.Text}, geo.Field{Name: "depth", Kinds: geo.Number}, geo.Field{Name: "-odd", Kinds: geo.Text})}
	ask := question{sort: []string{"-depth", "name", "id", "--odd"}, limit: 7}
	q, err := ask.of(c)
	want := []geo.Order{{Field: 1, Descending: true}, {Field: 0}, {Field: cql2.IDField}, {Field: 2, Descending: true}}
	if err != nil || len(q.Order) != len(want) || q.Limit != 7 || q.From != "wells" {
		t.Fatalf("got %+v and %v", q, err)
	}
	for i := range want {
		if q.Order[i] != want[i] {
			t.Errorf("%s: got %+v, want %+v", ask.sort[i], q.Order[i], want[i])
		}
	}
	if _, err := (&question{sort: []string{"dpth"}}).of(c); err == nil || !strings.Contains(err.Error(), "there are: name, depth, -odd") {
		t.Errorf("a name that is not there: got %v", err)
	}
	filter, err := cql2.Parse("depth > 'deep'")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&question{filter: filter}).of(c); err == nil || !strings.Contains(err.Error(), "--filter: column 9") {
		t.Errorf("a filter of the wrong type: got %v", err)
	}
}

// TestParameters holds that a server is asked what a file would be.
func TestParameters(t *testing.T) {
	for _, c := range []struct {
		s     selection
		sort  []string
		limit int
		want  string
	}{
		{selection{}, nil, 0, ""},
		{selection{BBox: "40,36,42,38"}, nil, 0, "bbox=40,36,42,38"},
		{selection{BBox: "170,-10,0,-170,10,50"}, nil, 3, "bbox=170,-10,0,-170,10,50&limit=3"},
		{selection{Near: "40.74,36.06"}, nil, 5, "limit=5&point=40.74,36.06"},
		{selection{Near: "0.0000001,-1e-7", Within: "5km"}, nil, 0, "limit=10000&max-distance=5000&point=0.0000001,-0.0000001"},
		{selection{Datetime: "2026-01-20"}, nil, 0, "datetime=2026-01-20"},
		{selection{Datetime: "2026-01-20/.."}, nil, 0, "datetime=2026-01-20/.."},
		{selection{Filter: "name LIKE 'a&b=%'"}, []string{"-depth", "name"}, 0, "filter=name LIKE 'a&b=%'&sortby=-depth,name"},
		{selection{}, nil, 20_000, ""}, // more than a page: all are asked for, and cut here
	} {
		q, err := c.s.question()
		if err != nil {
			t.Fatal(err)
		}
		q.sort, q.limit = c.sort, c.limit
		v := q.parameters()
		var got []string
		for _, name := range []string{"bbox", "datetime", "filter", "limit", "max-distance", "point", "sortby"} {
			if v.Has(name) {
				got = append(got, name+"="+v.Get(name))
			}
			v.Del(name)
		}
		if text := strings.Join(got, "&"); text != c.want || len(v) > 0 {
			t.Errorf("%+v: got %s and %v, want %s", c.s, text, v, c.want)
		}
	}
}
