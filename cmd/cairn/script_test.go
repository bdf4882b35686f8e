package main_test

import (
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts tells the command line as stories: testdata/*.txtar. Beside the
// commands of testscript, and cairn itself, they have
//
//	serve [ARGUMENT…]   start `cairn serve` in the background on a free port; its
//	                    address is then in $SERVER
//	http [STATUS] [METHOD] PATH [@FILE] [NAME:VALUE…]
//	                    ask it, with the file as body and these headers; the answer's
//	                    body is in stdout, status and headers are in stderr; without
//	                    STATUS it must be 200, without METHOD it is GET
//	until STATUS …      ask it as http does, until that is the status
//	token NAME          $NAME is the token that is in stdout from then on
//	receiver            somebody whom a hook calls; the address is then in $RECEIVER
//	received TEXT       wait until a body with the text has come in; it is in stdout
//	logged TEXT         wait until it has logged that
//	edit FILE SQL       change a GeoPackage as another program does
//	end                 end it with SIGTERM; what it logged is in stderr
//
// The servers are this test's own program, with the race detector if the test has it.
// The other commands are built without: each of some hundreds does one thing after the
// other, and with it takes several times as long.
func TestScripts(t *testing.T) {
	plain := t.TempDir()
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(plain, "cairn"), ".").CombinedOutput(); err != nil {
		t.Fatalf("build cairn: %v\n%s", err, said)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Values[inStory{}] = new(story)
			e.Setenv("PATH", plain+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": func(ts *testscript.TestScript, neg bool, args []string) { storyOf(ts).serve(ts, neg, args) },
			"http":  func(ts *testscript.TestScript, neg bool, args []string) { storyOf(ts).http(ts, neg, args) },
			"until": func(ts *testscript.TestScript, neg bool, args []string) { storyOf(ts).until(ts, neg, args) },
			"token": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Setenv(args[0], strings.TrimSuffix(ts.ReadFile("stdout"), "\n"))
			},
			"receiver": receive,
			"received": received,
			"logged":   logged,
			"edit":     editFile,
			"end":      func(ts *testscript.TestScript, neg bool, _ []string) { storyOf(ts).end(ts, neg) },
		},
	})
}

// story is what one script has going.
type story struct {
	*process
	called *called // what hooks have sent
}

type inStory struct{}

func storyOf(ts *testscript.TestScript) *story { return ts.Value(inStory{}).(*story) }

func (s *story) serve(ts *testscript.TestScript, neg bool, args []string) {
	var env []string
	for len(args) > 0 && strings.Contains(args[0], "=") && !strings.HasPrefix(args[0], "-") {
		env, args = append(env, args[0]), args[1:]
	}
	p, err := launch(ts.MkAbs("."), env, args...)
	if err != nil {
		fmt.Fprint(ts.Stderr(), err)
	} else {
		s.process = p
		ts.Setenv("SERVER", p.address)
		ts.Defer(func() { p.stop() })
	}
	if (err != nil) != neg {
		ts.Fatalf("cairn serve: %v", err)
	}
}

func (s *story) http(ts *testscript.TestScript, neg bool, args []string) {
	if method, path, got, want := s.ask(ts, neg, args); got != want {
		ts.Fatalf("%s %s: %d, want %d", method, path, got, want)
	}
}

func (s *story) until(ts *testscript.TestScript, neg bool, args []string) {
	for begin := time.Now(); ; {
		method, path, got, want := s.ask(ts, neg, args)
		if got == want {
			return
		}
		if time.Since(begin) > patience {
			ts.Fatalf("%s %s: still %d, want %d", method, path, got, want)
		}
	}
}

// ask asks what the arguments of http say; the status that they want is 200 if they do not
// say which.
func (s *story) ask(ts *testscript.TestScript, neg bool, args []string) (asked, at string, got, wanted int) {
	want, method, body := http.StatusOK, http.MethodGet, ""
	if len(args) > 0 {
		if n, err := strconv.Atoi(args[0]); err == nil {
			want, args = n, args[1:]
		}
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "/") {
		method, args = args[0], args[1:]
	}
	if neg || len(args) == 0 || s.process == nil {
		ts.Fatalf("usage: http [STATUS] [METHOD] PATH [@FILE] [NAME:VALUE...], after serve")
	}
	path, headers := args[0], args[1:]
	if len(headers) > 0 && strings.HasPrefix(headers[0], "@") {
		body, headers = ts.ReadFile(headers[0][1:]), headers[1:]
	}
	ask, err := http.NewRequest(method, s.address+path, strings.NewReader(body))
	ts.Check(err)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ":")
		ask.Header.Set(name, strings.TrimSpace(value))
	}
	answer, err := http.DefaultTransport.RoundTrip(ask) // redirects are answers, too
	ts.Check(err)
	defer answer.Body.Close()
	fmt.Fprintln(ts.Stderr(), answer.Status)
	answer.Header.Write(ts.Stderr())
	_, err = io.Copy(ts.Stdout(), answer.Body)
	ts.Check(err)
	return method, path, answer.StatusCode, want
}

func (s *story) end(ts *testscript.TestScript, neg bool) {
	if s.process == nil {
		ts.Fatalf("end: nothing is served")
	}
	err := s.stop()
	fmt.Fprint(ts.Stderr(), s.stderr.String())
	if (err != nil) != neg {
		ts.Fatalf("cairn serve ended with %v", err)
	}
	s.process = nil
}
