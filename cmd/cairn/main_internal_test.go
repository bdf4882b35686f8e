package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the program itself out of the test's binary, so that tests can
// start it as "cairn" in a process of its own, race detector included.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cairn": main})
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name string
		args []string
		env  []string
		want int
		says string // in stdout or stderr
	}{
		{"nothing", nil, nil, 0, "Usage: cairn"},
		{"help", []string{"--help"}, nil, 0, "cairn check wells.geojson"},
		{"help of serve", []string{"serve", "--help"}, nil, 0, "CAIRN_LOG_LEVEL"},
		{"version", []string{"version"}, nil, 0, "cairn "},
		{"unknown command", []string{"sreve"}, nil, 2, `"serve"`},
		{"unknown flag", []string{"serve", "--prot", "1"}, nil, 2, "--prot"},
		{"bad flag", []string{"serve", "--log-level", "loud"}, nil, 2, `got "loud"`},
		{"bad environment", []string{"serve"}, []string{"CAIRN_LOG_LEVEL=loud"}, 2, `CAIRN_LOG_LEVEL="loud"`},
		{"bad time", []string{"serve", "--time", "a,b,c"}, nil, 2, "FIELD,FIELD"},
		{"bad base", []string{"serve", "--base-url", "example.org"}, nil, 2, "https://example.org/cairn"},
		{"bad proxy", []string{"serve", "--trusted-proxy", "10.0.0.300/8"}, nil, 2, "--trusted-proxy"},
		{"bad limit", []string{"serve", "--max-requests", "0"}, nil, 2, "--max-requests"},
		{"bad address", []string{"serve", "--listen", "localhost:http-ish"}, nil, 1, "--listen"},
		{"no file", []string{"check", "testdata/nowhere.geojson"}, nil, 1, "nowhere.geojson"},
		{"folder", []string{"check", "testdata"}, nil, 2, "is a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			got := run(t.Context(), tt.args, strings.NewReader(""), &stdout, &stderr, tt.env)
			if got != tt.want {
				t.Errorf("exit code %d, want %d; stderr: %s", got, tt.want, &stderr)
			}
			said, other := &stdout, &stderr
			if tt.want != 0 {
				said, other = other, said
			}
			if !strings.Contains(said.String(), tt.says) {
				t.Errorf("got %q, want %q in it", said, tt.says)
			}
			if other.Len() > 0 {
				t.Errorf("the other output is not empty: %q", other)
			}
		})
	}
}

func TestAddressInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"serve", "--listen", taken.Addr().String()}, nil, &stdout, &stderr, nil)
	if want := "address already in use (--listen or PORT chooses another address)"; code != 1 || !strings.Contains(stderr.String(), want) {
		t.Errorf("exit code %d, stderr %q; want 1 and %q", code, &stderr, want)
	}
}

// TestServeEndsWithItsContext runs the whole server inside the test.
func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stdout := &sink{}
	var stderr bytes.Buffer
	cancelled := &onWrite{sink: stdout, do: cancel}
	got := run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, nil, cancelled, &stderr, nil)
	if got != 0 {
		t.Errorf("exit code %d: %s", got, &stderr)
	}
	if !strings.HasPrefix(stdout.String(), "Cairn is at http://127.0.0.1:") {
		t.Errorf("stdout is %q", stdout)
	}
	for _, want := range []string{"collection=places features=5", "shut down"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, &stderr)
		}
	}
}

// onWrite does something once it has been written to.
type onWrite struct {
	*sink
	do func()
}

func (w *onWrite) Write(p []byte) (int, error) {
	defer w.do()
	return w.sink.Write(p)
}

