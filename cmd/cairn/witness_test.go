package main_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// witness stands before a server and remembers what it is asked: the log of the
// server names paths alone, because what follows them can be private.
type witness struct {
	address string

	mu   sync.Mutex // guards what follows
	seen []asking
}

// asking is one request and how it was answered.
type asking struct {
	method, path string
	query        url.Values
	status       int
}

// witnessed puts a witness before a process.
func witnessed(t *testing.T, p *process) *witness {
	t.Helper()
	to, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host // so that links lead back here
		},
		ModifyResponse: func(r *http.Response) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			// Both QGIS and GDAL write %20 for a space, and QGIS writes + as it is.
			query, err := url.ParseQuery(strings.ReplaceAll(r.Request.URL.RawQuery, "+", "%2B"))
			if err != nil {
				return err
			}
			w.seen = append(w.seen, asking{r.Request.Method, r.Request.URL.Path, query, r.StatusCode})
			return nil
		},
	}
	s := httptest.NewServer(proxy) // on 127.0.0.1
	t.Cleanup(s.Close)
	w.address = s.URL
	return w
}

// take returns what was asked since it was last called.
func (w *witness) take() []asking {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.seen
	w.seen = nil
	return seen
}

// items returns those requests among seen that fetch features beyond a first
// look: a limit of 10 or less is what QGIS and GDAL look with.
func items(seen []asking) []asking {
	return slices.DeleteFunc(slices.Clone(seen), func(a asking) bool {
		limit := a.query.Get("limit")
		return a.method != http.MethodGet || !strings.HasSuffix(a.path, "/items") || limit == "1" || limit == "10"
	})
}

// refused returns those that were not answered well.
func refused(seen []asking) []asking {
	return slices.DeleteFunc(slices.Clone(seen), func(a asking) bool { return a.status < 400 })
}
