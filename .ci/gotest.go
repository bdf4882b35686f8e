// Gotest runs `go test -json` with the arguments after its own, prints what a
// reader wants (the closing line of each package, everything about a failure),
// and counts. A test is a top-level Test, Example or Fuzz function; one that
// does not compile, or dies outside any test, counts as one failure.
//
//	go run .ci/gotest.go -counts FILE -left FILE -race ./...
//
// It writes "PASSED FAILED SKIPPED" to the first file and appends a line for
// each skipped test to the second. Its exit code is that of go test.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// event is one line of `go test -json` (go doc cmd/test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
}

type run struct {
	out                     io.Writer
	lines                   map[string]*strings.Builder // by package and test
	passed, failed, skipped int
	left                    []string
	failures                map[string]int // tests failed, by package
}

func main() {
	if len(os.Args) < 6 || os.Args[1] != "-counts" || os.Args[3] != "-left" {
		fmt.Fprintln(os.Stderr, "usage: gotest -counts FILE -left FILE GO-TEST-ARGUMENTS")
		os.Exit(2)
	}
	r := &run{out: os.Stdout, lines: map[string]*strings.Builder{}, failures: map[string]int{}}
	code, err := r.test(os.Args[5:])
	if err == nil {
		err = r.write(os.Args[2], os.Args[4])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(2)
	}
	os.Exit(code)
}

func (r *run) test(args []string) (code int, err error) {
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	in := bufio.NewScanner(stdout)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, in.Text())
			continue
		}
		r.take(e)
	}
	if err := in.Err(); err != nil {
		return 0, err
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func (r *run) take(e event) {
	top, _, sub := strings.Cut(e.Test, "/")
	key := e.Package + " " + top
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "output":
		if e.Test == "" {
			r.packageLine(e.Output)
			return
		}
		if r.lines[key] == nil {
			r.lines[key] = new(strings.Builder)
		}
		r.lines[key].WriteString(e.Output)
	case "pass", "fail", "skip":
		switch {
		case sub:
			return
		case e.Test == "":
			r.endPackage(e)
		default:
			r.endTest(e, r.lines[key].String())
		}
		delete(r.lines, key)
	}
}

// packageLine prints the closing line of a package and what was said outside
// any test.
func (r *run) packageLine(s string) {
	if s != "PASS\n" && !strings.HasPrefix(s, "testing: warning: no tests") {
		fmt.Fprint(r.out, s)
	}
}

func (r *run) endTest(e event, said string) {
	switch e.Action {
	case "pass":
		r.passed++
		r.noteSubtests(e, said)
	case "fail":
		r.failed++
		r.failures[e.Package]++
		fmt.Fprint(r.out, said)
	case "skip":
		r.skipped++
		r.left = append(r.left, e.Package+" "+e.Test+": "+reason(said))
	}
}

// noteSubtests lists the skipped parts of a test that passed.
func (r *run) noteSubtests(e event, said string) {
	if strings.Contains(said, "--- SKIP: ") {
		r.skipped++
		r.left = append(r.left, e.Package+" "+e.Test+" (in part): "+reason(said))
	}
}

// endPackage counts a package that failed without a failed test: it did not
// compile, it died, or it took too long.
func (r *run) endPackage(e event) {
	if e.Action != "fail" || r.failures[e.Package] > 0 {
		return
	}
	r.failed++
	for key, lines := range r.lines {
		if strings.HasPrefix(key, e.Package+" ") {
			fmt.Fprint(r.out, lines.String())
		}
	}
}

// reason finds what a skipped test said: the line after its place in the file.
func reason(said string) string {
	for line := range strings.Lines(said) {
		if _, words, ok := strings.Cut(strings.TrimSpace(line), ".go:"); ok {
			if _, words, ok = strings.Cut(words, ": "); ok {
				return strings.TrimSpace(words)
			}
		}
	}
	return "gave no reason"
}

func (r *run) write(counts, left string) error {
	line := fmt.Sprintln(r.passed, r.failed, r.skipped)
	if err := os.WriteFile(counts, []byte(line), 0o644); err != nil {
		return err
	}
	f, err := os.OpenFile(left, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	for _, l := range r.left {
		fmt.Fprintln(f, l)
	}
	return f.Close()
}
