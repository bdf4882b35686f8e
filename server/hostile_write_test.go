package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// numbered makes a server of one feature whose id is a number.
func numbered(t *testing.T) (*world, *memory.Keeper) {
	t.Helper()
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	load(t, store, "nums", strings.NewReader(`{"type":"Feature","id":1,"geometry":null,"properties":{"n":1}}`))
	return serve(t, server.Config{Store: store, Guard: guard{}}), store
}

// TestIDsAsTheyAre makes features under ids that look like numbers: they are numbers only
// where JSON has such, and what is one stays one.
func TestIDsAsTheyAre(t *testing.T) {
	for id, want := range map[string]string{
		"5": `5`, "-7": `-7`, "007": `"007"`, "+5": `"+5"`, "-0": `"-0"`, "1e3": `"1e3"`, "9223372036854775808": `"9223372036854775808"`, "a%2Fb": `"a/b"`, "%00": `"\u0000"`, "%22": `"\""`,
	} {
		w, _ := numbered(t)
		at := "/collections/nums/items/" + id
		if a := w.send("PUT", at, `{"type":"Feature","geometry":null,"properties":{}}`, asJSON, asWriter); a.Code != http.StatusCreated {
			t.Errorf("%s: %d %s", id, a.Code, a.Body)
		}
		var f struct{ ID json.RawMessage }
		if err := json.Unmarshal(w.get(at).Body.Bytes(), &f); err != nil || string(f.ID) != want {
			t.Errorf("%s: is %s (%v), want %s", id, f.ID, err, want)
		}
	}
	for _, c := range []struct{ method, media, body string }{
		{"PATCH", asPatch, `{"id":"1"}`}, {"PATCH", asPatch, `{"id":null}`}, {"PATCH", asPatch, `{"id":1}`},
		{"PUT", asJSON, `{"type":"Feature","id":"1","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"n":3}}`}, {"PUT", asJSON, `{"type":"Feature","geometry":null,"properties":{"n":3}}`},
	} {
		w, _ := numbered(t)
		if a := w.send(c.method, "/collections/nums/items/1", c.body, c.media, asWriter); a.Code != http.StatusNoContent {
			t.Errorf("%s %s: %d %s", c.method, c.body, a.Code, a.Body)
		}
		if got := w.get("/collections/nums/items/1").Body.String(); !strings.HasPrefix(got, `{"type":"Feature","id":1,"geometry":`) {
			t.Errorf("%s %s: became %.60s", c.method, c.body, got)
		}
	}
}

// TestHostilePatches sends what is no patch: nothing of it stays, and no answer tells how
// it is read.
func TestHostilePatches(t *testing.T) {
	w, _ := numbered(t)
	before := w.get("/collections/nums/items/1").Header().Get("ETag")
	for body, says := range map[string]string{
		`null`: "null", `[]`: "expected {", `5`: "expected {", `"x"`: "expected {", ``: "JSON", `{`: "JSON", `{"type":"X"}`: "something else", `{"type":null}`: "type", `{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":null,"properties":{}}]}`: "type",
		`{"properties":[1]}`: "properties", `{"properties":5}`: "properties", `{"geometry":5}`: "geometry", `{"id":2}`: "id", "{\"properties\":{\"a\":\"\xff\"}}": "UTF-8",
	} {
		a := w.send("PATCH", "/collections/nums/items/1", body, asPatch, asWriter)
		if a.Code < 400 || a.Code >= 500 || !strings.Contains(a.Body.String(), says) || strings.Contains(a.Body.String(), "Go value") {
			t.Errorf("%s: %d %s", body, a.Code, a.Body)
		}
	}
	if w.get("/collections/nums/items/1").Header().Get("ETag") != before {
		t.Error("something was changed")
	}
}

// TestWhatIsNotYet asks for changes after revisions that have not been made: the answer
// leads on from the last one that has.
func TestWhatIsNotYet(t *testing.T) {
	w, _ := numbered(t)
	for _, since := range []string{"1", "2", "99999", "9223372036854775807", "2999-01-01"} {
		if doc, _ := changesOf(t, w, "/changes?since="+since); doc.Rev != 1 || len(doc.Changes) != 0 {
			t.Errorf("since %s: %+v, want to go on from 1", since, doc)
		}
	}
}

// TestWhatIsForgotten asks for what is no longer kept: that is told before an answer begins,
// also to who would listen, so that no browser comes back for it for ever.
func TestWhatIsForgotten(t *testing.T) {
	w, store := numbered(t)
	for range 5 {
		if a := w.send("PATCH", "/collections/nums/items/1", `{"properties":{"n":2}}`, asPatch, asWriter); a.Code != http.StatusNoContent {
			t.Fatal(a.Body)
		}
	}
	if err := store.Forget(3); err != nil {
		t.Fatal(err)
	}
	const events = "Accept: text/event-stream"
	for _, c := range []struct {
		target  string
		headers []string
		want    int
	}{
		{"/changes?since=1", nil, 404}, {"/changes?since=2020-01-01", nil, 404}, {"/changes?since=3", nil, 200}, {"/changes", nil, 200},
		{"/changes?since=1&collection=nums", nil, 404}, {"/changes?since=1", []string{events}, 404}, {"/changes", []string{events, "Last-Event-ID: 2"}, 404}, {"/changes?since=2020-01-01", []string{events}, 404},
		{"/collections/nums/diff?from=1", nil, 404}, {"/collections/nums/diff?from=3", nil, 200},
		{"/collections/nums/items?as-of=2", nil, 404}, {"/collections/nums/items?as-of=2020-01-01", nil, 404}, {"/collections/nums/items?as-of=3", nil, 200},
		{"/collections/nums/items/1/history", nil, 200},
	} {
		a := w.get(c.target, c.headers...)
		if a.Code != c.want || c.want == 404 && !strings.Contains(a.Body.String(), "kept") {
			t.Errorf("%s %v: %d, want %d: %.200s", c.target, c.headers, a.Code, c.want, a.Body)
		}
	}
	late := "If-Unmodified-Since: Mon, 01 Jan 2018 00:00:00 GMT"
	if a := w.send("PATCH", "/collections/nums/items/1", `{}`, asPatch, asWriter, late); a.Code != http.StatusPreconditionFailed {
		t.Errorf("unmodified since nobody knows when: %d", a.Code)
	}
}
