package middleware

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Encoding is a content coding (RFC 9110 §8.4.1).
type Encoding uint8

// The codings an answer can have.
const (
	Identity Encoding = iota
	Gzip
	Zstd
)

// Encodings lists every coding.
var Encodings = [...]Encoding{Identity, Gzip, Zstd}

// String names the coding as headers do; "" for none.
func (e Encoding) String() string {
	switch e {
	case Gzip:
		return "gzip"
	case Zstd:
		return "zstd"
	}
	return ""
}

var gzipHeader, zstdHeader = []string{"gzip"}, []string{"zstd"}

// Set tells of the coding in an answer's headers.
func (e Encoding) Set(h http.Header) {
	switch e {
	case Gzip:
		h["Content-Encoding"] = gzipHeader
	case Zstd:
		h["Content-Encoding"] = zstdHeader
	}
}

// WorthCoding is the length in bytes from which a body is worth compressing:
// less fits one packet anyway.
const WorthCoding = 1400

// EncodingFor returns the coding that an Accept-Encoding header likes best
// (RFC 9110 §12.5.3), zstd before gzip before none.
func EncodingFor(accept string) Encoding {
	if accept == "" {
		return Identity
	}
	best, most := Identity, 0
	for _, e := range [...]Encoding{Zstd, Gzip} {
		if q := codingWeight(accept, e.String()); q > most {
			best, most = e, q
		}
	}
	return best
}

func codingWeight(accept, coding string) int {
	q, named := 0, false
	for accept != "" {
		var entry string
		entry, accept, _ = strings.Cut(accept, ",")
		name, parameters, _ := strings.Cut(entry, ";")
		name = strings.TrimSpace(name)
		switch {
		case strings.EqualFold(name, coding):
			q, named = Weight(parameters), true
		case name == "*" && !named:
			q = Weight(parameters)
		}
	}
	return q
}

// Weight reads the q among the parameters of an entry of an Accept header
// (RFC 9110 §12.4.2), in thousandths: 1000 if there is none, 0 if it is not a
// number from 0 to 1.
func Weight(parameters string) int {
	for parameters != "" {
		var p string
		p, parameters, _ = strings.Cut(parameters, ";")
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if !strings.EqualFold(name, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return int(q * 1000)
	}
	return 1000
}

// Coder is a compressor.
type Coder interface {
	io.WriteCloser
	Flush() error
	Reset(io.Writer)
}

// Coders keeps compressors for their next use. The zero value is ready.
type Coders struct{ gzip, zstd sync.Pool }

// Get returns a compressor that writes to w; give it back with [Coders.Put]. e
// must not be Identity.
func (c *Coders) Get(e Encoding, w io.Writer) Coder {
	pool, make := &c.gzip, newGzip
	if e == Zstd {
		pool, make = &c.zstd, newZstd
	}
	if coder, ok := pool.Get().(Coder); ok {
		coder.Reset(w)
		return coder
	}
	return make(w)
}

// Put gives a compressor back.
func (c *Coders) Put(e Encoding, coder Coder) {
	coder.Reset(nil)
	if e == Zstd {
		c.zstd.Put(coder)
	} else {
		c.gzip.Put(coder)
	}
}

// Append appends body, compressed, to b.
func (c *Coders) Append(b []byte, e Encoding, body []byte) []byte {
	to := &appender{b}
	coder := c.Get(e, to)
	// An appender never fails, so neither does the compressor.
	_, _ = coder.Write(body)
	_ = coder.Close()
	c.Put(e, coder)
	return to.b
}

func newGzip(w io.Writer) Coder {
	// Level 4 is where GeoJSON stops getting much smaller.
	coder, err := gzip.NewWriterLevel(w, 4)
	if err != nil {
		panic("middleware: gzip: " + err.Error())
	}
	return coder
}

func newZstd(w io.Writer) Coder {
	// A window of 1 MiB is less than the 8 MiB every client takes (RFC 9659).
	coder, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic("middleware: zstd: " + err.Error())
	}
	return coder
}

type appender struct{ b []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.b = append(a.b, p...)
	return len(p), nil
}
