package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestNoBarWithoutATerminal(t *testing.T) {
	var out bytes.Buffer
	b := newBar(&out, []input{{size: 1 << 40}})
	got, err := io.ReadAll(b.reading(strings.NewReader("a line")))
	b.end()
	if string(got) != "a line" || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
	if out.Len() > 0 {
		t.Errorf("what is no terminal was given %q", &out)
	}
}
