package issuer

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	patience   = 10 * time.Second // for one answer of the issuer
	maxAnswer  = 1 << 20          // bytes of one
	keepGood   = 30 * time.Second // how long an answer is taken for what it would be again
	keepFailed = 2 * time.Second  // the same of one that is missing or not 200
)

// calm asks for the same thing now and then only, however many strangers come with
// tokens of keys that nobody knows, and reads no answer without end.
type calm struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last map[string]heard // by address
}

// heard is what an address has answered.
type heard struct {
	at     time.Time
	status int
	header http.Header
	body   []byte
	err    error
}

// RoundTrip implements [http.RoundTripper].
func (c *calm) RoundTrip(r *http.Request) (*http.Response, error) {
	at := r.URL.String()
	c.mu.Lock()
	h, ok := c.last[at]
	c.mu.Unlock()
	keep := keepFailed
	if h.err == nil && h.status == http.StatusOK {
		keep = keepGood
	}
	if age := c.now().Sub(h.at); !ok || age < 0 || age >= keep {
		h = c.ask(r)
		if r.Context().Err() == nil { // otherwise it says nothing about the issuer
			c.mu.Lock()
			if c.last == nil || len(c.last) > 8 {
				c.last = map[string]heard{}
			}
			c.last[at] = h
			c.mu.Unlock()
		}
	}
	if h.err != nil {
		return nil, h.err
	}
	return &http.Response{
		StatusCode: h.status, Status: http.StatusText(h.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h.header.Clone(), Body: io.NopCloser(bytes.NewReader(h.body)), ContentLength: int64(len(h.body)), Request: r,
	}, nil
}

// ask asks, and reads all of the answer.
func (c *calm) ask(r *http.Request) (h heard) {
	h.at = c.now()
	answer, err := c.next.RoundTrip(r)
	if err != nil {
		h.err = err
		return h
	}
	defer answer.Body.Close()
	h.status, h.header = answer.StatusCode, answer.Header
	if h.body, h.err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1)); h.err == nil && len(h.body) > maxAnswer {
		h.err = errors.New("the answer is too long")
	}
	return h
}
