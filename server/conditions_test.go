package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

const (
	asWriter = "Authorization: Bearer writer"
	asJSON   = "Content-Type: application/geo+json"
	asPatch  = "Content-Type: application/merge-patch+json"
)

// TestConditions changes a feature under conditions. {old} is its tag of before the
// last change, {now} the present one.
func TestConditions(t *testing.T) {
	const there, none = "/collections/sources/items/red-crescent", "/collections/sources/items/nobody-yet"
	for _, c := range []struct {
		method, path, condition string
		want                    int
	}{
		{"PUT", there, `If-Match: {now}`, 204},
		{"PUT", there, `If-Match: {old}`, 412},
		{"PUT", there, `If-Match: {old}, {now}`, 204},
		{"PUT", there, `If-Match: "elsewhere",{now}`, 204},
		{"PUT", there, `If-Match: ,, {now} ,`, 204},
		{"PUT", there, `If-Match: *`, 204},
		{"PATCH", there, `If-Match: {now}`, 204},
		{"PATCH", there, `If-Match: {old}`, 412},
		{"PATCH", there, `If-Match: *`, 204},
		{"DELETE", there, `If-Match: {old}`, 412},
		{"DELETE", there, `If-Match: {now}`, 204},
		{"DELETE", there, `If-Match: *`, 204},

		// A weak tag never matches for If-Match (RFC 9110 §13.1.1).
		{"PUT", there, `If-Match: W/{now}`, 412},
		{"PUT", there, `If-Match: W/{now}, {now}`, 204},
		// What is no tag of ours names no state of ours, also where it looks like a later one.
		{"PUT", there, `If-Match: "x"`, 412},
		{"PUT", there, `If-Match: ""`, 412},
		{"PUT", there, `If-Match: ,`, 412},
		{"PUT", there, `If-Match: "`, 412},
		{"PUT", there, `If-Match: "-"`, 412},
		{"PUT", there, `If-Match: "0-0"`, 412},
		{"PUT", there, `If-Match: "-1-1"`, 412},
		{"PUT", there, `If-Match: "zzzzzzzzzzzzzzzzzzzzzz-1"`, 412},
		{"PUT", there, `If-Match: "5d41402a-bc4b2a76"`, 412},
		{"DELETE", there, `If-Match: "2aa6-5e4f"`, 412},
		{"PATCH", there, `If-Match: "2aa6-5e4f"`, 412},

		// Nothing is there that could match.
		{"PUT", none, `If-Match: *`, 412},
		{"PUT", none, `If-Match: {now}`, 412},
		{"PATCH", none, `If-Match: *`, 404},

		{"PUT", none, `If-None-Match: *`, 201},
		{"PUT", there, `If-None-Match: *`, 412},
		{"PATCH", there, `If-None-Match: *`, 412},
		{"PUT", there, `If-None-Match: {now}`, 400},
		{"DELETE", there, `If-None-Match: *`, 400},
	} {
		w := serveKeeper(t)
		tag := func() string { return w.get(there).Header().Get("ETag") }
		change := func(text string) {
			if a := w.send("PATCH", there, `{"properties":{"note":"`+text+`"}}`, asPatch, asWriter); a.Code != http.StatusNoContent {
				t.Fatalf("%d %s", a.Code, a.Body)
			}
		}
		if a := w.send("PUT", there, `{"type":"Feature","geometry":null,"properties":{"name":"N"}}`, asJSON, asWriter); a.Code != http.StatusCreated {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		old := tag()
		change("before")
		condition := strings.NewReplacer("{old}", old, "{now}", tag()).Replace(c.condition)
		body, media := `{"type":"Feature","geometry":null,"properties":{"name":"N","note":"mine"}}`, asJSON
		switch c.method {
		case "PATCH":
			body, media = `{"properties":{"note":"mine"}}`, asPatch
		case "DELETE":
			body = ""
		}
		name := c.method + " " + c.condition
		if a := w.send(c.method, c.path, body, media, asWriter, condition); a.Code != c.want {
			t.Errorf("%s (%s): %d, want %d: %s", name, condition, a.Code, c.want, a.Body)
		}
		kept := strings.Contains(w.get(there).Body.String(), `"note":"before"`)
		if refused := c.want >= 400 || c.path == none; kept != refused {
			t.Errorf("%s: what was before is there: %t, want %t", name, kept, refused)
		}
	}
}

// TestPatchesAllLand has many change one feature at once, each another property:
// nobody asked for a condition, so nobody is told of one, and nobody's is lost.
func TestPatchesAllLand(t *testing.T) {
	const many, each = 24, 4
	for _, condition := range []string{"X-None: ", "If-Match: *"} {
		store := memory.NewKeeper(memory.Options{Now: toldAt})
		load(t, store, "things", strings.NewReader(`{"type":"Feature","id":"a","geometry":null,"properties":{"kept":"yes"}}`))
		w := serve(t, server.Config{Store: store, Guard: guard{}})
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				for n := range each {
					patch := fmt.Sprintf(`{"properties":{"p%d":%d}}`, i, n)
					if a := w.send("PATCH", "/collections/things/items/a", patch, asPatch, asWriter, condition); a.Code != http.StatusNoContent {
						t.Errorf("%s: %s: %d %s", condition, patch, a.Code, a.Body)
					}
				}
			})
		}
		all.Wait()
		got := w.get("/collections/things/items/a").Body.String()
		for i := range many {
			if want := fmt.Sprintf(`"p%d":%d`, i, each-1); !strings.Contains(got, want) {
				t.Errorf("%s: %s is lost: %s", condition, want, got)
			}
		}
		if !strings.Contains(got, `"kept":"yes"`) {
			t.Errorf("what was there is lost: %s", got)
		}
	}
}

