package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

func TestGate(t *testing.T) {
	door := &gate{}
	ask := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		door.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	status := func(when, path string, want int) {
		t.Helper()
		if got := ask(path).Code; got != want {
			t.Errorf("%s: %s answers %d, want %d", when, path, got, want)
		}
	}
	status("while loading", "/healthz", http.StatusOK)
	status("while loading", "/readyz", http.StatusServiceUnavailable)
	status("while loading", "/collections", http.StatusServiceUnavailable)
	refused := ask("/collections")
	var problem struct {
		Status int
		Detail string
	}
	if err := json.Unmarshal(refused.Body.Bytes(), &problem); err != nil || problem.Status != 503 || refused.Header().Get("Retry-After") == "" {
		t.Errorf("the refusal is %s with %v (%v)", refused.Body, refused.Header(), err)
	}

	door.server.Store(server.New(server.Config{Store: memory.New(nil), Ready: door.ready}))
	status("loaded", "/healthz", http.StatusOK)
	status("loaded", "/readyz", http.StatusOK)
	status("loaded", "/collections", http.StatusOK)

	door.closing.Store(true)
	status("closing", "/healthz", http.StatusOK)
	status("closing", "/readyz", http.StatusServiceUnavailable)
	status("closing", "/collections", http.StatusOK)
}
