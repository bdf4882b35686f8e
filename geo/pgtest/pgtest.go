// Package pgtest runs a PostgreSQL with PostGIS of its own for tests and
// benchmarks: in a new directory, reached through a socket in it and not through
// the network, and gone when its user is. It does not touch a server that is
// already running.
//
//	address := pgtest.Start(t)
//	conn, err := pgx.Connect(ctx, address)
//
// It needs Debian's postgresql and postgresql-15-postgis-3, or later ones.
package pgtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Server is a running PostgreSQL.
type Server struct {
	dir  string
	cmd  *exec.Cmd
	said tail
	gone chan struct{} // closed when the process has ended
}

// Start runs a server for the length of a test and returns its address. It skips
// the test where PostGIS is not installed, and fails it instead if the environment
// has CI=true.
func Start(t testing.TB) (address string) {
	t.Helper()
	if why := Missing(); why != "" {
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	s, err := Launch()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s.Address()
}

// Missing says what is not installed, in a sentence; "" if all is there.
func Missing() string {
	bin, err := programs()
	if err == nil {
		for _, place := range []string{"/usr/share/postgresql/" + filepath.Base(filepath.Dir(bin)), filepath.Join(bin, "../share"), filepath.Join(bin, "../share/postgresql")} {
			if _, err = os.Stat(filepath.Join(place, "extension/postgis.control")); err == nil {
				return ""
			}
		}
	}
	return "PostGIS is not installed (Debian: postgresql, postgresql-15-postgis-3), so nothing is compared with it here"
}

// programs returns the directory with initdb and postgres, of the latest version
// if there are several: Debian does not have them in the PATH.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		// What is in the PATH may be a link.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return "", fmt.Errorf("find initdb: %w", err)
		}
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("find initdb: %w", os.ErrNotExist)
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// Launch makes a database cluster, starts a server on it with the given settings
// ("work_mem=64MB") and creates the extension postgis. Nothing is written to disk
// with care: it is not for data that matter. The caller stops it.
func Launch(settings ...string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "cairn-postgis-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for a database: %w", err)
	}
	s := &Server{dir: dir, gone: make(chan struct{})}
	if err := s.begin(bin, settings); err != nil {
		_ = s.Stop()
		return nil, err
	}
	return s, nil
}

func (s *Server) begin(bin string, settings []string) error {
	owner, err := ownerOf(s.dir)
	if err != nil {
		return fmt.Errorf("give a database to its user: %w", err)
	}
	data := filepath.Join(s.dir, "data")
	if err := s.run(owner, filepath.Join(bin, "initdb"), "-D", data, "-U", role, "-A", "trust", "-E", "UTF8",
		"--locale=C.UTF-8", "--no-sync", "--no-instructions"); err != nil {
		return err
	}
	args := []string{"-D", data, "-k", s.dir, "-F"}
	for _, set := range slices.Concat([]string{"listen_addresses=", "full_page_writes=off", "lc_messages=C"}, settings) {
		args = append(args, "-c", set)
	}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), args...)
	s.cmd.Dir, s.cmd.SysProcAttr = s.dir, owner
	if err := s.start(); err != nil {
		return err
	}
	return s.run(owner, filepath.Join(bin, "psql"), "-h", s.dir, "-U", role, "-X", "-q", "-v", "ON_ERROR_STOP=1",
		"-c", "CREATE EXTENSION postgis", database)
}

const (
	role     = "postgres"
	database = "postgres"
	ready    = "ready to accept connections"
)

// run runs one of PostgreSQL's programs to its end.
func (s *Server) run(owner *syscall.SysProcAttr, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, owner
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, out)
	}
	return nil
}

// start starts the server and waits until it says that it is ready.
func (s *Server) start() error {
	log, err := s.cmd.StderrPipe()
	if err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	if err := s.cmd.Start(); err != nil {
		s.cmd = nil
		return fmt.Errorf("start postgres: %w", err)
	}
	isReady := make(chan struct{})
	go s.listen(log, isReady)
	select {
	case <-isReady:
		return nil
	case <-s.gone:
		return fmt.Errorf("postgres ended before it was ready:\n%s", s.said.String())
	}
}

// listen reads the server's log to its end.
func (s *Server) listen(log io.Reader, isReady chan struct{}) {
	defer close(s.gone)
	announced := false
	for lines := bufio.NewScanner(log); lines.Scan(); {
		s.said.add(lines.Text())
		if !announced && strings.Contains(lines.Text(), ready) {
			announced = true
			close(isReady)
		}
	}
}

// Address returns how to reach the database, as libpq and pgx write it.
func (s *Server) Address() string {
	return "host=" + s.dir + " user=" + role + " dbname=" + database
}

// PID returns the process's number, to measure what it uses.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Stop ends the server, waits until it has and removes its directory.
func (s *Server) Stop() error {
	err := s.end()
	if gone := os.RemoveAll(s.dir); err == nil && gone != nil {
		err = fmt.Errorf("remove a database: %w", gone)
	}
	return err
}

func (s *Server) end() error {
	if s.cmd == nil {
		return nil
	}
	// An interrupt is its "fast" shutdown: clients are sent away.
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return fmt.Errorf("stop postgres: %w", err)
	}
	<-s.gone
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("postgres: %w\n%s", err, s.said.String())
	}
	return nil
}

// tail is the last lines of a log. One goroutine writes; it is read when that has
// ended.
type tail struct{ lines [20]string }

func (t *tail) add(line string) {
	copy(t.lines[:], t.lines[1:])
	t.lines[len(t.lines)-1] = line
}

func (t *tail) String() string {
	var b bytes.Buffer
	for _, l := range t.lines {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}
