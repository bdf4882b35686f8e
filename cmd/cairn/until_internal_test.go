package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// endless is a line without anything in it, again and again.
type endless struct{ line string }

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(e.line) <= len(p) {
		n += copy(p[n:], e.line)
	}
	return n, nil
}

// TestImportEndsWithItsContext: also while nothing comes, or nothing of use.
func TestImportEndsWithItsContext(t *testing.T) {
	silent, hold := io.Pipe()
	defer hold.Close()
	for name, c := range map[string]struct {
		format string
		stdin  io.Reader
	}{
		"a terminal at which nobody types": {"geojson", silent},
		"lines of nothing":                 {"geojsonseq", endless{"\n"}},
		"rows of nothing":                  {"csv", io.MultiReader(strings.NewReader("id,lon,lat\n"), endless{",,\n"})},
		"the first row does not come":      {"csv", endless{"\n"}},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50_000_000) // ns
		var stdout, stderr bytes.Buffer
		store := filepath.Join(t.TempDir(), "facts.gpkg")
		code := run(ctx, []string{"import", "-", "--format", c.format, "--store", store, "--collection", "x"}, c.stdin, &stdout, &stderr, nil)
		cancel()
		if code != exitFault || !strings.Contains(stderr.String(), context.DeadlineExceeded.Error()) {
			t.Errorf("%s: got %d and %s", name, code, &stderr)
		}
	}
}

func TestUntil(t *testing.T) {
	text := strings.Repeat("0123456789", 30_000)
	for name, r := range map[string]io.Reader{
		"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text[:1000])), "with the end": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, err := io.ReadAll(newUntil(t.Context(), r))
		if err != nil || !strings.HasPrefix(text, string(got)) || len(got) < 1000 {
			t.Errorf("%s: got %d bytes and %v", name, len(got), err)
		}
	}
	broken := errors.New("broken")
	if _, err := io.ReadAll(newUntil(t.Context(), iotest.ErrReader(broken))); err != broken {
		t.Errorf("got %v, want %v", err, broken)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := newUntil(over, strings.NewReader(text)).Read(make([]byte, 8)); n != 0 || err != context.Canceled {
		t.Errorf("after the end: got %d and %v", n, err)
	}
}
