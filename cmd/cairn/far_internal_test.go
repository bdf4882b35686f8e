package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

// chief may do everything, with the token "chief".
type chief struct{}

func (chief) Identify(_ context.Context, token string) (server.Who, error) {
	if token != "chief" {
		return server.Who{}, &geo.Error{Kind: geo.Denied, Path: "token", Msg: "nobody has this token"}
	}
	return server.Who{Name: "chief", Right: server.MayAdmin}, nil
}

// meddled is a server, and somebody between it and who asks.
type meddled struct {
	*httptest.Server
	store geo.Store
	dead  atomic.Bool // it breaks off whatever is asked
}

// meddle serves an empty store. meddler is asked first about each request that writes,
// which are counted from 1: it passes it on to the server, or does something else.
func meddle(t *testing.T, meddler func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler)) *meddled {
	t.Helper()
	m := &meddled{store: memory.NewKeeper(memory.Options{})}
	pass := server.New(server.Config{Store: m.store, Guard: chief{}})
	n := 0
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m.dead.Load() {
			vanish(w)
		}
		if r.Method == http.MethodGet || meddler == nil {
			pass.ServeHTTP(w, r)
			return
		}
		n++
		meddler(n, w, r, pass)
	}))
	t.Cleanup(m.Close)
	return m
}

// vanish breaks the connection off.
func vanish(http.ResponseWriter) { panic(http.ErrAbortHandler) }

// count is how many features are in wells; -1 if there is no such collection.
func (m *meddled) count(t *testing.T) int {
	t.Helper()
	r, err := m.store.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c, err := r.Collection(t.Context(), "wells")
	if err != nil {
		return -1
	}
	return c.Count
}

// wellFile writes n points to a file.
func wellFile(t *testing.T, n int, more string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wells.geojsonl")
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"type":"Feature","id":"w%d","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"n":%d}}`+"\n", i, i)
	}
	b.WriteString(more)
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// importing runs cairn import with the token of the chief.
func importing(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, fault strings.Builder
	code = run(t.Context(), append([]string{"import"}, args...), strings.NewReader(""), &out, &fault, []string{"CAIRN_TOKEN=chief"})
	return out.String(), fault.String(), code
}

// TestImportInParts sends more than goes into one request, and breaks it off at each
// place where it can break.
func TestImportInParts(t *testing.T) {
	const n = 2*partFeatures + 5 // three parts, after the collection
	unavailable := func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, `{"detail":"the server is busy"}`)
	}
	type meddler = func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler)
	for _, c := range []struct {
		name    string
		meddler meddler
		in      int    // features that the server has in the end; -1 for no collection
		says    string // on standard error; "" if all is well
	}{
		{"nothing in the way", nil, n, ""},
		{"an answer that is lost", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if pass.ServeHTTP(httptest.NewRecorder(), r); n == 3 {
				vanish(w)
			}
			w.WriteHeader(http.StatusCreated)
		}, n, ""},
		{"a request that is lost", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n == 3 {
				vanish(w)
			}
			pass.ServeHTTP(w, r)
		}, n, ""},
		{"a server that is busy for a moment", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n == 2 {
				unavailable(w)
				return
			}
			pass.ServeHTTP(w, r)
		}, n, ""},
		{"a disk that is full", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n == 3 {
				w.WriteHeader(http.StatusInsufficientStorage)
				io.WriteString(w, `{"detail":"there is no room"}`)
				return
			}
			pass.ServeHTTP(w, r)
		}, partFeatures, "507 Insufficient Storage: there is no room; imported before that, and still there: 10000 of 20005 features of wells; with --update the rest can follow"},
		{"a refusal", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n == 4 {
				w.WriteHeader(http.StatusUnprocessableEntity)
				io.WriteString(w, `{"detail":"it is bad","errors":[{"pointer":"#/features/4/properties/n","detail":"it is too large"}]}`)
				return
			}
			pass.ServeHTTP(w, r)
		}, 2 * partFeatures, `line 20005, feature "w20004": n: it is too large`},
		{"no right to begin", func(_ int, w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.WriteHeader(http.StatusForbidden)
		}, -1, "a token that may: --can admin: the server answers 403 Forbidden; nothing was imported"},
		{"no right to go on", func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n == 2 {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			pass.ServeHTTP(w, r)
		}, -1, "403 Forbidden; nothing was imported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := meddle(t, c.meddler)
			_, fault, code := importing(t, wellFile(t, n, ""), "--server", m.URL)
			if (code != 0) != (c.says != "") || !strings.Contains(fault, c.says) {
				t.Errorf("exit code %d, says %q; want %q", code, fault, c.says)
			}
			if got := m.count(t); got != c.in {
				t.Errorf("the server has %d features, want %d", got, c.in)
			}
		})
	}
}

