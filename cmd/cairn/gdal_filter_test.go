package main_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gdalTowns are more than two pages of 1,000; GDAL 3.6 would take 10 at a time,
// later ones take what the API's description allows.
const gdalTowns = 2_500

// gdalQuestion is what ogrinfo is asked, and what it must ask us.
type gdalQuestion struct {
	name  string
	args  []string
	match func(town) bool
	sent  map[string]string // of the first page; a name with "" is not sent
}

// TestGDALFilters filters in GDAL's own words and looks at what it sends. GDAL
// 3.6 sends what is equal, what is before or after a time, and boxes, each only
// joined by AND; the rest it does by itself, so that what it shows is right in
// any case.
func TestGDALFilters(t *testing.T) {
	w := witnessed(t, start(t, townFile(t, t.TempDir(), "towns", gdalTowns)))
	for _, tt := range []gdalQuestion{
		{"text", []string{"-where", "name = 'O''Town 17'"},
			func(c town) bool { return c.Name == "O'Town 17" }, map[string]string{"name": "O'Town 17"}},
		{"Arabic", []string{"-where", "name_ar = 'بلدة 4'"},
			func(c town) bool { return c.NameAr == "بلدة 4" }, map[string]string{"name_ar": "بلدة 4"}},
		{"number", []string{"-where", "people = 7"},
			func(c town) bool { return c.People != nil && *c.People == 7 }, map[string]string{"people": "7"}},
		{"boolean", []string{"-where", "open = 1"},
			func(c town) bool { return c.Open }, map[string]string{"open": "1"}},
		{"odd name", []string{"-where", `"remark #1" = '100% sure, "they" say'`},
			func(c town) bool { return c.Remarks != nil }, map[string]string{"remark #1": `100% sure, "they" say`}},
		{"two", []string{"-where", "open = 1 AND kind = 'camp'"},
			func(c town) bool { return c.Open && c.Kind == "camp" }, map[string]string{"open": "1", "kind": "camp"}},
		{"one of two", []string{"-where", "kind = 'camp' AND people < 1000"},
			func(c town) bool { return c.Kind == "camp" && c.People != nil && *c.People < 1000 }, map[string]string{"kind": "camp", "filter": ""}},
		{"since", []string{"-where", "date >= '2026-12-30'"},
			func(c town) bool { return c.Date >= "2026-12-30" }, map[string]string{"datetime": "2026-12-30T/.."}},
		{"before", []string{"-where", "date <= '2026-01-02'"},
			func(c town) bool { return c.Date <= "2026-01-02" }, map[string]string{"datetime": "../2026-01-02T"}},
		{"range of time", []string{"-where", "date >= '2026-02-01' AND date <= '2026-02-03'"},
			func(c town) bool { return c.Date >= "2026-02-01" && c.Date <= "2026-02-03" }, map[string]string{"datetime": "2026-02-01T/2026-02-03T"}},
		{"either", []string{"-where", "kind = 'camp' OR people = 7"},
			func(c town) bool { return c.Kind == "camp" || c.People != nil && *c.People == 7 }, map[string]string{"kind": "", "people": "", "filter": ""}},
		{"like", []string{"-where", "name LIKE 'O''Town 1%'"},
			func(c town) bool { return strings.HasPrefix(c.Name, "O'Town 1") }, map[string]string{"name": "", "filter": ""}},
		{"in", []string{"-where", "kind IN ('camp','city')"},
			func(c town) bool { return c.Kind == "camp" || c.Kind == "city" }, map[string]string{"kind": "", "filter": ""}},
		{"missing", []string{"-where", "people IS NULL"},
			func(c town) bool { return c.People == nil }, map[string]string{"people": "", "filter": ""}},
		{"box", []string{"-spat", "-10", "-75", "20", "-69"},
			func(c town) bool { return inBox(c, -10, -75, 20, -69) }, map[string]string{"bbox": "-10,-75,20,-69"}},
		{"box and text", []string{"-spat", "-10", "-75", "20", "-69", "-where", "kind = 'camp'"},
			func(c town) bool { return inBox(c, -10, -75, 20, -69) && c.Kind == "camp" }, map[string]string{"bbox": "-10,-75,20,-69", "kind": "camp"}},
		{"SQL", []string{"-sql", "SELECT key FROM towns WHERE kind = 'camp' AND open = 0"},
			func(c town) bool { return c.Kind == "camp" && !c.Open }, map[string]string{"kind": "camp", "open": "0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.take()
			args := append([]string{"-ro", "-q", "-al", "-oo", "PAGE_SIZE=1000"}, tt.args...)
			said := gdal(t, "ogrinfo", append(args, "OAPIF:"+w.address)...)
			if got, want := keysIn(t, said), keysOf(gdalTowns, tt.match); !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("got %s, want %s", shortly(got), shortly(want))
			}
			tt.check(t, w.take())
		})
	}
}

// check looks at the first page that GDAL took of what it was asked for.
func (g gdalQuestion) check(t *testing.T, seen []asking) {
	t.Helper()
	if bad := refused(seen); len(bad) > 0 {
		t.Errorf("refused: %+v", bad)
	}
	pages := items(seen) // the first is a look at what properties there are
	if len(pages) < 2 {
		t.Fatalf("GDAL took no page: %+v", seen)
	}
	for name, want := range g.sent {
		if got := pages[1].query.Get(name); got != want {
			t.Errorf("%s=%q, want %q", name, got, want)
		}
	}
}

var keyLine = regexp.MustCompile(`(?m)^  key \(Integer\) = (\d+)$`)

// keysIn returns the towns' keys that ogrinfo shows, in order.
func keysIn(t *testing.T, said string) []int {
	t.Helper()
	var list []int
	for _, m := range keyLine.FindAllStringSubmatch(said, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// TestGDALCounts asks for counts: from numberMatched, without the features.
func TestGDALCounts(t *testing.T) {
	w := witnessed(t, start(t, townFile(t, t.TempDir(), "towns", gdalTowns)))
	for _, tt := range []struct {
		args []string
		want int
	}{
		{nil, gdalTowns},
		{[]string{"-where", "kind = 'camp'"}, gdalTowns / 4},
		{[]string{"-spat", "-10", "-75", "20", "-69"}, len(keysOf(gdalTowns, func(c town) bool { return inBox(c, -10, -75, 20, -69) }))},
	} {
		w.take()
		args := append([]string{"-ro", "-so", "-oo", "PAGE_SIZE=1000"}, tt.args...)
		said := gdal(t, "ogrinfo", append(args, "OAPIF:"+w.address, "towns")...)
		if got := number(t, `Feature Count: (\d+)`, said); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.args, got, tt.want)
		}
		for _, a := range items(w.take())[1:] { // the first is a look at what properties there are
			if a.query.Get("resultType") != "hits" {
				t.Errorf("%v: GDAL reads features to count them: %+v", tt.args, a)
			}
		}
	}
	one := gdal(t, "ogrinfo", "-ro", "-q", "-oo", "PAGE_SIZE=1000", "-sql", "SELECT COUNT(*) AS n, MIN(people) AS least, MAX(height) AS most FROM towns", "OAPIF:"+w.address)
	for _, want := range []string{"n (Integer) = 2500", "least (Integer) = 0", "most (Real) = 212.375"} {
		if !strings.Contains(one, want) {
			t.Errorf("no %q in:\n%s", want, one)
		}
	}
}
