package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// hush is how long one listener may take to be let in, or to hear of a change.
const hush = time.Minute

// listeners opens many connections to /changes of a server with a store, tells how
// much memory that takes, makes one change and tells when the last had heard of it.
//
//	go run ./cmd/bench listeners -n 10000
func listeners(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("listeners", flag.ExitOnError)
	cairn := flags.String("cairn", "bin/cairn", "the program to measure")
	n := flags.Int("n", 10_000, "listeners")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	store := filepath.Join(dir, "store.gpkg")
	server, err := start(ctx, *cairn, "serve", "--listen", "127.0.0.1:0", "--log-level", "warn", "--store", store, "--seed")
	if err != nil {
		return fmt.Errorf("start %s: %w", *cairn, err)
	}
	defer server.stop()
	token, err := exec.CommandContext(ctx, *cairn, "token", "create", "--store", store, "--name", "bench", "--can", "write").Output()
	if err != nil {
		return fmt.Errorf("make a token: %w", err)
	}
	before, err := server.resident()
	if err != nil {
		return err
	}
	heard, err := listenAll(ctx, server.address, *n)
	if err != nil {
		return err
	}
	after, err := server.resident()
	if err != nil {
		return err
	}
	fmt.Printf("%d listeners: %d MB resident, %d MB without them, %d bytes each\n", *n, after/1e6, before/1e6, (after-before) / *n)
	from := time.Now()
	if err := change(ctx, server.address, strings.TrimSpace(string(token))); err != nil {
		return err
	}
	for range *n {
		if err := <-heard; err != nil {
			return fmt.Errorf("a listener: %w", err)
		}
	}
	fmt.Printf("a change reached the last of them after %v\n", time.Since(from).Round(time.Millisecond))
	return nil
}

// listenAll connects n listeners. The channel gets nil for each that hears of a
// change.
func listenAll(ctx context.Context, address string, n int) (<-chan error, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	request := []byte("GET /changes HTTP/1.1\r\nHost: " + u.Host + "\r\nAccept: text/event-stream\r\n\r\n")
	heard, in := make(chan error, n), make(chan error, n)
	var dialer net.Dialer
	var gate sync.Mutex // one handshake after the other: the queue of those let in is short
	for range n {
		go func() {
			gate.Lock()
			conn, err := dialer.DialContext(ctx, "tcp", u.Host)
			gate.Unlock()
			if err == nil {
				err = conn.SetDeadline(time.Now().Add(2 * hush))
			}
			if err == nil {
				_, err = conn.Write(request)
			}
			if err != nil {
				in <- err
				return
			}
			defer conn.Close()
			r := bufio.NewReaderSize(conn, 512)
			in <- until(r, "retry:")
			heard <- until(r, "data:")
		}()
	}
	for range n {
		if err := <-in; err != nil {
			return nil, fmt.Errorf("let a listener in: %w", err)
		}
	}
	return heard, nil
}

// until reads lines until one begins with a text.
func until(r *bufio.Reader, start string) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if bytes.HasPrefix(line, []byte(start)) {
			return nil
		}
	}
}

// change changes a source of the seeds.
func change(ctx context.Context, address, token string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPatch, address+"/collections/sources/items/cnn", strings.NewReader(`{"properties":{"channel":"bench"}}`))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/merge-patch+json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent {
		body, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
		return fmt.Errorf("change a feature: %s: %s", answer.Status, body)
	}
	return nil
}
