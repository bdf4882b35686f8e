package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHostile sends what strangers and bad luck will send: each gets a clear 4xx
// problem document that names the parameter.
func TestHostile(t *testing.T) {
	w := serveSeeds(t)
	const items, near = "/collections/places/items?", "/collections/places/nearest?point=39,36&"
	for _, c := range []struct {
		target    string
		status    int
		parameter string // in the first of "invalid"; "" for none
	}{
		// names are looked up, never evaluated
		{items + "sortby=exec(java.lang.Runtime)", 400, "sortby"},
		{items + "properties=../..", 400, "properties"},
		{items + "properties=name,%3Cscript%3E", 400, "properties"},
		{items + "filter=a.b.c.d()=1", 400, "filter"},
		{items + "x')%20OR%201=1--=1", 400, "x') OR 1"},
		{items + "__proto__=1", 400, "__proto__"},
		// limits
		{items + "limit=0", 400, "limit"},
		{items + "limit=-1", 400, "limit"},
		{items + "limit=1e9", 400, "limit"},
		{items + "limit=+5", 400, "limit"},
		{items + "limit=ten", 400, "limit"},
		{items + "limit=", 400, "limit"},
		{items + "limit", 400, "limit"},
		{items + "limit=1&limit=2", 400, "limit"},
		{items + "limit=%D9%A1%D9%A2", 400, "limit"}, // Arabic digits
		// numbers that are none
		{items + "bbox=", 400, "bbox"},
		{items + "bbox=1,2,3", 400, "bbox"},
		{items + "bbox=1,2,3,4,5", 400, "bbox"},
		{items + "bbox=1,2,3,4,5,6,7", 400, "bbox"},
		{items + "bbox=NaN,NaN,NaN,NaN", 400, "bbox"},
		{items + "bbox=-Inf,-90,Inf,90", 400, "bbox"},
		{items + "bbox=1e400,0,1,1", 400, "bbox"},
		{items + "bbox=0,-91,1,1", 400, "bbox"},
		{items + "bbox=0,0,181,1", 400, "bbox"},
		{items + "bbox=0,10,1,1", 400, "bbox"},
		{items + "bbox=0,0,1,1&bbox=0,0,1,1", 400, "bbox"},
		{items + "bbox=0x1p3,0,9,1", 400, "bbox"},
		{near + "max-distance=0", 400, "max-distance"},
		{near + "max-distance=NaN", 400, "max-distance"},
		{near + "max-distance=1e999", 400, "max-distance"},
		{near + "resultType=hits", 400, "resultType"},
		{"/collections/places/nearest?point=39", 400, "point"},
		{"/collections/places/nearest?point=39,36,5", 400, "point"},
		{"/collections/places/nearest?point=Inf,36", 400, "point"},
		{"/collections/places/nearest?point=36,-90.0001", 400, "point"},
		{"/collections/places/nearest?point=180.5,0", 400, "point"},
		{"/collections/places/nearest?point=POINT(1%202", 400, "point"},
		{"/collections/places/nearest?point=POINT%20EMPTY", 400, "point"},
		// times
		{items + "datetime=", 400, "datetime"},
		{items + "datetime=/", 400, "datetime"},
		{items + "datetime=2026-02-30", 400, "datetime"},
		{items + "datetime=2026-01-21/2026-01-20", 400, "datetime"},
		{items + "datetime=now", 400, "datetime"},
		{items + "datetime=T", 400, "datetime"},
		{items + "datetime=2026-01-20T08T", 400, "datetime"},
		{items + "datetime=2026-01-20T25:00:00Z", 400, "datetime"},
		// words
		{items + "skipGeometry=yes", 400, "skipGeometry"},
		{items + "resultType=none", 400, "resultType"},
		{items + "cursor=%00", 400, "cursor"},
		{items + "cursor=not-ours", 400, "cursor"},
		{items + "cursor=0", 400, "cursor"},
		{items + "f=exe", 400, "f"},
		{items + "f=..%2F..%2Fetc%2Fpasswd", 400, "f"},
		// values that no property could have
		{items + "position_accuracy=abc", 400, "position_accuracy"},
		{items + "position_accuracy=NaN", 400, "position_accuracy"},
		{items + "position_accuracy=6e3", 200, ""},
		{items + "disputed=maybe", 400, "disputed"},
		{items + "disputed=TRUE", 400, "disputed"},
		{items + "events=x", 400, "events"},
		{items + "control_basis=%7B%7D", 400, "control_basis"},
		{near + "reference_only=2", 400, "reference_only"},
		{"/collections/events/items?start=yesterday", 400, "start"},
		{"/collections/events/items?start=2026-01-19", 200, ""},
		{"/collections/events/items?kind=no%20kind", 200, ""},
		// encodings
		{items + "name=%zz", 400, "name"},
		{items + "name=%FF%FE", 400, "name"},
		{items + "na%00me=1", 400, "na%00me"},
		{items + "name=a%00b", 400, "name"},
		{items + "=1", 400, ""},
		{items + strings.Repeat("&", 5000), 200, ""},
		{items + strings.Repeat("a=1&", 100), 400, "a"},
		{items + manyParameters(65), 400, "a4xxxxxx"},
		{items + "name=" + strings.Repeat("x", 70_000), 414, ""},
		// paths
		{"/collections/" + strings.Repeat("a", 200) + "/items", 404, ""},
		{"/collections/places/items/" + strings.Repeat("a", 2000), 404, ""},
		{"/collections/..%2F..%2Fetc/items", 404, ""},
		{"/collections/places/items/%00", 404, ""},
		{"/collections/%FF/items", 404, ""},
		{"/collections//items", 404, ""},
		{"//evil.example/collections/", 404, ""},
		{"/collections/places/items/x%27)%20OR%201=1--", 404, ""},
		{"/collections/places/tiles/WebMercatorQuad/9999/1/1", 404, ""},
		{"/.git/config", 404, ""},
	} {
		answer := w.get(c.target)
		if answer.Code != c.status {
			t.Errorf("GET %.80s: status %d, want %d: %.300s", c.target, answer.Code, c.status, answer.Body)
			continue
		}
		if c.status < 400 {
			continue
		}
		var p struct {
			Status  int
			Title   string
			Detail  string
			Invalid []struct{ Parameter, Reason string }
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || p.Status != c.status || p.Title == "" || p.Detail == "" {
			t.Errorf("GET %.80s: no whole problem document (%v): %.300s", c.target, err, answer.Body)
		}
		if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("GET %.80s: Content-Type %q", c.target, got)
		}
		if c.parameter != "" && (len(p.Invalid) == 0 || p.Invalid[0].Parameter != c.parameter || p.Invalid[0].Reason == "") {
			t.Errorf("GET %.80s: invalid %+v, want %q first", c.target, p.Invalid, c.parameter)
		}
	}
}

