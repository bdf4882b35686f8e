package server_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// targets are an address for each route, with what it must be asked with.
func targets(w *world) []string {
	fill := strings.NewReplacer("{collection}", "places", "{feature}", "raqqa", "{alias:(?i:OGCFeatureServer)}", "ogcfeatureserver")
	var list []string
	for _, pattern := range w.Patterns() {
		target := fill.Replace(pattern) + "?"
		if strings.HasSuffix(pattern, "/nearest") {
			target += "point=39,36&"
		}
		list = append(list, target)
	}
	for _, f := range []string{"geojsonseq", "jsonfg", "csv", "kml", "fgb", "parquet", "gpkg"} {
		list = append(list, "/collections/places/items?filter=kind<>'camp'&sortby=-name&limit=3&f="+f+"&", "/collections/places/items/raqqa?f="+f+"&")
	}
	return append(list, "/collections/places/nearest?point=39,36&f=geojsonseq&", "/collections/claims/aggregate?group=claimed_by&f=csv&")
}

// TestEverywhere holds every route to what all of them promise: unknown, repeated
// and empty parameters are refused by name, HEAD is GET without a body, what has not
// changed is not sent again, and OPTIONS says what there is.
func TestEverywhere(t *testing.T) {
	w := serveSeeds(t)
	for _, target := range targets(w) {
		forms := []string{"", "f=html&"}
		if strings.Contains(target, "f=") {
			forms = forms[:1]
		}
		for _, form := range forms {
			at := target + form
			got := w.get(at)
			if got.Code != http.StatusOK {
				if form == "" {
					t.Logf("left out: GET %s: status %d", at, got.Code)
				}
				continue
			}
			for _, more := range []string{"nonsense=1", "limt=1&nonsense=2", "f=exe", "%6Eonsense=", "%00=1"} {
				refused := w.get(target + more) // without f=html, which forgives what a form leaves blank
				if refused.Code != http.StatusBadRequest || len(complaintOf(t, target+more, refused).Invalid) == 0 {
					t.Errorf("GET %s: status %d: %.200s", target+more, refused.Code, refused.Body)
				}
			}
			if twice := w.get(target + "f=json&f=json"); twice.Code != http.StatusBadRequest {
				t.Errorf("GET %s with f twice: status %d", target, twice.Code)
			}
			if strange := w.get(at + "nonsense=1"); strange.Code != http.StatusBadRequest {
				t.Errorf("GET %snonsense=1: status %d", at, strange.Code)
			}
			checkHead(t, w, at, got.Header())
			checkUnchanged(t, w, at, got.Header())
		}
		checkMethods(t, w, target)
	}
}

// checkHead holds HEAD to GET (RFC 9110 §9.3.2).
func checkHead(t *testing.T, w *world, at string, want http.Header) {
	t.Helper()
	head := w.ask(http.MethodHead, at)
	if head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD %s: status %d, %d bytes", at, head.Code, head.Body.Len())
	}
	got := head.Header()
	for name := range maps.Keys(want) {
		if name != "X-Request-Id" && !slices.Equal(got[name], want[name]) {
			t.Errorf("HEAD %s: %s is %q, of GET %q", at, name, got[name], want[name])
		}
	}
}

// checkUnchanged holds the entity tag to what it is for.
func checkUnchanged(t *testing.T, w *world, at string, h http.Header) {
	t.Helper()
	tag := h.Get("Etag")
	if tag == "" {
		if h.Get("Cache-Control") != "no-store" {
			t.Errorf("GET %s: no ETag, Cache-Control %q", at, h.Get("Cache-Control"))
		}
		return
	}
	if h.Get("Last-Modified") == "" || !strings.Contains(h.Get("Vary"), "Accept") || strings.HasPrefix(tag, "W/") {
		t.Errorf("GET %s: ETag %s, Last-Modified %q, Vary %q", at, tag, h.Get("Last-Modified"), h.Get("Vary"))
	}
	for _, c := range []struct {
		header string
		status int
	}{
		{"If-None-Match: " + tag, 304}, {"If-None-Match: \"x\", W/" + tag, 304}, {"If-None-Match: \"x\"", 200},
		{"If-Match: " + tag, 200}, {"If-Match: \"x\"", 412}, {"If-Modified-Since: " + h.Get("Last-Modified"), 304},
	} {
		got := w.get(at, c.header)
		if got.Code != c.status {
			t.Errorf("GET %s with %s: status %d, want %d", at, c.header, got.Code, c.status)
		}
		if got.Code == http.StatusNotModified && (got.Body.Len() > 0 || got.Header().Get("Etag") != tag || got.Header().Get("Content-Disposition") != "") {
			t.Errorf("GET %s with %s: %d bytes, headers %v", at, c.header, got.Body.Len(), got.Header())
		}
	}
	if packed := w.get(at, "Accept-Encoding: gzip"); packed.Header().Get("Content-Encoding") == "gzip" && packed.Header().Get("Etag") == tag {
		t.Errorf("GET %s: the packed answer has the ETag of the plain one, a strong one", at)
	}
}

// checkMethods asks for what there is, and for what there is not.
func checkMethods(t *testing.T, w *world, at string) {
	t.Helper()
	allow := w.ask(http.MethodOptions, at).Header().Get("Allow")
	if !strings.HasPrefix(allow, "GET, HEAD, OPTIONS") {
		t.Errorf("OPTIONS %s: Allow %q", at, allow)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, "BREW"} {
		if strings.Contains(allow, method) {
			continue
		}
		got := w.ask(method, at)
		if got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") == "" {
			t.Errorf("%s %s: status %d, Allow %q", method, at, got.Code, got.Header().Get("Allow"))
		}
	}
}
