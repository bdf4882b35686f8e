package middleware_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/server/middleware"
)

func ok(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") }

func refuse(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

func ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(target string) *http.Request { return httptest.NewRequest(http.MethodGet, target, nil) }

func TestRecover(t *testing.T) {
	var told error
	broken := func(w http.ResponseWriter, _ *http.Request, cause error) {
		told = cause
		w.WriteHeader(http.StatusInternalServerError)
	}
	h := middleware.Recover(broken, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))
	if got := ask(h, get("/")); got.Code != http.StatusInternalServerError || !strings.Contains(told.Error(), "boom") {
		t.Errorf("status %d, cause %v", got.Code, told)
	}
}

// TestRecoverLate panics after the first byte, and on purpose: both cut the
// connection.
func TestRecoverLate(t *testing.T) {
	broken := func(http.ResponseWriter, *http.Request, error) { t.Error("an answer was begun twice") }
	for name, panics := range map[string]http.HandlerFunc{
		"after the first byte": func(w http.ResponseWriter, r *http.Request) { ok(w, r); panic("boom") },
		"on purpose":           func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if v := recover(); v != http.ErrAbortHandler {
					t.Errorf("panicked with %v", v)
				}
			}()
			ask(middleware.Log(nil, nil, time.Now, middleware.Recover(broken, panics)), get("/"))
		})
	}
}

func TestLimit(t *testing.T) {
	inside, leave := make(chan bool), make(chan bool)
	h := middleware.Limit(1, refuse(http.StatusServiceUnavailable), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inside <- true
		<-leave
		ok(w, r)
	}))
	first := make(chan int)
	go func() { first <- ask(h, get("/")).Code }()
	<-inside
	if got := ask(h, get("/")); got.Code != http.StatusServiceUnavailable {
		t.Errorf("the second at once: status %d", got.Code)
	}
	leave <- true
	if got := <-first; got != http.StatusOK {
		t.Errorf("the first: status %d", got)
	}
	go func() { <-inside; leave <- true }()
	if got := ask(h, get("/")); got.Code != http.StatusOK {
		t.Errorf("after it: status %d", got.Code)
	}
}

func TestSizes(t *testing.T) {
	h := middleware.Address(20, refuse(http.StatusRequestURITooLong), middleware.Body(5, refuse(http.StatusRequestEntityTooLarge), http.HandlerFunc(ok)))
	post := func(body string) *http.Request {
		return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	}
	for _, c := range []struct {
		name string
		r    *http.Request
		want int
	}{
		{"short", get("/12345"), 200}, {"long path", get("/" + strings.Repeat("a", 20)), 414}, {"long query", get("/?" + strings.Repeat("a", 20)), 414},
		{"body", post("12345"), 200}, {"large body", post("123456"), 413},
	} {
		if got := ask(h, c.r); got.Code != c.want {
			t.Errorf("%s: status %d, want %d", c.name, got.Code, c.want)
		}
	}
	var failed error
	h = middleware.Body(5, refuse(http.StatusRequestEntityTooLarge), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, failed = r.Body.Read(make([]byte, 100))
		for failed == nil {
			_, failed = r.Body.Read(make([]byte, 100))
		}
	}))
	r := post("1234567890")
	r.ContentLength = -1
	ask(h, r)
	var tooLarge *http.MaxBytesError
	if !errors.As(failed, &tooLarge) {
		t.Errorf("a body of no stated length was read to its end: %v", failed)
	}
}

func TestHeaders(t *testing.T) {
	got := ask(middleware.Headers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		middleware.Document(w.Header())
		ok(w, r)
	})), get("/")).Header()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Content-Security-Policy": middleware.Policy} {
		if got.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Get(name), want)
		}
	}
}

func TestCORS(t *testing.T) {
	h := middleware.CORS(http.HandlerFunc(ok))
	if got := ask(h, get("/")).Header(); got.Get("Access-Control-Allow-Origin") != "*" || got.Get("Access-Control-Expose-Headers") != "" {
		t.Errorf("from our own page: %v", got)
	}
	r := get("/")
	r.Header.Set("Origin", "https://elsewhere.example")
	if got := ask(h, r).Header().Get("Access-Control-Expose-Headers"); !strings.Contains(got, "OGC-NumberMatched") {
		t.Errorf("from elsewhere: may read %q", got)
	}
	r.Method = http.MethodOptions
	r.Header.Set("Access-Control-Request-Method", "GET")
	got := ask(h, r)
	if got.Code != http.StatusNoContent || got.Header().Get("Access-Control-Allow-Methods") == "" || got.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("preflight: %d %v", got.Code, got.Header())
	}
}
