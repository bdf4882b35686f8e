package main_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// receiverOf is the name under which a story has what came in.
const receiverOf = "RECEIVER"

// called is what a hook's receiver had.
type called struct {
	bodies chan string
}

// receive starts somebody who can be called and takes everything.
func receive(ts *testscript.TestScript, _ bool, _ []string) {
	c := &called{bodies: make(chan string, 100)}
	at := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Cairn-Signature") == "" {
			c.bodies <- fmt.Sprintf("not signed, or cut off: %v", err)
			return
		}
		c.bodies <- string(body)
	}))
	ts.Defer(at.Close)
	storyOf(ts).called = c
	ts.Setenv(receiverOf, at.URL)
}

// received waits until a body with a text has come in.
func received(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || storyOf(ts).called == nil {
		ts.Fatalf("usage: received TEXT, after receiver")
	}
	var others []string
	for {
		select {
		case body := <-storyOf(ts).called.bodies:
			if strings.Contains(body, args[0]) {
				fmt.Fprintln(ts.Stdout(), body)
				return
			}
			others = append(others, body)
		case <-time.After(30 * time.Second):
			ts.Fatalf("nothing with %q has come in; but: %s", args[0], others)
		}
	}
}

// logged waits until the server has logged a text.
func logged(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || storyOf(ts).process == nil {
		ts.Fatalf("usage: logged TEXT, after serve")
	}
	for begin := time.Now(); !strings.Contains(storyOf(ts).stderr.String(), args[0]); runtime.Gosched() {
		if time.Since(begin) > 30*time.Second {
			ts.Fatalf("the log does not say %q: %s", args[0], storyOf(ts).stderr.String())
		}
	}
}
