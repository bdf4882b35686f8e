package server_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/geo/memory"
	"cairn/server"
)

// listen serves h at an address of its own until the test ends.
func listen(t *testing.T, h http.Handler, l server.Limits) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := server.HTTP("", h, l)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	t.Cleanup(func() {
		s.Close()
		if err := <-ended; err != http.ErrServerClosed {
			t.Errorf("serve: %v", err)
		}
	})
	return listener.Addr().String()
}

// raw sends bytes and returns the answers' head lines and what is left to read.
func raw(t *testing.T, address, request string) *bufio.Reader {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	return bufio.NewReader(c)
}

// TestWire sends what only a real connection can carry.
func TestWire(t *testing.T) {
	address := listen(t, serveSeeds(t), server.Limits{Header: 4 << 10, Read: time.Hour}) // nothing is right only once a time is over
	const host = " HTTP/1.1\r\nHost: x\r\n"
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"plain":               {"GET /collections/places/items" + host + "\r\n", 200},
		"no host":             {"GET / HTTP/1.0\r\n\r\n", 200},
		"a body on GET":       {"GET /collections/places/items" + host + "Content-Length: 3\r\n\r\nabc", 200},
		"a huge body":         {"GET /collections" + host + "Content-Length: 999999999999\r\n\r\n", 413},
		"chunked garbage":     {"GET /collections" + host + "Transfer-Encoding: chunked\r\n\r\nzzz\r\n", 200},
		"a huge head":         {"GET /" + host + "X: " + strings.Repeat("a", 10_000) + "\r\n\r\n", 431},
		"a range":             {"GET /collections/places/items" + host + "Range: bytes=0-9\r\n\r\n", 200},
		"no HTTP":             {"hello\r\n\r\n", 400},
		"a bad escape":        {"GET /collections/%zz" + host + "\r\n", 400},
		"another's address":   {"GET http://evil.example/collections" + host + "\r\n", 200},
		"everything, OPTIONS": {"OPTIONS *" + host + "\r\n", 200},
		"a body held back":    {"POST /collections/places/items" + host + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n", 405},
		"TRACE":               {"TRACE /" + host + "\r\n", 405},
	} {
		answer, err := http.ReadResponse(raw(t, address, c.request), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if answer.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, c.status)
		}
	}
}

// TestWireKeepAlive reads several answers from one connection: nothing of one
// may be left in the next.
func TestWireKeepAlive(t *testing.T) {
	address := listen(t, serveSeeds(t), server.Limits{})
	var request strings.Builder
	targets := []string{"/collections/places/items", "/collections/nowhere", "/collections/claims/items?limit=1&f=geojsonseq", "/", "/healthz", "/collections/places/items/raqqa"}
	for range 5 {
		for _, target := range targets {
			fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target)
		}
	}
	in := raw(t, address, request.String())
	first := map[string]string{}
	for i := range 5 * len(targets) {
		target := targets[i%len(targets)]
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode == http.StatusNotFound {
			continue // the request's own id is in it
		}
		if got := answer.Header.Get("Etag") + string(body); first[target] == "" {
			first[target] = got
		} else if first[target] != got {
			t.Errorf("%s: another answer the second time:\n%s\n%s", target, first[target], got)
		}
	}
}

// TestWirePieces reads a long answer in pieces, compressed.
func TestWirePieces(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	address := listen(t, serve(t, server.Config{Store: store}), server.Limits{})
	in := raw(t, address, "GET /collections/wells/items?limit=10000 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Encoding"); got != "gzip" || answer.ContentLength >= 0 {
		t.Fatalf("encoding %q, length %d", got, answer.ContentLength)
	}
	unpacked, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var f features
	if err := json.NewDecoder(unpacked).Decode(&f); err != nil || len(f.Features) != 10_000 {
		t.Errorf("%d features, %v", len(f.Features), err)
	}
}

// TestWireCut breaks an answer after its first byte: a client must not take half
// a collection for a whole one.
func TestWireCut(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	w := serve(t, server.Config{Store: failingStore{store, 9000, errors.New("broken")}})
	answer, err := http.Get("http://" + listen(t, w, server.Limits{}) + "/collections/wells/items?limit=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err == nil {
		t.Error("half an answer looked whole")
	}
}

// TestWireLeave goes away while an answer is made: nothing is held up.
func TestWireLeave(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	address := listen(t, serve(t, server.Config{Store: store}), server.Limits{})
	ctx, leave := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/collections/wells/items?f=geojsonseq", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	leave()
	answer.Body.Close()
	again, err := http.Get("http://" + address + "/healthz")
	if err != nil || again.StatusCode != http.StatusOK {
		t.Errorf("after a client left: %v, %v", again, err)
	}
	again.Body.Close()
}