// TestAnyIsEnough has many replace a feature at once that has only to be there: all do.
func TestAnyIsEnough(t *testing.T) {
	w := serveKeeper(t)
	const there = "/collections/sources/items/cnn"
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for n := range 8 {
				body := fmt.Sprintf(`{"type":"Feature","geometry":null,"properties":{"name":"N","n":%d}}`, i*100+n)
				if a := w.send("PUT", there, body, asJSON, asWriter, "If-Match: *"); a.Code != http.StatusNoContent {
					t.Errorf("%d %s", a.Code, a.Body)
				}
			}
		})
	}
	all.Wait()
	if a := w.send("DELETE", there+"-not", "", asWriter, "If-Match: *"); a.Code != http.StatusPreconditionFailed {
		t.Errorf("what is not there: %d", a.Code)
	}
}

// TestRights asks who may do what, however the token is sent.
func TestRights(t *testing.T) {
	const places, claims = "/collections/places/items/raqqa", "/collections/claims/items/no-such-claim"
	for _, c := range []struct {
		headers      string // with | between them
		method, path string
		want         int
		says         string // of WWW-Authenticate
	}{
		{"Authorization: Bearer writer", "PATCH", places, 204, ""},
		{"Authorization: bearer writer", "PATCH", places, 204, ""},
		{"Authorization: BEARER   writer", "PATCH", places, 204, ""},
		{"Authorization: Bearer admin", "PATCH", places, 204, ""},
		{"Authorization: Bearer", "PATCH", places, 401, `Bearer realm="cairn"`},
		{"Authorization: Bearerwriter", "PATCH", places, 401, `Bearer realm="cairn"`},
		{"Authorization: writer", "PATCH", places, 401, `Bearer realm="cairn"`},
		{"Authorization: Basic writer", "PATCH", places, 401, `Bearer realm="cairn"`},
		{"X-None: ", "PATCH", places, 401, `Bearer realm="cairn"`},
		{"Authorization: Bearer Writer", "PATCH", places, 401, "invalid_token"},
		{"Authorization: Bearer writer,", "PATCH", places, 401, "invalid_token"},
		{"Authorization: Bearer nobody|Authorization: Bearer writer", "PATCH", places, 401, "invalid_token"},
		{"Authorization: Bearer reader", "PATCH", places, 403, "insufficient_scope"},
		{"Authorization: Bearer reader", "DELETE", claims, 403, "insufficient_scope"},
		{"Authorization: Bearer claimant", "PATCH", places, 403, "insufficient_scope"},
		{"Authorization: Bearer claimant", "DELETE", places, 403, "insufficient_scope"},
		{"Authorization: Bearer claimant", "DELETE", claims, 404, ""}, // may, and there is none
		{"Authorization: Bearer writer", "DELETE", "/collections/claims", 403, "insufficient_scope"},
		{"Authorization: Bearer claimant", "DELETE", "/collections/claims", 403, "insufficient_scope"},
		{"Authorization: Bearer reader", "GET", places, 200, ""},
		{"Authorization: Bearer nobody", "GET", places, 200, ""}, // all may read
	} {
		w := serveKeeper(t)
		before := w.get(places).Header().Get("ETag")
		body := ""
		if c.method == "PATCH" {
			body = `{"properties":{"note":"n"}}`
		}
		a := w.send(c.method, c.path, body, append(strings.Split(c.headers, "|"), asPatch)...)
		if says := a.Header().Get("WWW-Authenticate"); a.Code != c.want || !strings.Contains(says, c.says) || (says == "") != (c.says == "") {
			t.Errorf("%s %s, %s: %d %q, want %d %q", c.method, c.path, c.headers, a.Code, says, c.want, c.says)
		}
		if changed := w.get(places).Header().Get("ETag") != before; changed != (c.want == 204) {
			t.Errorf("%s %s, %s: %d, and the store has changed: %t", c.method, c.path, c.headers, a.Code, changed)
		}
	}
}
