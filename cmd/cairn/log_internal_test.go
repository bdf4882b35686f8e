package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// sink is a writer that can be looked at while it is written to.
type sink struct {
	mu    sync.Mutex
	text  bytes.Buffer
	calls int
	hold  chan struct{} // if set, each write waits for one value
	err   error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.hold != nil {
		<-s.hold
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	s.text.Write(p)
	return len(p), s.err
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func TestLogIsWrittenWithinAQuarterSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &sink{}
		w := newLogWriter(out)
		log := newLogger(w, "text", slog.LevelInfo)
		log.Info("one")
		log.Debug("not told")
		log.Info("two")
		synctest.Wait()
		if got := out.String(); got != "" {
			t.Errorf("written at once: %q", got)
		}
		time.Sleep(logEvery) // of a clock that runs only here
		synctest.Wait()
		got := out.String()
		if !strings.Contains(got, "msg=one") || !strings.Contains(got, "msg=two") || strings.Contains(got, "not told") {
			t.Errorf("got %q", got)
		}
		if out.calls != 1 {
			t.Errorf("%d writes for two lines", out.calls)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestLogLosesNoLine(t *testing.T) {
	out := &sink{}
	w := newLogWriter(out)
	var writers sync.WaitGroup
	const each, n = 5000, 4
	for i := range n {
		writers.Go(func() {
			for j := range each {
				fmt.Fprintf(w, "%d-%d\n", i, j)
			}
		})
	}
	writers.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	next := [n]int{}
	for line := range strings.Lines(out.String()) {
		var i, j int
		if _, err := fmt.Sscanf(line, "%d-%d\n", &i, &j); err != nil || j != next[i] {
			t.Fatalf("line %q: want number %d of its writer (%v)", line, next[i], err)
		}
		next[i]++
	}
	if want := [n]int{each, each, each, each}; next != want {
		t.Errorf("got %v lines, want %v", next, want)
	}
	if err := w.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
	if _, err := w.Write([]byte("late")); err == nil {
		t.Error("a write after Close is lost without a word")
	}
}

func TestLogWaitsForASlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &sink{hold: make(chan struct{})}
		w := newLogWriter(out)
		line := bytes.Repeat([]byte("x"), 1<<20)
		written := 0
		go func() {
			for range 12 {
				w.Write(line)
				written++
			}
		}()
		synctest.Wait()
		if written == 12 || written < 4 {
			t.Errorf("%d MiB were taken with nobody reading, want a few", written)
		}
		close(out.hold)
		synctest.Wait()
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if got := out.text.Len(); written != 12 || got != 12<<20 {
			t.Errorf("%d lines, %d bytes arrived", written, got)
		}
	})
}

func TestLogTellsWhatItsWriterSaid(t *testing.T) {
	full := errors.New("no space left")
	w := newLogWriter(&sink{err: full})
	fmt.Fprintln(w, "a line")
	if err := w.Close(); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

func TestLoggerFormats(t *testing.T) {
	tests := []struct{ format, want string }{
		{"text", "level=WARN msg=hello"},
		{"json", `"level":"WARN","msg":"hello"`},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		newLogger(&out, tt.format, slog.LevelWarn).Warn("hello")
		if !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.format, out.String(), tt.want)
		}
	}
}
