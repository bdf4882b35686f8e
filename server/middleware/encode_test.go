package middleware_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"cairn/server/middleware"
)

func TestEncodingFor(t *testing.T) {
	for accept, want := range map[string]middleware.Encoding{
		"": middleware.Identity, "br": middleware.Identity, "identity": middleware.Identity,
		"gzip": middleware.Gzip, "GZIP": middleware.Gzip, "gzip, deflate, br, zstd": middleware.Zstd,
		"zstd;q=0.1, gzip": middleware.Gzip, "zstd;q=0, *": middleware.Gzip, "*": middleware.Zstd,
		"*;q=0": middleware.Identity, "gzip;q=0": middleware.Identity, "gzip;q=2": middleware.Identity, "gzip ; q=0.5": middleware.Gzip,
	} {
		if got := middleware.EncodingFor(accept); got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
}

func TestCoders(t *testing.T) {
	var coders middleware.Coders
	body := []byte(strings.Repeat(`{"type":"Feature"}`, 1000))
	open := map[middleware.Encoding]func(io.Reader) (io.Reader, error){
		middleware.Gzip: func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		middleware.Zstd: func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	}
	for _, e := range middleware.Encodings {
		if e == middleware.Identity {
			continue
		}
		var before []byte
		for range 3 { // a coder that was used before must write the same
			got := coders.Append([]byte("x"), e, body)
			if before != nil && !bytes.Equal(got, before) {
				t.Errorf("%s: another result the second time", e)
			}
			before = got
			r, err := open[e](bytes.NewReader(got[1:]))
			if err != nil {
				t.Fatal(err)
			}
			if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, body) {
				t.Errorf("%s: %d bytes came back, %v", e, len(back), err)
			}
		}
	}
}
