package server_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/geo/memory"
	"cairn/server"
)

// complaint is a problem document, as far as the tests look at it.
type complaint struct {
	Status  int
	Detail  string
	Invalid []struct{ Parameter, Reason string }
}

// complaintOf reads one; it must be whole.
func complaintOf(t testing.TB, target string, answer *httptest.ResponseRecorder) complaint {
	t.Helper()
	var c complaint
	if err := json.Unmarshal(answer.Body.Bytes(), &c); err != nil || c.Status != answer.Code || c.Detail == "" {
		t.Errorf("%.120s: status %d without a whole problem document (%v): %.300s", target, answer.Code, err, answer.Body)
	}
	return c
}

// TestHostileFilters sends filters that are deep, long or broken: each is answered
// soon, and refused by its name where it cannot be.
func TestHostileFilters(t *testing.T) {
	w := serveSeeds(t)
	repeat := strings.Repeat
	escape := strings.NewReplacer(" ", "+", "%", "%25", "&", "%26", "+", "%2B") // no more, or it would be too long
	ring := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%.4f %.4f,", 40+math.Cos(float64(i)/float64(n)*2*math.Pi), 36+math.Sin(float64(i)/float64(n)*2*math.Pi))
		}
		return "POLYGON((" + b.String() + "41 36))"
	}
	cases := []struct {
		name, lang, filter string
		status             int
	}{
		{"deep in parentheses", "", repeat("(", 30_000) + "kind='x'" + repeat(")", 30_000), 400},
		{"deep in NOT", "", repeat("NOT ", 15_000) + "disputed", 400},
		{"deep, and never closed", "", repeat("(", 60_000), 400},
		{"deep in minus", "", "position_accuracy=" + repeat("-", 50_000) + "1", 400},
		{"a wide OR", "", "kind='x'" + repeat(" OR kind='y'", 4_900), 400},
		{"a narrower OR", "", "kind='camp'" + repeat(" OR kind='y'", 3_000), 200},
		{"IN with many", "", "kind IN ('camp'" + repeat(",'a'", 14_000) + ")", 400},
		{"IN with as many as there may be", "", "kind IN ('camp'" + repeat(",'a'", 9_000) + ")", 200},
		{"many stars", "", "name LIKE '" + repeat("%a", 20_000) + "b'", 200},
		{"only stars", "", "name LIKE '" + repeat("%", 50_000) + "'", 200},
		{"many underscores", "", "name LIKE '%" + repeat("_", 50_000) + "%'", 200},
		{"a polygon of 60 KB", "", "S_INTERSECTS(geometry," + ring(3_500) + ")", 200},
		{"a polygon that crosses itself", "", "S_WITHIN(geometry,POLYGON((30 30,50 40,50 30,30 40,30 30)))", 200},
		{"a polygon without area", "", "S_INTERSECTS(geometry,POLYGON((1 1,1 1,1 1,1 1)))", 200},
		{"an empty polygon", "", "S_INTERSECTS(geometry,POLYGON EMPTY)", 400},
		{"deep collections", "", "S_INTERSECTS(geometry," + repeat("GEOMETRYCOLLECTION(", 3_000) + "POINT(1 1)" + repeat(")", 3_000) + ")", 400},
		{"a box beyond", "", "S_INTERSECTS(geometry,BBOX(-999,0,1,1))", 400},
		{"a large exponent", "", "position_accuracy < 1e308 AND position_accuracy > 1e309", 400},
		{"a long number", "", "position_accuracy < " + repeat("9", 400), 400},
		{"division by zero", "", "position_accuracy / 0 = 1", 200},
		{"overflow", "", "position_accuracy * 1e308 * 1e308 > 0", 200},
		{"power", "", "position_accuracy ^ 999999 > 0", 200},
		{"a call of what is no function", "", "a.b.c.d()=1", 400},
		{"SQL", "", "name='x' OR 1=1--", 400},
		{"SQL in a text", "", "name='x'') OR 1=1--'", 200},
		{"a name with quotes", "", `"a]b""c'd"=1`, 400},
		{"a name of another script", "", "سجن='x'", 400},
		{"a name that turns round", "", "\"\u202e\"='x'", 400},
		{"two filters", "", "kind='x';kind='y'", 400},
		{"a time that is none", "", "claimed_at > TIMESTAMP('2026-13-01T00:00:00Z')", 400},
		{"dates that end before they begin", "", "T_DURING(INTERVAL('2026-01-02','2026-01-01'),INTERVAL('..','..'))", 400},
		{"deep JSON", "cql2-json", repeat(`{"op":"not","args":[`, 2_000) + "true" + repeat("]}", 2_000), 400},
		{"deep JSON, never closed", "cql2-json", repeat("[", 60_000), 400},
		{"wide JSON", "cql2-json", `{"op":"or","args":[true` + repeat(",true", 12_000) + "]}", 400},
		{"JSON that is none", "cql2-json", "{'op':'='}", 400},
		{"JSON and more", "cql2-json", "true true", 400},
		{"a number", "cql2-json", "1", 400},
		{"no arguments", "cql2-json", `{"op":"="}`, 400},
		{"a property that is no text", "cql2-json", `{"op":"=","args":[{"property":{"property":"name"}},1]}`, 400},
		{"a surrogate alone", "cql2-json", `{"op":"=","args":[{"property":"name"},"\ud800"]}`, 400},
		{"a geometry with nothing", "cql2-json", `{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[]}]}`, 400},
		{"text as JSON", "cql2-json", "kind='camp'", 400},
		{"JSON as text", "", `{"op":"=","args":[{"property":"kind"},"camp"]}`, 400},
	}
	for _, c := range cases {
		for _, resource := range []string{"items?", "items?f=csv&", "aggregate?", "nearest?point=40,36&"} {
			target := "/collections/places/" + resource + "filter=" + escape.Replace(c.filter)
			if c.lang != "" {
				target += "&filter-lang=" + c.lang
			}
			start := time.Now()
			answer := w.get(target)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s, %s: took %v", c.name, resource, took)
			}
			want := c.status
			if len(target) > 64<<10 {
				want = http.StatusRequestURITooLong
			}
			if answer.Code != want {
				t.Errorf("%s, %s: status %d, want %d: %.300s", c.name, resource, answer.Code, want, answer.Body)
				continue
			}
			if answer.Code == http.StatusBadRequest {
				if p := complaintOf(t, target, answer); len(p.Invalid) != 1 || p.Invalid[0].Parameter != "filter" {
					t.Errorf("%s, %s: %+v", c.name, resource, p)
				}
				if answer.Body.Len() > 300_000 {
					t.Errorf("%s: the complaint has %d bytes", c.name, answer.Body.Len())
				}
			}
		}
	}
}

