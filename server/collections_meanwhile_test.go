package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// slowly is a body during which something else happens.
type slowly struct {
	meanwhile func()
	io.Reader
}

func (s *slowly) Read(p []byte) (int, error) {
	if s.meanwhile != nil {
		s.meanwhile()
		s.meanwhile = nil
	}
	return s.Reader.Read(p)
}

// sendSlowly answers a request of the admin while whose body is sent something else
// happens.
func (w *world) sendSlowly(method, target, media, body string, meanwhile func()) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, &slowly{meanwhile, strings.NewReader(body)})
	r.Header.Set("Content-Type", media)
	r.Header.Set("Authorization", "Bearer admin")
	out := httptest.NewRecorder()
	w.ServeHTTP(out, r)
	return out
}

// wellsOf makes a server of a collection with one feature, closed to what is not
// declared.
func wellsOf(t *testing.T) *world {
	t.Helper()
	w := serve(t, server.Config{Store: memory.NewKeeper(memory.Options{Now: toldAt}), Guard: guard{}})
	if a := w.send("PUT", "/collections/wells", `{"title":"Wells","schema":{"properties":{"a":{"type":"string"}},"additionalProperties":false}}`, asAdmin...); a.Code != http.StatusCreated {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if a := w.send("PUT", "/collections/wells/items/w1", `{"type":"Feature","geometry":null,"properties":{"a":"x"}}`, asJSON, asWriter); a.Code != http.StatusCreated {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	return w
}

// TestDroppedMeanwhile sends a feature, or what is said of a collection, while that is
// dropped: it stays so, and does not come back with nothing declared of it.
func TestDroppedMeanwhile(t *testing.T) {
	const feature = `{"type":"Feature","geometry":null,"properties":{"stray":1}}`
	for _, c := range []struct{ method, path, media, body string }{
		{"POST", "/items", "application/geo+json", feature},
		{"POST", "/items", "application/geo+json", `{"type":"FeatureCollection","features":[` + feature + "," + feature + `]}`},
		{"PUT", "/items/w2", "application/geo+json", feature},
		{"PATCH", "", "application/json", `{"title":"Others"}`},
	} {
		w := wellsOf(t)
		a := w.sendSlowly(c.method, "/collections/wells"+c.path, c.media, c.body, func() {
			if a := w.ask("DELETE", "/collections/wells", asAdmin...); a.Code != http.StatusNoContent {
				t.Fatalf("%d %s", a.Code, a.Body)
			}
		})
		if a.Code != http.StatusNotFound {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.Code, a.Body)
		}
		if a := w.get("/collections/wells"); a.Code != http.StatusNotFound {
			t.Errorf("%s %s: the collection is back: %s", c.method, c.path, a.Body)
		}
	}
}

// TestDescribedMeanwhile has two say something of a collection at once: neither is lost,
// and only one makes it.
func TestDescribedMeanwhile(t *testing.T) {
	w := wellsOf(t)
	a := w.sendSlowly("PATCH", "/collections/wells", "application/json", `{"schema":{"properties":{"b":{"type":"string"}}}}`, func() {
		if a := w.send("PATCH", "/collections/wells", `{"description":"Where water is","schema":{"properties":{"c":{"type":"string"}}}}`, asAdmin...); a.Code != http.StatusNoContent {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
	})
	if got := w.get("/collections/wells/schema").Body.String(); a.Code != http.StatusNoContent || !strings.Contains(got, `"b":{`) || !strings.Contains(got, `"c":{`) || !strings.Contains(got, "Where water is") {
		t.Errorf("%d, and then %s", a.Code, got)
	}
	a = w.sendSlowly("POST", "/collections", "application/json", `{"id":"springs","title":"Mine"}`, func() {
		if a := w.send("POST", "/collections", `{"id":"springs","title":"Theirs"}`, asAdmin...); a.Code != http.StatusCreated {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
	})
	if got := w.get("/collections/springs").Body.String(); a.Code != http.StatusConflict || !strings.Contains(got, "Theirs") {
		t.Errorf("%d, and then %s", a.Code, got)
	}
}

// TestConditionsOfCollections changes a collection under conditions. {old} is its tag of
// before a feature was made, {now} the present one; later another collection is changed.
func TestConditionsOfCollections(t *testing.T) {
	const there, none = "/collections/wells", "/collections/none"
	for _, c := range []struct {
		method, path, condition string
		want                    int
	}{
		{"PUT", there, `If-Match: {now}`, 204}, {"PUT", there, `If-Match: {old}`, 412}, {"PUT", there, `If-Match: *`, 204}, {"PUT", there, `If-Match: "x"`, 412},
		{"PATCH", there, `If-Match: {now}`, 204}, {"PATCH", there, `If-Match: {old}`, 412}, {"PATCH", there, `If-Match: *`, 204},
		{"DELETE", there, `If-Match: {now}`, 204}, {"DELETE", there, `If-Match: {old}`, 412}, {"DELETE", there, `If-Match: *`, 204},
		{"PUT", none, `If-Match: *`, 412}, {"PUT", none, `If-Match: {now}`, 412}, {"DELETE", none, `If-Match: {now}`, 412}, {"PATCH", none, `If-Match: *`, 404},
		{"PUT", there, `If-None-Match: *`, 412}, {"PUT", none, `If-None-Match: *`, 201}, {"PUT", there, `If-None-Match: {now}`, 400}, {"DELETE", there, `If-None-Match: *`, 400},
		{"PUT", there, `If-Unmodified-Since: Mon, 01 Jan 2018 00:00:00 GMT`, 412}, {"DELETE", there, `If-Unmodified-Since: Mon, 01 Jan 2018 00:00:00 GMT`, 412},
		{"PUT", there, `If-Unmodified-Since: Tue, 01 Jan 2036 00:00:00 GMT`, 204},
	} {
		w := wellsOf(t)
		old := w.get(there).Header().Get("ETag")
		if a := w.send("PUT", there+"/items/w2", `{"type":"Feature","geometry":null,"properties":{"a":"y"}}`, asJSON, asWriter); a.Code != http.StatusCreated {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		now := w.get(there).Header().Get("ETag")
		if a := w.send("PUT", "/collections/others", `{"title":"Others"}`, asAdmin...); a.Code != http.StatusCreated {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		body := `{"title":"New"}`
		if c.method == "DELETE" {
			body = ""
		}
		condition := strings.NewReplacer("{old}", old, "{now}", now).Replace(c.condition)
		if a := w.send(c.method, c.path, body, append([]string{condition}, asAdmin...)...); a.Code != c.want {
			t.Errorf("%s %s: %d, want %d: %s", c.method, condition, a.Code, c.want, a.Body)
		}
		if title := w.get(there).Body.String(); c.want >= 400 && !strings.Contains(title, `"title":"Wells"`) {
			t.Errorf("%s %s: it is done all the same: %s", c.method, condition, title)
		}
	}
}

// TestTimeFieldsStay says something else of a collection: which of its properties tell the
// time stays as it is, be it declared, given or found by their names.
func TestTimeFieldsStay(t *testing.T) {
	const dug = `{"schema":{"properties":{"dug":{"type":"string","format":"date","x-ogc-role":"primary-instant"}}}}`
	const at = "/collections/st"
	for _, c := range []struct{ first, feature, method, then, want string }{
		{dug, `"date":"2020-01-01"`, "PUT", `{"title":"T"}`, "dug"},
		{dug, `"date":"2020-01-01"`, "PATCH", `{"title":"T"}`, "dug"},
		{dug, `"date":"2020-01-01"`, "PATCH", `{"schema":{"properties":{"n":{"type":"integer"}}}}`, "dug"},
		{dug, `"date":"2020-01-01"`, "PATCH", `{"timeFields":["date"]}`, "date"},
		{dug, `"date":"2020-01-01"`, "PUT", `{"timeFields":["date"]}`, "date"},
		{dug, `"date":"2020-01-01"`, "PUT", `{"schema":null}`, "date"},
		{dug, `"n":1`, "PATCH", `{"schema":{"properties":{"dug":{"x-ogc-role":null},"made":{"type":"string","format":"date","x-ogc-role":"primary-instant"}}}}`, "made"},
		{`{"timeFields":["made"]}`, `"date":"2020-01-01","made":"2020-01-01"`, "PATCH", `{"title":"T"}`, "made"},
		{`{"timeFields":["made"]}`, `"date":"2020-01-01","made":"2020-01-01"`, "PUT", `{"title":"T"}`, "date"},
		{`{}`, `"date":"2020-01-01"`, "PATCH", dug, "dug"},
		{`{}`, `"date":"2020-01-01"`, "PATCH", `{"title":"T"}`, "datetime"},
	} {
		w := serve(t, server.Config{Store: memory.NewKeeper(memory.Options{Now: toldAt}), Guard: guard{}})
		if a := w.send("PUT", at, c.first, asAdmin...); a.Code != http.StatusCreated {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		put := func(id, properties string) {
			if a := w.send("PUT", at+"/items/"+id, `{"type":"Feature","geometry":null,"properties":{`+properties+`}}`, asJSON, asWriter); a.Code != http.StatusCreated {
				t.Fatalf("%d %s", a.Code, a.Body)
			}
		}
		put("a", c.feature)
		if a := w.send(c.method, at, c.then, asAdmin...); a.Code != http.StatusNoContent {
			t.Fatalf("%s %s: %d %s", c.method, c.then, a.Code, a.Body)
		}
		put("there", `"`+c.want+`":"2021-01-01"`)
		put("gone", `"`+c.want+`":"1990-01-01"`)
		if got := w.get(at + "/items?datetime=2021-01-01").Body.String(); !strings.Contains(got, `"id":"there"`) || strings.Contains(got, `"id":"gone"`) {
			t.Errorf("%s, then %s %s: %s does not tell the time: %s", c.first, c.method, c.then, c.want, got)
		}
	}
}

// TestPastOfDropped asks for the past of a collection that is not there any more.
func TestPastOfDropped(t *testing.T) {
	w := wellsOf(t)
	if a := w.ask("DELETE", "/collections/wells", asAdmin...); a.Code != http.StatusNoContent {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	for target, want := range map[string]string{
		"/collections/wells/items/w1/history": `{"collection":"wells","id":"w1","revisions":[{"rev":3,`,
		"/collections/wells/diff?from=2":      `"added":[],"changed":[],"removed":[{"type":"Feature","id":"w1",`,
		"/collections/wells/diff?from=1&to=2": `"added":[{"type":"Feature","id":"w1",`,
	} {
		a := w.get(target)
		if tag := a.Header().Get("ETag"); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), want) || w.get(target, "If-None-Match: "+tag).Code != http.StatusNotModified {
			t.Errorf("%s: %d %s", target, a.Code, a.Body)
		}
	}
	for _, target := range []string{"/collections/wells/items/w2/history", "/collections/never/items/w1/history", "/collections/never/diff?from=1", "/collections/wells/diff?from=4"} {
		if a := w.get(target); a.Code != http.StatusNotFound || !strings.Contains(a.Body.String(), "no collection") {
			t.Errorf("%s: %d %s", target, a.Code, a.Body)
		}
	}
}