// TestFilesNotRead serves a file a second time from a store that has its collection by
// now: which file is not read is said after the address, whatever is logged.
func TestFilesNotRead(t *testing.T) {
	dir := t.TempDir()
	file, store := filepath.Join(dir, "wells.geojson"), filepath.Join(dir, "store.gpkg")
	if err := os.WriteFile(file, []byte(`{"type":"Feature","id":"a","geometry":null,"properties":{"n":1}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", file + " was not read: " + store + " has the collection wells already, and serves what it has\n"} {
		ctx, cancel := context.WithCancel(t.Context())
		said := &saying{when: "\n", then: cancel}
		if i == 1 {
			said.when = "was not read"
		}
		var stderr bytes.Buffer
		code := run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error", "--store", store, file}, nil, said, &stderr, nil)
		_, after, _ := strings.Cut(said.text.String(), "\n")
		if code != 0 || after != want {
			t.Errorf("time %d: exit code %d, %q, want %q; stderr: %s", i, code, after, want, &stderr)
		}
		cancel()
	}
}

// saying is written to, and does something when a text has come.
type saying struct {
	text strings.Builder
	when string
	then func()
}

func (s *saying) Write(b []byte) (int, error) {
	s.text.Write(b)
	if strings.Contains(s.text.String(), s.when) {
		s.then()
	}
	return len(b), nil
}

func TestFlagBeatsEnvironmentBeatsDefault(t *testing.T) {
	tests := []struct {
		name string
		args []string
		env  []string
		want serve
	}{
		{"default", nil, nil, serve{LogLevel: "info", LogFormat: "text", MaxRequests: 512}},
		{"environment", nil, []string{"CAIRN_LOG_LEVEL=warn", "CAIRN_TIME=a,b", "CAIRN_MAX_REQUESTS=7"},
			serve{LogLevel: "warn", LogFormat: "text", Time: fields{"a", "b"}, MaxRequests: 7}},
		{"flag", []string{"--log-level=error", "--time=c"}, []string{"CAIRN_LOG_LEVEL=warn", "CAIRN_TIME=a,b"},
			serve{LogLevel: "error", LogFormat: "text", Time: fields{"c"}, MaxRequests: 512}},
		{"empty is not set", nil, []string{"CAIRN_LOG_LEVEL="}, serve{LogLevel: "info", LogFormat: "text", MaxRequests: 512}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stderr bytes.Buffer
			command, code := parse(append([]string{"serve"}, tt.args...), world{t.Context(), nil, &stderr, &stderr, environment(tt.env)})
			got, ok := command.(*serve)
			if !ok {
				t.Fatalf("no command, exit code %d: %s", code, &stderr)
			}
			if got.LogLevel != tt.want.LogLevel || got.LogFormat != tt.want.LogFormat || got.MaxRequests != tt.want.MaxRequests ||
				strings.Join(got.Time, ",") != strings.Join(tt.want.Time, ",") {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestAddress(t *testing.T) {
	tests := []struct {
		listen, port string
		want         string
	}{
		{"", "", "localhost:8080"},
		{"", "9000", "localhost:9000"},
		{":80", "9000", ":80"},
		{"[::1]:80", "", "[::1]:80"},
	}
	for _, tt := range tests {
		s := serve{Listen: tt.listen}
		if got := s.address(map[string]string{"PORT": tt.port}); got != tt.want {
			t.Errorf("listen %q, PORT %q: got %q, want %q", tt.listen, tt.port, got, tt.want)
		}
	}
}

func TestShownAddress(t *testing.T) {
	tests := []struct{ asked, want string }{
		{"localhost:0", "http://localhost:4711"},
		{":0", "http://localhost:4711"},
		{"0.0.0.0:0", "http://localhost:4711"},
		{"[::]:0", "http://localhost:4711"},
		{"127.0.0.1:0", "http://127.0.0.1:4711"},
		{"[::1]:0", "http://[::1]:4711"},
		{"maps.example.org:0", "http://maps.example.org:4711"},
	}
	for _, tt := range tests {
		if got := shownAddress(4711, tt.asked); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.asked, got, tt.want)
		}
	}
}