// TestHostileCursors sends cursors that the server has not made.
func TestHostileCursors(t *testing.T) {
	w := serveSeeds(t)
	keys := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for cursor, want := range map[string]int{
		"1~" + keys(`["camp"]`):                           200,
		"1~" + keys(`[null]`):                             200,
		"1~" + keys(`[ 5 ]`):                              200,
		"1~" + keys(`[99999999999999999999]`):             200,
		"1~" + keys(`["\ud800"]`):                         200,
		"zzzzzzzzz~" + keys(`["camp"]`):                   200,
		"1":                                               400,
		"1~":                                              400,
		"~" + keys(`["camp"]`):                            400,
		"1~" + keys(`["camp","x"]`):                       400,
		"1~" + keys(`[]`):                                 400,
		"1~" + keys(`{}`):                                 400,
		"1~" + keys(`[{}]`):                               400,
		"1~" + keys(`[[1]]`):                              400,
		"1~" + keys(`[NaN]`):                              400,
		"1~" + keys(`["camp"]x`):                          400,
		"1~" + keys("[\"\xff"):                            400,
		"1~" + keys(strings.Repeat("[", 20_000)):          400,
		"1~" + keys(`["camp"]`) + "=":                     400,
		"-1~" + keys(`["camp"]`):                          400,
		strings.Repeat("z", 40) + "~" + keys(`["x"]`):     400,
		"%D9%A1~" + keys(`["camp"]`):                      400,
		"1~" + keys(`["camp"]`) + "~" + keys(`["y"]`):     400,
		"%3Cscript%3E":                                    400,
		"1~" + strings.ReplaceAll(keys(`["?"]`), "=", ""): 200,
	} {
		target := "/collections/places/items?sortby=kind&cursor=" + cursor
		answer := w.get(target)
		if answer.Code != want {
			t.Errorf("cursor %.60s: status %d, want %d: %.300s", cursor, answer.Code, want, answer.Body)
			continue
		}
		if want == http.StatusBadRequest {
			if p := complaintOf(t, target, answer); len(p.Invalid) != 1 || p.Invalid[0].Parameter != "cursor" {
				t.Errorf("cursor %.60s: %+v", cursor, p)
			}
		}
	}
}