func manyParameters(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("a")
		b.WriteString(string(rune('0' + i%10)))
		b.WriteString(strings.Repeat("x", i/10))
		b.WriteString("=1&")
	}
	return b.String()
}

// TestHostilePages sends what could become script in a page.
func TestHostilePages(t *testing.T) {
	w := serveSeeds(t)
	const script = `"><svg onload=alert(1)>`
	for _, target := range []string{
		"/collections/places/items?f=html&name=" + strings.ReplaceAll(script, " ", "%20"),
		"/collections/places/items?f=html&limit=" + strings.ReplaceAll(script, " ", "%20"),
		"/collections/places/items?f=html&" + strings.ReplaceAll(script, " ", "%20") + "=1",
		"/collections/%22%3E%3Csvg%20onload=alert(1)%3E?f=html",
		"/%22%3E%3Csvg%20onload=alert(1)%3E",
	} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("Accept", "text/html")
		r.Host = `evil"><svg onload=alert(1)>.example`
		r.Header.Set("X-Forwarded-Host", "evil.example")
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, r)
		body := answer.Body.String()
		if strings.Contains(body, "<svg onload") || strings.Contains(body, "evil") {
			t.Errorf("GET %s: it came through:\n%s", target, body)
		}
		if answer.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("GET %s: no policy", target)
		}
	}
}

// TestHostileAccept sends Accept headers that nobody could mean.
func TestHostileAccept(t *testing.T) {
	w := serveSeeds(t)
	for accept, want := range map[string]int{
		strings.Repeat("text/x,", 10_000) + "*/*": 200,
		strings.Repeat(",", 10_000):               406,
		"*/*;q=0":                                 406,
		"*/*;q=NaN":                               406,
		"application/geo+json;q=2":                406,
		"\x00":                                    406,
		"APPLICATION/*":                           200,
	} {
		if got := w.get("/collections/places/items", "Accept: "+accept); got.Code != want {
			t.Errorf("Accept %.40q: status %d, want %d", accept, got.Code, want)
		}
	}
	if got := w.get("/collections/places/items", "Accept-Encoding: "+strings.Repeat("x,", 10_000)+"gzip"); got.Header().Get("Content-Encoding") != "gzip" {
		t.Error("gzip after 10,000 others was not found")
	}
}
