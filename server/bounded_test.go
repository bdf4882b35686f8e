package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/server"
)

// busy makes a server of a store in which "loud" has been changed n times since
// "quiet" was made of one feature, which was changed once more at the end.
func busy(t *testing.T, n int) (w *world, quiet, last geo.Rev) {
	t.Helper()
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	load(t, store, "quiet", strings.NewReader(`{"type":"Feature","id":"q","geometry":null,"properties":{"n":1}}`))
	one := featureOf(t, `{"type":"Feature","id":"l","geometry":{"type":"Point","coordinates":[1,1]},"properties":{"n":1}}`)
	changes := make([]geo.Change, n)
	for i := range changes {
		changes[i] = geo.Change{Op: geo.Put, In: "loud", Feature: one}
	}
	if _, err := store.Apply(context.Background(), changes...); err != nil {
		t.Fatal(err)
	}
	load(t, store, "quiet", strings.NewReader(`{"type":"Feature","id":"q","geometry":null,"properties":{"n":2}}`))
	return serve(t, server.Config{Store: store, Guard: guard{}}), 1, geo.Rev(n + 2)
}

func featureOf(t *testing.T, text string) geo.Feature {
	t.Helper()
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	return geo.Feature{}
}

type changesDocument struct {
	Changes []struct {
		Rev geo.Rev
		ID  string
	}
	Rev  geo.Rev
	More bool
	linked
}

// changesOf reads a document of changes, and what its next link leads to.
func changesOf(t *testing.T, w *world, target string) (doc changesDocument, next string) {
	t.Helper()
	answer := w.get(target)
	if err := json.Unmarshal(answer.Body.Bytes(), &doc); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("%s: %d, %v: %.300s", target, answer.Code, err, answer.Body)
	}
	for _, l := range doc.Links {
		if l.Rel == "next" {
			next = strings.TrimPrefix(l.Href, "http://example.com")
		}
	}
	if doc.More != (next != "") {
		t.Errorf("%s: more is %t, next is %q", target, doc.More, next)
	}
	return doc, next
}

// TestChangesAreBounded looks at a limited number of changes for one document, however few
// of them are asked for, and leads on to the rest.
func TestChangesAreBounded(t *testing.T) {
	w, quiet, last := busy(t, 20_500)
	doc, next := changesOf(t, w, "/changes?since=1&bbox=50,50,51,51&limit=5")
	if len(doc.Changes) != 0 || doc.Rev != 20_001 || next == "" {
		t.Errorf("nothing of very many: %d changes up to %d, next %q", len(doc.Changes), doc.Rev, next)
	}
	if doc, next = changesOf(t, w, next); len(doc.Changes) != 0 || doc.Rev != last || next != "" {
		t.Errorf("the rest: %d changes up to %d, next %q", len(doc.Changes), doc.Rev, next)
	}
	// In the quiet collection there is one change, whatever happens elsewhere.
	doc, _ = changesOf(t, w, fmt.Sprintf("/changes?since=%d&collection=quiet", quiet))
	if len(doc.Changes) != 1 || doc.Changes[0].Rev != last || doc.Rev != last || doc.More {
		t.Errorf("the quiet one: %+v", doc)
	}
	doc, _ = changesOf(t, w, "/changes?since=50&collection=loud&limit=2")
	if len(doc.Changes) != 2 || doc.Rev != 52 || !doc.More {
		t.Errorf("the loud one: %+v", doc)
	}
	if doc, _ = changesOf(t, w, fmt.Sprintf("/changes?since=%d&collection=loud", last-1)); len(doc.Changes) != 0 || doc.Rev != last {
		t.Errorf("nothing since: %+v", doc)
	}
	var diff struct{ Added, Removed, Changed []any }
	if err := json.Unmarshal(w.get("/collections/quiet/diff?from=1").Body.Bytes(), &diff); err != nil || len(diff.Changed) != 1 || len(diff.Added)+len(diff.Removed) != 0 {
		t.Errorf("what differs in the quiet one: %+v, %v", diff, err)
	}
}

// TestLargeAnswers asks for differences and a history that are larger than what is held
// or shown at once.
func TestLargeAnswers(t *testing.T) {
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	put := func(id string, size int) {
		load(t, store, "large", strings.NewReader(fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":null,"properties":{"t":"%s"}}`, id, strings.Repeat("x", size))))
	}
	for i := range 5 {
		put(fmt.Sprint("f", i), 900_000)
	}
	w := serve(t, server.Config{Store: store, Guard: guard{}})
	long := w.get("/collections/large/diff?from=0")
	var diff struct{ Added []json.RawMessage }
	if err := json.Unmarshal(long.Body.Bytes(), &diff); err != nil || len(diff.Added) != 5 || long.Header().Get("Content-Length") != "" {
		t.Errorf("a long difference: %d added, %v, length %q: it goes out in pieces", len(diff.Added), err, long.Header().Get("Content-Length"))
	}
	if head := w.ask(http.MethodHead, "/collections/large/diff?from=0"); head.Code != http.StatusOK || head.Body.Len() > 0 {
		t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
	}
	if page := w.get("/collections/large/diff?from=0&f=html"); page.Code != http.StatusUnprocessableEntity || !strings.Contains(page.Body.String(), "f=json") {
		t.Errorf("as a page: %d", page.Code)
	}
	for range 4 {
		put("f0", 900_000)
	}
	past := w.get("/collections/large/items/f0/history")
	var revisions struct{ Revisions []any }
	if err := json.Unmarshal(past.Body.Bytes(), &revisions); err != nil || len(revisions.Revisions) != 5 || past.Header().Get("Content-Length") != "" || past.Header().Get("ETag") == "" {
		t.Errorf("a long history: %d revisions, %v, headers %v", len(revisions.Revisions), err, past.Header())
	}
	if page := w.get("/collections/large/items/f0/history?f=html"); page.Code != http.StatusOK || page.Body.Len() > 8<<20 || !bytes.Contains(page.Body.Bytes(), []byte("more")) {
		t.Errorf("a long history as a page: %d, %d bytes", page.Code, page.Body.Len())
	}
	for i := range 20 {
		put(fmt.Sprint("g", i), 900_000)
	}
	if a := w.get("/collections/large/diff?from=0"); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "/changes?collection=large") {
		t.Errorf("too large a difference: %d %.200s", a.Code, a.Body)
	}
	short := w.get("/collections/large/diff?from=27")
	if err := json.Unmarshal(short.Body.Bytes(), &diff); err != nil || len(diff.Added) != 2 {
		t.Errorf("a shorter time: %d, %d added, %v", short.Code, len(diff.Added), err)
	}
}
