package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/server"
)

// FuzzQuery compares the parser of query strings with the standard library's.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"", "a=1", "a=1&b=2", "a=%20+x", "a=%zz", "&&a=1&", "a", "=", "a=b=c", "%D8%B3=%D8%AC", "a=\x00", "a=1;b=2", "limit=1&limit=2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		names, values, err := server.ParseQuery(raw, 64)
		for i := range names {
			if !utf8.ValidString(names[i]) || !utf8.ValidString(values[i]) || strings.ContainsRune(names[i]+values[i], 0) {
				t.Fatalf("%q: let %q=%q through", raw, names[i], values[i])
			}
		}
		if err != nil || strings.Contains(raw, ";") {
			return // the standard library refuses semicolons, we do not
		}
		want, err := url.ParseQuery(plusses(raw))
		if err != nil {
			t.Fatalf("%q: taken, but %v", raw, err)
		}
		if len(want) != len(names) {
			t.Fatalf("%q: %d names, want %d", raw, len(names), len(want))
		}
		for i, name := range names {
			if got := want[name]; len(got) != 1 || got[0] != values[i] {
				t.Fatalf("%q: %s is %q, want %q", raw, name, values[i], got)
			}
		}
	})
}

// plusses encodes + in values where %20 stands for the space, which the standard
// library takes for one more.
func plusses(raw string) string {
	pairs := strings.Split(raw, "&")
	for i, pair := range pairs {
		if name, value, ok := strings.Cut(pair, "="); ok && strings.Contains(value, "%20") {
			pairs[i] = name + "=" + strings.ReplaceAll(value, "+", "%2B")
		}
	}
	return strings.Join(pairs, "&")
}

// FuzzAccept looks that no Accept header gets more than there is.
func FuzzAccept(f *testing.F) {
	for _, s := range []string{"", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/geo+json;q=0", ";q=1", "a/b;q=.5;q=1", "text/*;q=0.3, text/html;q=0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		name, media := server.Choose(accept)
		if name != "" && !slices.Contains(server.FeatureMedia(name), media) || name == "" && media != "" {
			t.Fatalf("%q: %q as %q", accept, name, media)
		}
	})
}

// FuzzTarget sends any target: nothing may break, and a wrong one is the
// client's fault.
func FuzzTarget(f *testing.F) {
	for _, s := range []string{"/", "/collections/places/items?bbox=1,2,3,4&limit=5", "/collections/places/nearest?point=1,2", "/situation?place=raqqa", "/collections/places/items/%2F", "/api?f=html", "/collections/places/items/raqqa?crs=EPSG:32601", "/collections/places/aggregate?group=hex&cell=0", "/collections/places/schema?x=1"} {
		f.Add(s)
	}
	w := serveSeeds(f)
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.URL, r.RequestURI = u, target
		answer := httptest.NewRecorder()
		if w.ServeHTTP(answer, r); answer.Code >= 500 {
			t.Fatalf("%q: status %d: %s", target, answer.Code, answer.Body)
		}
		if answer.Code == http.StatusBadRequest && strings.HasPrefix(answer.Header().Get("Content-Type"), "application/") &&
			len(complaintOf(t, target, answer).Invalid) == 0 {
			t.Fatalf("%q: the refusal names no parameter: %s", target, answer.Body)
		}
	})
}

func TestChoose(t *testing.T) {
	for accept, want := range map[string]string{
		"": "geojson application/geo+json", "*/*": "geojson application/geo+json",
		"application/geo+json": "geojson application/geo+json", "application/json": "geojson application/json",
		"application/geo+json, application/json":                          "geojson application/geo+json",
		"application/json, */*;q=0.1":                                     "geojson application/json",
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "html text/html; charset=utf-8",
		"text/*":                            "html text/html; charset=utf-8",
		"Application/Geo+JSON-Seq":          "geojsonseq application/geo+json-seq",
		"application/geo+json;q=0, */*":     "geojsonseq application/geo+json-seq",
		"text/html;q=0.2, application/*":    "geojson application/geo+json",
		"image/png":                         " ",
		"text/html; charset=utf-8; q=0.001": "html text/html; charset=utf-8",
	} {
		name, media := server.Choose(accept)
		if got := name + " " + media; got != want {
			t.Errorf("Accept %q: %q, want %q", accept, got, want)
		}
	}
}

func TestNearestName(t *testing.T) {
	known := []string{"limit", "bbox", "datetime", "properties", "skipGeometry"}
	for wrong, want := range map[string]string{
		"limt": "limit", "LIMIT": "limit", "bbxo": "bbox", "date-time": "datetime", "property": "properties",
		"skipgeometry": "skipGeometry", "zzzz": "", "x": "", "سجن": "",
	} {
		if got := server.NearestName(wrong, known...); got != want {
			t.Errorf("%q: %q, want %q", wrong, got, want)
		}
	}
}