// TestHostileLists sends lists of names that are long or odd.
func TestHostileLists(t *testing.T) {
	w := serveSeeds(t)
	for _, c := range []struct {
		query, parameter string // "" where the answer is 200
	}{
		{"sortby=exec(java.lang.Runtime)", "sortby"},
		{"sortby=" + strings.Repeat("kind,", 9_000) + "name", "sortby"},
		{"sortby=" + strings.Repeat("%22", 9_000), "sortby"},
		{"sortby=%22kind%22,-%22name%22", ""},
		{"sortby=%22kind", "sortby"},
		{"sortby=%22kind%22x", "sortby"},
		{"sortby=kind;name", "sortby"},
		{"sortby=--kind", "sortby"},
		{"sortby=geometry", "sortby"},
		{"sortby=\u202ekind", "sortby"},
		{"properties=" + strings.Repeat("kind,", 9_000) + "name", ""},
		{"properties=%22kind%22", ""},
		{"properties=%22", "properties"},
		{"properties=kind,", "properties"},
		{"properties=__proto__", "properties"},
		{"bbox=" + strings.Repeat("1,", 9_000) + "1", "bbox"},
		{"bbox=1_0,1,20,2", "bbox"},
		{"bbox=1,1,2,0x2&bbox-crs=EPSG:4326", "bbox"},
		{"bbox=1,1,2,Infinity&bbox-crs=EPSG:3857", "bbox"},
		{"bbox=1,1,2,1e400&bbox-crs=EPSG:3857", "bbox"},
		{"bbox=1e300,1e300,1.1e300,1.1e300&bbox-crs=EPSG:32637", "bbox"},
		{"bbox-crs=" + strings.Repeat("x", 9_000), "bbox-crs"},
		{"crs=http://169.254.169.254/latest", "crs"},
		{"crs=EPSG:32601", "crs"},
		{"crs=EPSG:32661", "crs"},
		{"filter-crs=%3Cscript%3E&filter=kind='x'", "filter-crs"},
		{"profile=x", "profile"},
		{"according-to=" + strings.Repeat("sdf,", 9_000) + "x", "according-to"},
		{"position_accuracy=0x1p3", "position_accuracy"},
	} {
		target := "/collections/places/items?" + c.query
		answer := w.get(target)
		if c.parameter == "" {
			if answer.Code != http.StatusOK {
				t.Errorf("%.80s: status %d: %.300s", c.query, answer.Code, answer.Body)
			}
			continue
		}
		if answer.Code != http.StatusBadRequest {
			t.Errorf("%.80s: status %d, want 400: %.300s", c.query, answer.Code, answer.Body)
			continue
		}
		if p := complaintOf(t, target, answer); len(p.Invalid) != 1 || p.Invalid[0].Parameter != c.parameter {
			t.Errorf("%.80s: %.300s, want %s", c.query, answer.Body, c.parameter)
		}
	}
}

// TestSlow gives every way to ask no time: each says so before its first byte.
func TestSlow(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(5_000)))
	w := serve(t, server.Config{Store: store, Limits: server.Limits{Duration: time.Nanosecond}})
	const filter = "depth*2>10+AND+name+LIKE+'%25a%25b%25'"
	for _, target := range []string{
		"items?filter=" + filter, "items?resultType=hits&filter=" + filter, "items?sortby=-depth,name", "items?f=html&filter=" + filter,
		"items?f=geojsonseq", "items?f=csv", "items?f=kml", "items?f=fgb", "items?f=parquet", "items?f=gpkg", "items?f=jsonfg&limit=5000",
		"aggregate?group=hex&cell=1000", "aggregate?group=owner&f=csv", "nearest?point=1,1&filter=" + filter, "nearest?point=1,1&f=html&filter=" + filter,
	} {
		answer := w.get("/collections/wells/" + target)
		if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
			t.Errorf("%s: status %d, want 503: %.200s", target, answer.Code, answer.Body)
		}
		for _, name := range []string{"Content-Disposition", "Etag", "Ogc-Numbermatched", "Link", "Content-Crs"} {
			if got := answer.Header().Get(name); got != "" {
				t.Errorf("%s: the problem document has %s: %s", target, name, got)
			}
		}
	}
}
