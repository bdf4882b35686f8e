package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ask runs cairn inside the test.
func ask(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, fault bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &out, &fault, nil)
	return out.String(), fault.String(), code
}

// answering is a server on this machine.
func answering(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

const well = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"South"}}` + "\n"

// TestServerFaults holds what is said where a server does not answer as it should,
// and that no file is left behind by it.
func TestServerFaults(t *testing.T) {
	problem := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"a fault of the question", problem(400, `{"title":"Bad Request","status":400,"detail":"there is no property dpth"}`), "400 Bad Request: there is no property dpth"},
		{"no such collection", problem(404, `{"detail":"there is no collection wells"}`), "404 Not Found: there is no collection wells"},
		{"no words", problem(503, ``), "answers 503 Service Unavailable"},
		{"a page", problem(502, `<html><h1>Bad Gateway</h1></html>`), "answers 502 Bad Gateway"},
		{"words of another kind", problem(400, `{"detail":3}`), "answers 400 Bad Request"},
		{"words that steer a terminal", problem(400, `{"detail":"no\u001b[2J\u202e such"}`), "no[2J such"},
		{"endless words", problem(400, `{"detail":"`+strings.Repeat("x", 1<<20)+`"}`), "answers 400 Bad Request"},
		{"no features", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>hello</html>") }, "read the answer of http://127.0.0.1"},
		{"a broken feature", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, well+`{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[1,95]},"properties":{}}`)
		}, "line 2"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, well)
		}, "unexpected EOF"},
		{"the same id twice", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, well+well) }, `"a"`},
		{"round and round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }, "redirects"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			at := answering(t, c.answer)
			out, fault, code := ask(t, "", "query", at+"/collections/wells", "--output", filepath.Join(dir, "out.geojson"))
			if code != exitFault || !strings.Contains(fault, c.want) || out != "" {
				t.Errorf("exit code %d, stdout %q, stderr %q; want %d and %q", code, out, fault, exitFault, c.want)
			}
			if strings.ContainsAny(fault, "\x1b\u202e") || len(fault) > 10_000 {
				t.Errorf("stderr is %.200q", fault)
			}
			empty(t, dir)
		})
	}
}

// empty checks that nothing is left in a folder, but for what is named.
func empty(t *testing.T, dir string, but ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if strings.Join(names, " ") != strings.Join(but, " ") {
		t.Errorf("there are the files %q, want %q", names, but)
	}
}

func TestNoServer(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	at := s.URL
	s.Close()
	if _, fault, code := ask(t, "", "query", at+"/collections/wells"); code != exitFault || !strings.Contains(fault, "ask the server") {
		t.Errorf("exit code %d, stderr %q", code, fault)
	}
}

// TestServerAddress holds how the server and the collection are told from one another.
func TestServerAddress(t *testing.T) {
	for _, c := range []struct{ source, chosen, base, name string }{
		{"http://h", "wells", "http://h", "wells"},
		{"http://h/", "wells", "http://h", "wells"},
		{"http://h/cairn", "wells", "http://h/cairn", "wells"},
		{"http://h/collections", "wells", "http://h", "wells"},
		{"http://h/collections/wells", "", "http://h", "wells"},
		{"http://h/collections/wells/", "", "http://h", "wells"},
		{"http://h/collections/wells/items?f=html#x", "", "http://h", "wells"},
		{"https://h:8080/a/b/collections/wells/items/3", "", "https://h:8080/a/b", "wells"},
		{"http://h/collections/two%20words", "", "http://h", "two words"},
		{"http://h/collections/wells", "roads", "http://h", "roads"},
	} {
		q := query{Source: []string{c.source}, Collection: c.chosen}
		base, name, err := q.address()
		if err != nil || base != c.base || name != c.name {
			t.Errorf("%s (%s): got %s, %s and %v, want %s and %s", c.source, c.chosen, base, name, err, c.base, c.name)
		}
	}
	for source, want := range map[string]string{"http://h": "which collection of http://h?", "http://h/collections/": "which collection", "http://[": "no address"} {
		q := query{Source: []string{source}}
		if _, _, err := q.address(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", source, err, want)
		}
	}
}

// TestAsked holds what a server is asked, and that what is more than was asked for
// is left out here.
func TestAsked(t *testing.T) {
	var path, query, agent string
	at := answering(t, func(w http.ResponseWriter, r *http.Request) {
		path, query, agent = r.URL.EscapedPath(), r.URL.RawQuery, r.UserAgent()
		for i := range 10 {
			fmt.Fprint(w, strings.Replace(well, `"a"`, fmt.Sprint(i), 1))
		}
	})
	out, fault, code := ask(t, "", "query", at, "-c", "two/words", "--filter", "name = 'a b'", "--limit", "3", "--format", "csv")
	if code != 0 || strings.Count(out, "\n") != 4 {
		t.Fatalf("exit code %d, stdout %q, stderr %q; want a head and three rows", code, out, fault)
	}
	if path != "/collections/two%2Fwords/items" || query != "f=geojsonseq&filter=name+%3D+%27a+b%27&limit=3" || !strings.HasPrefix(agent, "cairn/") {
		t.Errorf("asked for %s ? %s as %s", path, query, agent)
	}
	if _, fault, code := ask(t, "", "query", at, "-c", "wells", "--near", "1,2", "--count"); code != 0 || path != "/collections/wells/nearest" {
		t.Errorf("the nearest: exit code %d, stderr %q, asked for %s", code, fault, path)
	}
	if _, fault, code := ask(t, "", "query", at, at); code != exitUsage || !strings.Contains(fault, "one address") {
		t.Errorf("two servers: exit code %d, stderr %q", code, fault)
	}
}

// A server tells no more than a page of the nearest: who asked for all within a
// distance is told that there may be more.
func TestNearestOfServerCut(t *testing.T) {
	for _, c := range []struct {
		told  int
		flags []string
		said  bool
	}{
		{serverPage, []string{"--within", "100km"}, true},
		{serverPage, []string{"--within", "100km", "--limit", "20000"}, true},
		{serverPage, []string{"--limit", "10000"}, false},
		{serverPage - 1, []string{"--within", "100km"}, false},
	} {
		at := answering(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/geo+json-seq")
			for i := range c.told {
				fmt.Fprintf(w, "\x1e{\"type\":\"Feature\",\"id\":%d,\"geometry\":{\"type\":\"Point\",\"coordinates\":[40,36]},\"properties\":{}}\n", i)
			}
		})
		args := append([]string{"query", at + "/collections/wells", "--near", "40,36", "--count"}, c.flags...)
		stdout, stderr, code := ask(t, "", args...)
		if code != 0 || strings.TrimSpace(stdout) != strconv.Itoa(c.told) {
			t.Errorf("%v: exit %d, %q, %q", c.flags, code, stdout, stderr)
		}
		if got := strings.Contains(stderr, "there may be more"); got != c.said {
			t.Errorf("%v of %d: said %v, want %v: %q", c.flags, c.told, got, c.said, stderr)
		}
	}
}
