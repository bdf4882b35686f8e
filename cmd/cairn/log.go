package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"
)

const (
	// logEvery is the longest a line of the log waits before it is written.
	logEvery = 250 * time.Millisecond
	// logFlush is how many waiting bytes are written at once, without waiting.
	logFlush = 64 << 10
	// logMost is how many bytes may wait. Beyond it, whoever logs waits for the
	// writer: no line is dropped.
	logMost = 4 << 20
)

// logWriter hands lines on to a slower writer from a goroutine of its own, many
// at once, so that a request does not wait for a terminal or a disk. Its methods
// may be called by several goroutines at once.
type logWriter struct {
	out  io.Writer
	kick chan struct{} // there is enough to write
	done chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex // guards what follows
	room    *sync.Cond // waits for space
	waiting []byte
	closed  bool
	err     error // the first of out
}

// newLogWriter starts a writer to out; the caller closes it.
func newLogWriter(out io.Writer) *logWriter {
	w := &logWriter{out: out, kick: make(chan struct{}, 1), done: make(chan struct{})}
	w.room = sync.NewCond(&w.mu)
	go w.run()
	return w
}

// Write takes p, which is written within 250 ms, and before [logWriter.Close]
// returns. After Close it is refused.
func (w *logWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.waiting) > logMost && !w.closed {
		w.room.Wait()
	}
	if w.closed {
		return 0, fmt.Errorf("write log: %w", os.ErrClosed)
	}
	w.waiting = append(w.waiting, p...)
	if len(w.waiting) > logFlush {
		select {
		case w.kick <- struct{}{}:
		default:
		}
	}
	return len(p), nil
}

// Close writes what waits and ends the goroutine. The error is the first that
// out has returned.
func (w *logWriter) Close() error {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	w.room.Broadcast()
	w.mu.Unlock()
	if first {
		close(w.kick)
	}
	<-w.done
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

func (w *logWriter) run() {
	defer close(w.done)
	tick := time.NewTicker(logEvery)
	defer tick.Stop()
	var spare []byte
	for open := true; open; {
		select {
		case <-tick.C:
		case _, open = <-w.kick:
		}
		spare = w.flush(spare)
	}
}

// flush writes what waits. It takes an empty buffer for what comes meanwhile
// and returns another.
func (w *logWriter) flush(spare []byte) []byte {
	w.mu.Lock()
	full := w.waiting
	w.waiting = spare[:0]
	w.room.Broadcast()
	w.mu.Unlock()
	if len(full) == 0 {
		return full
	}
	if _, err := w.out.Write(full); err != nil {
		w.mu.Lock()
		if w.err == nil {
			w.err = fmt.Errorf("write log: %w", err)
		}
		w.mu.Unlock()
	}
	return full
}

// newLogger returns a logger of the given format ("text" or "json") that leaves
// out what is below level.
func newLogger(w io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
