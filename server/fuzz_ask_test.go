package server_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// mustAnswer asks, and holds the answer to what no request may bring about: a fault
// of the server's, or a refusal that does not say what is wrong.
func mustAnswer(t *testing.T, w *world, r *http.Request, blamed ...string) {
	t.Helper()
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	target := r.URL.String()
	if answer.Code >= 500 {
		t.Fatalf("%.300q: status %d: %s", target, answer.Code, answer.Body)
	}
	if answer.Code != http.StatusBadRequest {
		return
	}
	c := complaintOf(t, target, answer)
	if len(blamed) == 0 {
		return
	}
	if len(c.Invalid) == 0 {
		t.Fatalf("%.300q: the refusal names no parameter: %s", target, answer.Body)
	}
	for _, f := range c.Invalid {
		if f.Reason == "" || !slices.Contains(blamed, f.Parameter) {
			t.Fatalf("%.300q: the refusal is of %q: %s", target, f.Parameter, answer.Body)
		}
	}
}

// FuzzFilter sends any filter, in both languages, in two systems, to what filters
// can be sent to.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		"kind='camp'", "kind IN ('a','b') AND NOT disputed", "name LIKE '%a_' OR casei(name)=casei('X')", "position_accuracy BETWEEN 1 AND 2e3",
		"S_INTERSECTS(geometry,BBOX(170,-10,-170,10))", "S_WITHIN(geometry,POLYGON((30 30,50 40,50 30,30 40,30 30)))", "S_CROSSES(geometry,LINESTRING(0 0,90 45))",
		"T_DURING(INTERVAL(control_since,'..'),INTERVAL('2026-01-01','2026-02-01'))", "control_since > DATE('2026-01-01')", "A_CONTAINS(control_basis,('x'))",
		"distance(geometry,POINT(40 36))<1000", "position_accuracy/0*-2^3 div 2=1 mod 0", "name IS NOT NULL", "((((", "'", `"`, "\x00", "\xff",
		`{"op":"=","args":[{"property":"kind"},"camp"]}`, `{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[1,2]}]}`,
		`{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},"a%"]}`, `{"op":"in","args":[{"property":"kind"},["a",1]]}`, `[`, `{"date":"2026-01-01"}`,
	} {
		f.Add(s, uint8(len(s)))
	}
	w := serveSeeds(f)
	resources := []string{"items", "aggregate", "nearest", "items", "items"}
	more := []string{"", "group=quadkey&cell=5&value=count,max(position_accuracy)&", "point=40,36&limit=3&", "f=html&", "f=csv&sortby=-kind&"}
	f.Fuzz(func(t *testing.T, filter string, how uint8) {
		i := int(how) % len(resources)
		target := "/collections/places/" + resources[i] + "?" + more[i] + "filter=" + url.QueryEscape(filter)
		if strings.HasPrefix(filter, "{") || strings.HasPrefix(filter, "[") {
			target += "&filter-lang=cql2-json"
		}
		if how >= 128 {
			target += "&filter-crs=EPSG:3857"
		}
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("Accept", "application/json")
		if i == 3 {
			r.Header.Set("Accept", "text/html")
			mustServe(t, w, r)
			return
		}
		mustAnswer(t, w, r, "filter")
	})
}

// mustServe asks for a page, which says by its status alone whether all is well.
func mustServe(t *testing.T, w *world, r *http.Request) {
	t.Helper()
	answer := httptest.NewRecorder()
	if w.ServeHTTP(answer, r); answer.Code >= 500 {
		t.Fatalf("%.300q: status %d: %s", r.URL, answer.Code, answer.Body)
	}
}

// FuzzSort sends any sortby and any list of properties.
func FuzzSort(f *testing.F) {
	for _, s := range []string{"name", "-name,kind", "+id", ",", `"name"`, `-"a,""b",name`, "events", "geometry", "\u202e", "name,name", "-"} {
		f.Add(s)
	}
	w := serveSeeds(f)
	f.Fuzz(func(t *testing.T, list string) {
		for _, name := range []string{"sortby", "properties"} {
			target := "/collections/places/items?limit=2&" + name + "=" + url.QueryEscape(list)
			mustAnswer(t, w, httptest.NewRequest(http.MethodGet, target, nil), name)
		}
	})
}

// FuzzCursor sends any cursor, as it is and as one that holds values.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"1", "zz", "1~WzFd", `["camp",1]`, `[null,null]`, `[1e999,"\ud800"]`, `[{},[]]`, "~", "1~" + strings.Repeat("A", 100)} {
		f.Add(s)
	}
	w := serveSeeds(f)
	f.Fuzz(func(t *testing.T, cursor string) {
		for _, c := range []string{cursor, "2~" + base64.RawURLEncoding.EncodeToString([]byte(cursor))} {
			for _, by := range []string{"", "sortby=kind,-position_accuracy&"} {
				target := "/collections/places/items?limit=2&" + by + "cursor=" + url.QueryEscape(c)
				mustAnswer(t, w, httptest.NewRequest(http.MethodGet, target, nil), "cursor")
			}
		}
	})
}

// FuzzNearestBody sends any body to be told what is nearest to it.
func FuzzNearestBody(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40,36]},"properties":{}}]}`,
		`{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]},"properties":null}`,
		`{"type":"Point","coordinates":[180,90]}`, `{"type":"LineString","coordinates":[[179,0],[-179,0,5]]}`, `{"type":"FeatureCollection","features":[]}`,
		`{"type":"Feature","geometry":null,"properties":{}}`, "", "{", "[]", "\x1f\x8b", "null", `{"type":"Point","coordinates":[1e999,0]}`, `{"type":"GeometryCollection","geometries":[]}`,
	} {
		f.Add(s)
	}
	w := serveSeeds(f)
	f.Fuzz(func(t *testing.T, body string) {
		for _, query := range []string{"", "?f=geojsonseq&limit=2&crs=EPSG:3857"} {
			r := httptest.NewRequest(http.MethodPost, "/collections/places/nearest"+query, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/geo+json")
			mustAnswer(t, w, r)
		}
	})
}
