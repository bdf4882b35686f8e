package main_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for a process before it gives up.
const patience = 30 * time.Second

// process is a cairn that serves.
type process struct {
	address string // such as http://127.0.0.1:43210
	cmd     *exec.Cmd
	stderr  safeBuffer
	ended   chan struct{} // closed when it has
	err     error         // of its end
}

// safeBuffer can be read while a process writes to it.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// launch starts `cairn serve` on a free port of 127.0.0.1 in dir and waits for
// its address. The error holds what it said instead.
func launch(dir string, env []string, args ...string) (*process, error) {
	p := &process{ended: make(chan struct{})}
	p.cmd = exec.Command("cairn", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	p.cmd.Dir, p.cmd.Stderr = dir, &p.stderr
	p.cmd.Env = append(os.Environ(), env...)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	_, address, ok := strings.Cut(strings.TrimSpace(line), "Cairn is at ")
	if !ok {
		p.cmd.Process.Kill()
		<-p.ended
		return p, fmt.Errorf("cairn serve gave no address: %v\n%s", p.err, p.stderr.String())
	}
	p.address = address
	return p, nil
}

// start is launch for a test; the process is stopped at the test's end, and must
// then end well.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p, err := launch("", nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Errorf("the end of cairn serve: %v\n%s", err, p.stderr.String())
		}
	})
	return p
}

// stop asks the process to end and waits.
func (p *process) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM) // an error means that it has ended
	return p.wait()
}

// wait returns how the process ended.
func (p *process) wait() error {
	select {
	case <-p.ended:
		return p.err
	case <-time.After(patience):
		p.cmd.Process.Kill()
		<-p.ended
		return errors.New("it had to be killed")
	}
}

// pointFile writes n points to a file of newline-delimited features and returns
// its path.
func pointFile(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "points.geojsonl")
	var b bytes.Buffer
	for i := range n {
		lon, lat := float64(i%3600)/10-180, float64(i/3600)/10-80
		fmt.Fprintf(&b, `{"type":"Feature","id":%d,"geometry":{"type":"Point","coordinates":[%g,%g]},"properties":{"name":"point %d","note":%q}}`+"\n",
			i+1, lon, lat, i, strings.Repeat("long ", 40))
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// everything asks for all of the points, uncompressed: more than the system keeps
// on its way while nobody reads.
func everything(t *testing.T, p *process) *http.Response {
	t.Helper()
	ask, err := http.NewRequest(http.MethodGet, p.address+"/collections/points/items?f=geojsonseq", nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Accept-Encoding", "identity")
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("status %s", answer.Status)
	}
	return answer
}

// saysSoon waits until the log has a text in it.
func (p *process) saysSoon(t *testing.T, want string) {
	t.Helper()
	for begin := time.Now(); !strings.Contains(p.stderr.String(), want); {
		if time.Since(begin) > patience {
			t.Fatalf("the log does not say %q:\n%s", want, p.stderr.String())
		}
		select {
		case <-p.ended:
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestRunningRequestsFinish(t *testing.T) {
	const points = 100_000
	p := start(t, pointFile(t, points))
	answer := everything(t, p)
	body := bufio.NewReader(answer.Body)
	if _, err := body.Peek(1); err != nil {
		t.Fatal(err)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.saysSoon(t, "running requests finish")
	if _, err := http.Get(p.address + "/healthz"); err == nil {
		t.Error("a new connection is taken after the signal")
	}
	lines := 0
	for {
		_, err := body.ReadSlice('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("after %d features: %v", lines, err)
		}
		lines++
	}
	if lines != points {
		t.Errorf("got %d features, want %d", lines, points)
	}
	if err := p.wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if !strings.Contains(p.stderr.String(), "status=200") {
		t.Errorf("the log has no line about the request:\n%s", p.stderr.String())
	}
}

// TestStopWhileLoading stops a server that waits for data that do not come.
func TestStopWhileLoading(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer out.Close()
	p := &process{ended: make(chan struct{}), cmd: exec.Command("cairn", "serve", "--listen", "127.0.0.1:0", "--log-level", "debug", "-")}
	p.cmd.Stdin, p.cmd.Stderr = in, &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	p.saysSoon(t, "loading")
	if err := p.stop(); err != nil {
		t.Errorf("ended with %v\n%s", err, p.stderr.String())
	}
	if want := "stopped while loading"; !strings.Contains(p.stderr.String(), want) {
		t.Errorf("the log does not say %q:\n%s", want, p.stderr.String())
	}
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	p, err := launch("", nil, pointFile(t, 100_000))
	if err != nil {
		t.Fatal(err)
	}
	everything(t, p) // and do not read it
	p.cmd.Process.Signal(os.Interrupt)
	p.saysSoon(t, "running requests finish")
	p.cmd.Process.Signal(os.Interrupt)
	if err := p.wait(); err == nil {
		t.Error("ended as if all was well, with a request half answered")
	}
}

func TestGraceEnds(t *testing.T) {
	p, err := launch("", nil, "--grace", "1ms", pointFile(t, 100_000))
	if err != nil {
		t.Fatal(err)
	}
	everything(t, p)
	err = p.stop()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Errorf("ended with %v, want exit code 1", err)
	}
	if want := "cut off after 1ms"; !strings.Contains(p.stderr.String(), want) {
		t.Errorf("the log does not say %q:\n%s", want, p.stderr.String())
	}
}