// TestImportGoesOn imports again after it broke off.
func TestImportGoesOn(t *testing.T) {
	broken := true
	m := meddle(t, func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
		if broken && n == 3 {
			w.WriteHeader(http.StatusInsufficientStorage)
			return
		}
		pass.ServeHTTP(w, r)
	})
	path := wellFile(t, partFeatures+7, "")
	if _, _, code := importing(t, path, "--server", m.URL); code == 0 || m.count(t) != partFeatures {
		t.Fatalf("exit code %d, %d features", code, m.count(t))
	}
	broken = false
	out, fault, code := importing(t, path, "--server", m.URL, "--update")
	if want := "7 new, 0 replaced, 10000 as they were"; code != 0 || !strings.Contains(out, want) || m.count(t) != partFeatures+7 {
		t.Errorf("exit code %d, %q, %q; want %q", code, out, fault, want)
	}
}

// TestImportUnknown breaks off for good, so that nobody knows what was taken.
func TestImportUnknown(t *testing.T) {
	var m *meddled
	m = meddle(t, func(n int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
		pass.ServeHTTP(httptest.NewRecorder(), r)
		if n == 2 {
			m.dead.Store(true)
			vanish(w)
		}
	})
	_, fault, code := importing(t, wellFile(t, 3, ""), "--server", m.URL)
	if want := "nothing was imported; whether 3 features of wells were taken that were sent last is not known"; code == 0 || !strings.Contains(fault, want) {
		t.Errorf("exit code %d, %q; want %q", code, fault, want)
	}
}

// TestTokenStaysHome has a server send on to another, and expects that this is told and
// nobody else gets the token.
func TestTokenStaysHome(t *testing.T) {
	var got []string
	thief := answering(t, func(w http.ResponseWriter, r *http.Request) { got = append(got, r.Header.Get("Authorization")) })
	path := wellFile(t, 1, "")
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		m := meddle(t, nil)
		front := answering(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method {
				http.Redirect(w, r, thief+r.URL.Path, http.StatusTemporaryRedirect)
				return
			}
			m.Config.Handler.ServeHTTP(w, r)
		})
		if _, fault, code := importing(t, path, "--server", front); code == 0 || !strings.Contains(fault, "307 Temporary Redirect: it sends on to") || !strings.Contains(fault, "not followed") {
			t.Errorf("%s is sent on: exit code %d, %q", method, code, fault)
		}
	}
	if len(got) > 0 {
		t.Errorf("the thief was asked: %q", got)
	}
}

// TestServerAsked holds who may be asked how.
func TestServerAsked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(" secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("two words"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := world{Context: t.Context(), env: map[string]string{"CAIRN_TOKEN": "fromenv"}}
	for _, c := range []struct {
		at          somewhere
		token, says string
	}{
		{somewhere{Server: "http://localhost:8080"}, "fromenv", ""},
		{somewhere{Server: "http://localhost:8080/", TokenFile: file}, "secret", ""},
		{somewhere{Server: "http://[::1]:8080"}, "fromenv", ""},
		{somewhere{Server: "http://127.0.0.5"}, "fromenv", ""},
		{somewhere{Server: "https://map.example.org/cairn"}, "fromenv", ""},
		{somewhere{Server: "http://map.example.org"}, "", "without encryption"},
		{somewhere{Server: "http://10.0.0.1"}, "", "without encryption"},
		{somewhere{Server: "http://10.0.0.1", Insecure: true}, "fromenv", ""},
		{somewhere{Server: "http://localhost.example.org"}, "", "without encryption"},
		{somewhere{Server: "ftp://localhost"}, "", "expected an address"},
		{somewhere{Server: "localhost:8080"}, "", "expected an address"},
		{somewhere{Server: "http://localhost:8080/?x=1"}, "", "expected an address"},
		{somewhere{Server: "http://localhost", TokenFile: broken}, "", "alone"},
		{somewhere{Server: "http://localhost", TokenFile: file + "-none"}, "", "read the token"},
		{somewhere{Server: "http://localhost", TokenFile: "sesame"}, "", "takes the name of a file"},
		{somewhere{Server: "http://me:sesame@localhost"}, "", "has a name or a password"},
		{somewhere{Server: "http://me:sesame@localhost/?x=1"}, "", "has a name or a password"},
		{somewhere{Server: "http://me:sesame@localhost:%zz"}, "", "has a name or a password"},
	} {
		to, err := c.at.reach(w, true)
		switch {
		case c.says != "":
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "sesame") {
				t.Errorf("%+v: %v, want %q", c.at, err, c.says)
			}
		case err != nil || to.token != c.token || strings.HasSuffix(to.base, "/"):
			t.Errorf("%+v: %+v, %v; want the token %q", c.at, to, err, c.token)
		}
	}
	if _, err := (&somewhere{Server: "http://localhost"}).reach(world{Context: t.Context()}, true); err == nil {
		t.Error("no token is as good as one")
	}
}

func TestPathOf(t *testing.T) {
	for pointer, want := range map[string]string{
		"":                                "",
		"#":                               "",
		"#/id":                            "id",
		"#/geometry":                      "geometry",
		"#/properties/name":               "name",
		"#/properties/a~1b%20~0c":         "a/b ~c",
		"#/features/12/properties/stance": "changes[12].stance",
		"#/features/0/id":                 "changes[0].id",
		"#/features/3":                    "changes[3].",
	} {
		if got := pathOf(pointer); got != want {
			t.Errorf("pathOf(%q) = %q, want %q", pointer, got, want)
		}
	}
}
