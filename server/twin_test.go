package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// thing is a feature as the test knows it: nothing of geo is used to say what a
// query must find.
type thing struct {
	id       string
	located  bool
	lon, lat float64
	number   *int   // nil: null or not there
	word     string // "": not there
	from, to int    // days of January 2026, both held; 0: no time
}

var thingWords = []string{"", "alpha", "Beta", "gämma", "سجن", "a,b", `q"t`, "it's"}

// things makes n of them, with many equal values and places on round degrees, so
// that edges and ties are met.
func things(r *rand.Rand, n int) []thing {
	list := make([]thing, n)
	for i := range list {
		t := thing{id: fmt.Sprintf("t%03d", i), word: thingWords[r.IntN(len(thingWords))]}
		if t.located = r.IntN(10) > 0; t.located {
			t.lon, t.lat = float64(r.IntN(73)*5-180), float64(r.IntN(33)*5-80)
		}
		if v := r.IntN(12) - 3; v < 8 {
			t.number = &v
		}
		if r.IntN(5) > 0 {
			t.from = 1 + r.IntN(25)
			t.to = t.from + r.IntN(5)
		}
		list[i] = t
	}
	return list
}

// thingsText is the things as GeoJSON.
func thingsText(list []thing) string {
	var all []any
	for _, t := range list {
		p := map[string]any{}
		if t.number != nil {
			p["number"] = *t.number
		} else if len(t.id)%2 == 0 {
			p["number"] = nil
		}
		if t.word != "" {
			p["word"] = t.word
		}
		if t.from > 0 {
			p["start"], p["end"] = januaryDay(t.from), januaryDay(t.to)
		}
		var g any
		if t.located {
			g = map[string]any{"type": "Point", "coordinates": []float64{t.lon, t.lat}}
		}
		all = append(all, map[string]any{"type": "Feature", "id": t.id, "geometry": g, "properties": p})
	}
	b, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": all})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func januaryDay(d int) string { return fmt.Sprintf("2026-01-%02d", d) }

// question is a query string, and what it is true of.
type question struct {
	query url.Values
	holds []func(thing) bool
	order []func(a, b thing) int
}

func (q *question) add(name, value string, holds func(thing) bool) {
	q.query.Set(name, value)
	if holds != nil {
		q.holds = append(q.holds, holds)
	}
}

// ask makes a random question.
func randomQuestion(r *rand.Rand) *question {
	q := &question{query: url.Values{}}
	if r.IntN(2) == 0 {
		q.askBox(r)
	}
	if r.IntN(3) > 0 {
		text, holds := randomFilter(r, 2)
		q.add("filter", text, func(t thing) bool { return holds(t) == yes })
	}
	if r.IntN(3) == 0 {
		from := 1 + r.IntN(25)
		to := from + r.IntN(6)
		when := [...]string{januaryDay(from) + "/" + januaryDay(to), januaryDay(from), "../" + januaryDay(to), januaryDay(from) + "/.."}
		kind := r.IntN(len(when))
		q.add("datetime", when[kind], func(t thing) bool {
			switch {
			case t.from == 0:
				return true
			case kind == 1:
				return t.from <= from && from <= t.to
			}
			return (kind == 2 || t.to >= from) && (kind == 3 || t.from <= to)
		})
	}
	if word := thingWords[r.IntN(len(thingWords))]; word != "" && r.IntN(6) == 0 {
		q.add("word", word, func(t thing) bool { return t.word == word })
	}
	if r.IntN(2) == 0 {
		q.askOrder(r)
	}
	return q
}

// askBox asks for a box, in one of three systems, often across the antimeridian.
func (q *question) askBox(r *rand.Rand) {
	west, east := float64(r.IntN(73)*5-180), float64(r.IntN(73)*5-180)
	south := float64(r.IntN(33)*5 - 80)
	north := min(south+float64(r.IntN(8)*5), 85)
	system := r.IntN(3)
	if system == 2 && west > east {
		west, east = east, west
	}
	q.holds = append(q.holds, func(t thing) bool {
		across := west > east && (t.lon >= west || t.lon <= east)
		edge := (t.lon == 180 && west == -180) || (t.lon == -180 && east == 180) // one meridian
		return t.located && t.lat >= south && t.lat <= north && (across || edge || t.lon >= west && t.lon <= east)
	})
	switch system {
	case 0:
		q.add("bbox", fmt.Sprint(west, ",", south, ",", east, ",", north), nil)
	case 1:
		q.add("bbox", fmt.Sprint(south, ",", west, ",", north, ",", east), nil)
		q.add("bbox-crs", "http://www.opengis.net/def/crs/EPSG/0/4326", nil)
	case 2: // spherical Mercator (EPSG 1024), with a hundredth of a degree around it
		x := func(lon float64) float64 { return lon * math.Pi / 180 * 6378137 }
		y := func(lat float64) float64 { return math.Log(math.Tan(math.Pi/4+lat*math.Pi/360)) * 6378137 }
		q.add("bbox", fmt.Sprintf("%.4f,%.4f,%.4f,%.4f", x(max(west-.01, -180)), y(south-.01), x(min(east+.01, 180)), y(north+.01)), nil)
		q.add("bbox-crs", "EPSG:3857", nil)
	}
}

// askOrder asks for an order by one or two properties.
func (q *question) askOrder(r *rand.Rand) {
	var names []string
	for _, name := range [...][]string{{"number", "word"}, {"word"}, {"number"}, {"start", "id"}, {"id"}}[r.IntN(5)] {
		sign := 1
		if r.IntN(2) == 0 {
			sign, name = -1, "-"+name
		}
		names = append(names, name)
		q.order = append(q.order, func(a, b thing) int { return compareThings(strings.TrimPrefix(name, "-"), sign, a, b) })
	}
	q.add("sortby", strings.Join(names, ","), nil)
}

// compareThings compares by a property; what has none comes last either way.
func compareThings(name string, sign int, a, b thing) int {
	switch name {
	case "id":
		return sign * strings.Compare(a.id, b.id)
	case "number":
		if a.number == nil || b.number == nil {
			return missing(a.number == nil, b.number == nil)
		}
		return sign * (*a.number - *b.number)
	case "start":
		if a.from == 0 || b.from == 0 {
			return missing(a.from == 0, b.from == 0)
		}
		return sign * (a.from - b.from)
	}
	if a.word == "" || b.word == "" {
		return missing(a.word == "", b.word == "")
	}
	return sign * strings.Compare(a.word, b.word)
}

func missing(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// truth is what a condition can be (OGC 21-065r2 §6.5).
type truth int

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// randomFilter makes a filter, and says of a thing what it is.
func randomFilter(r *rand.Rand, depth int) (string, func(thing) truth) {
	if depth == 0 || r.IntN(3) == 0 {
		return randomTerm(r)
	}
	left, a := randomFilter(r, depth-1)
	right, b := randomFilter(r, depth-1)
	switch r.IntN(3) {
	case 0:
		return "(" + left + " AND " + right + ")", func(t thing) truth { return min(a(t), b(t)) }
	case 1:
		return "(" + left + " OR " + right + ")", func(t thing) truth { return max(a(t), b(t)) }
	}
	return "NOT (" + left + ")", func(t thing) truth { return yes - a(t) }
}

func randomTerm(r *rand.Rand) (string, func(thing) truth) {
	v := r.IntN(12) - 3
	ofNumber := func(holds func(n int) bool) func(thing) truth {
		return func(t thing) truth {
			if t.number == nil {
				return unknown
			}
			return truthOf(holds(*t.number))
		}
	}
	ofWord := func(holds func(s string) bool) func(thing) truth {
		return func(t thing) truth {
			if t.word == "" {
				return unknown
			}
			return truthOf(holds(t.word))
		}
	}
	word := thingWords[1+r.IntN(len(thingWords)-1)]
	quoted := "'" + strings.ReplaceAll(word, "'", "''") + "'"
	text := strconv.Itoa(v)
	switch r.IntN(9) {
	case 0:
		return "number = " + text, ofNumber(func(n int) bool { return n == v })
	case 1:
		return "number > " + text, ofNumber(func(n int) bool { return n > v })
	case 2:
		return "number BETWEEN " + text + " AND 5", ofNumber(func(n int) bool { return n >= v && n <= 5 })
	case 3:
		return "word = " + quoted, ofWord(func(s string) bool { return s == word })
	case 4:
		return "word IN (" + quoted + ",'Beta')", ofWord(func(s string) bool { return s == word || s == "Beta" })
	case 5:
		return "word LIKE '%a%'", ofWord(func(s string) bool { return strings.Contains(s, "a") })
	case 6:
		return "number IS NULL", func(t thing) truth { return truthOf(t.number == nil) }
	case 7:
		return "number * 2 <= " + text, ofNumber(func(n int) bool { return n*2 <= v })
	}
	return "S_INTERSECTS(geometry, BBOX(-20,-30,60,40))", func(t thing) truth {
		if !t.located {
			return unknown
		}
		return truthOf(t.lon >= -20 && t.lon <= 60 && t.lat >= -30 && t.lat <= 40)
	}
}

// TestTwin asks random questions, through all pages, and answers them by a plain
// loop too.
func TestTwin(t *testing.T) {
	const seed1, seed2 = 3, 5
	r := rand.New(rand.NewPCG(seed1, seed2))
	list := things(r, 300)
	store := memory.New(toldAt)
	load(t, store, "things", strings.NewReader(thingsText(list)))
	w := serve(t, server.Config{Store: store})
	found := 0
	for range 400 {
		q := randomQuestion(r)
		var want []string
		for _, one := range list {
			if !slices.ContainsFunc(q.holds, func(holds func(thing) bool) bool { return !holds(one) }) {
				want = append(want, one.id)
			}
		}
		found += len(want)
		got := allPages(t, w, q.query, 1+r.IntN(60), len(want))
		if q.order != nil {
			checkOrder(t, q, list, got)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%v: got %v, want %v", q.query, got, want)
		}
		checkElsewhere(t, w, q, list, want)
	}
	if found < 4000 {
		t.Errorf("all questions together found %d: too few to say anything", found)
	}
}

// checkElsewhere asks the same of the other resources and of files.
func checkElsewhere(t *testing.T, w *world, q *question, list []thing, want []string) {
	t.Helper()
	query := maps.Clone(q.query)
	query.Del("limit")
	if file := w.get("/collections/things/items?f=csv&properties=number&" + query.Encode()); strings.Count(file.Body.String(), "\r\n") != len(want)+1 ||
		file.Header().Get("Ogc-Numbermatched") != strconv.Itoa(len(want)) {
		t.Errorf("%v as CSV: %d lines, want %d: %v", q.query, strings.Count(file.Body.String(), "\r\n"), len(want)+1, file.Header())
	}
	query.Del("sortby")
	if sum := w.get("/collections/things/aggregate?" + query.Encode()); !strings.Contains(sum.Body.String(), `"aggregate":{"features":`+strconv.Itoa(len(want))+"}") {
		t.Errorf("%v: want %d counted: %.400s", q.query, len(want), sum.Body)
	}
	var located []string
	for _, one := range list {
		if one.located && slices.Contains(want, one.id) {
			located = append(located, one.id)
		}
	}
	var near []string
	for _, f := range read(t, w.get("/collections/things/nearest?limit=10000&point=10,10&"+query.Encode())).Features {
		near = append(near, f.ID)
	}
	if slices.Sort(near); !slices.Equal(near, located) {
		t.Errorf("%v by distance: got %v, want %v", q.query, near, located)
	}
}

// allPages follows the next links, and holds each page's numbers to matched.
func allPages(t *testing.T, w *world, query url.Values, limit, matched int) (ids []string) {
	t.Helper()
	query.Set("limit", strconv.Itoa(limit))
	for target := "/collections/things/items?" + query.Encode(); target != ""; {
		page := read(t, w.get(target))
		if page.NumberMatched != matched || page.NumberReturned != len(page.Features) || len(page.Features) > limit {
			t.Fatalf("%s: matched %d, returned %d of %d, want %d matched", target, page.NumberMatched, page.NumberReturned, len(page.Features), matched)
		}
		for _, f := range page.Features {
			ids = append(ids, f.ID)
		}
		if len(ids) > matched+limit {
			t.Fatalf("%s: more and more features", target)
		}
		target = strings.TrimPrefix(page.next(), "http://example.com")
	}
	return ids
}

// checkOrder looks whether each feature may follow the one before it.
func checkOrder(t *testing.T, q *question, list []thing, ids []string) {
	t.Helper()
	byID := map[string]thing{}
	for _, one := range list {
		byID[one.id] = one
	}
	for i := 1; i < len(ids); i++ {
		a, b := byID[ids[i-1]], byID[ids[i]]
		for _, compare := range q.order {
			c := compare(a, b)
			if c > 0 {
				t.Errorf("%v: %+v before %+v", q.query, a, b)
			}
			if c != 0 {
				break
			}
		}
	}
}
