package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/server"
)

// listener hears the events of a server.
type listener struct {
	lines *bufio.Scanner
	close func()
}

// event is one that was heard.
type event struct {
	id, kind string
	data     struct {
		ID    any
		Op    string
		Watch string
		Rev   int64
	}
}

func listenTo(t *testing.T, at, query, last string) *listener {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/changes?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("status %d, %s", answer.StatusCode, got)
	}
	return &listener{bufio.NewScanner(answer.Body), func() { stop(); answer.Body.Close() }}
}

// next waits for the next event.
func (l *listener) next(t *testing.T) (e event) {
	t.Helper()
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.kind = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				t.Fatalf("%s: %v", value, err)
			}
		case "":
			if e.id != "" {
				return e
			}
		}
	}
	t.Fatalf("the stream has ended: %v", l.lines.Err())
	return e
}

// put makes a place of a point.
func put(t *testing.T, store geo.Store, id string, lon, lat float64, kind string) geo.Rev {
	t.Helper()
	text, err := json.Marshal(map[string]any{"type": "Feature", "id": id,
		"geometry": map[string]any{"type": "Point", "coordinates": []float64{lon, lat}}, "properties": map[string]any{"kind": kind}})
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range format.ReadGeoJSON(strings.NewReader(string(text)), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		rev, err := store.Apply(t.Context(), geo.Change{Op: geo.Put, In: "things", Feature: f})
		if err != nil {
			t.Fatal(err)
		}
		return rev
	}
	return 0
}

func TestEvents(t *testing.T) {
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	first := put(t, store, "a", 1, 1, "x")
	w := serve(t, server.Config{Store: store})
	at := httptest.NewServer(w)
	defer at.Close()

	all := listenTo(t, at.URL, "", "")
	defer all.close()
	fence := listenTo(t, at.URL, "collection=things&bbox=0,0,10,10&filter=kind%3D%27x%27", "")
	defer fence.close()

	put(t, store, "b", 50, 50, "x")     // not in the fence
	in := put(t, store, "b", 5, 5, "x") // comes in
	put(t, store, "b", 6, 6, "x")       // stays
	put(t, store, "b", 6, 6, "y")       // is none any more
	deleted := geo.Change{Op: geo.Delete, In: "things", ID: "a"}
	if _, err := store.Apply(t.Context(), deleted); err != nil {
		t.Fatal(err)
	}

	for i, want := range []string{"created", "changed", "changed", "changed", "deleted"} {
		if e := all.next(t); e.kind != want || e.data.Rev != int64(first)+int64(i)+1 {
			t.Errorf("event %d: %+v, want %s", i, e, want)
		}
	}
	for i, want := range []string{"enter", "inside", "leave", "leave"} {
		if e := fence.next(t); e.data.Watch != want {
			t.Errorf("event %d of the fence: %+v, want %s", i, e, want)
		}
	}

	// Who comes back hears what was missed.
	again := listenTo(t, at.URL, "", geoRev(in))
	defer again.close()
	if e := again.next(t); e.data.Rev != int64(in)+1 {
		t.Errorf("after coming back: %+v, want revision %d", e, in+1)
	}
}

// TestFenceBeforeAll asks for what nothing is yet: in an empty collection any property
// may come. Where there are features it may not, unless somebody comes back.
func TestFenceBeforeAll(t *testing.T) {
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	begin, err := store.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: "things", Collection: &geo.Collection{Title: "Things"}})
	if err != nil {
		t.Fatal(err)
	}
	w := serve(t, server.Config{Store: store})
	at := httptest.NewServer(w)
	defer at.Close()
	const asked = "collection=things&filter=kind%3D%27x%27+AND+depth+IS+NULL"
	fence := listenTo(t, at.URL, asked, "")
	defer fence.close()
	put(t, store, "a", 1, 1, "y")
	in := put(t, store, "b", 1, 1, "x")
	if e := fence.next(t); e.data.Watch != "enter" || e.data.Rev != int64(in) {
		t.Errorf("%+v, want what came in first", e)
	}
	again := listenTo(t, at.URL, asked, geoRev(begin))
	defer again.close()
	if e := again.next(t); e.data.Rev != int64(in) {
		t.Errorf("after coming back: %+v", e)
	}
	if a := w.get("/changes?" + asked); a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), "depth") {
		t.Errorf("of what features do not have: %d %s", a.Code, a.Body)
	}
}

func geoRev(r geo.Rev) string {
	b, _ := json.Marshal(int64(r))
	return string(b)
}
