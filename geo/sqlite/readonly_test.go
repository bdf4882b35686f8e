//go:build unix

package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// readAsNobody has somebody without rights read a store, who owns nothing of it.
func readAsNobody(t *testing.T, path string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), onlyReader+"="+path)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("the reader: %v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	program := filepath.Join(t.TempDir(), "reader")
	text, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{program, path} {
		for dir := filepath.Dir(of); strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
			info, err := os.Stat(dir)
			if err == nil && info.Mode()&5 != 5 {
				err = os.Chmod(dir, info.Mode()|0o055)
			}
			if err != nil {
				t.Skipf("%s is closed to others (%v): reading as somebody else is left out", dir, err)
			}
		}
	}
	cmd := exec.Command(program)
	cmd.Env = []string{onlyReader + "=" + path}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the reader: %v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// lockedFolder makes a folder whose files can be read by everybody and written by nobody
// but root.
func lockedFolder(t *testing.T, path string) {
	t.Helper()
	list, _ := filepath.Glob(path + "*")
	for _, one := range list {
		if err := os.Chmod(one, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Dir(path), 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o755) })
}

// TestReadOnlyFolder has somebody read a store who can write neither it nor its folder:
// one that was closed, one that another process has open, one whose process was killed.
func TestReadOnlyFolder(t *testing.T) {
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")}, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40, "n", "1")})
	// As a process leaves it that is killed: with its log.
	killed := fresh(t)
	for _, end := range []string{"", "-wal", "-shm"} {
		text, err := os.ReadFile(path + end)
		if err == nil {
			err = os.WriteFile(killed+end, text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	lone := fresh(t) // and without it, though the file says that there is one
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lockedFolder(t, path)
	if got := readAsNobody(t, path); got != "2 changes <nil>" {
		t.Errorf("beside a process that writes: %s", got)
	}
	os.Chmod(filepath.Dir(path), 0o755)
	os.Chmod(path, 0o644)
	s.Close()
	lockedFolder(t, path)
	if got := readAsNobody(t, path); got != "2 changes <nil>" {
		t.Errorf("a store that was closed: %s", got)
	}
	lockedFolder(t, killed)
	if got := readAsNobody(t, killed); got != "2 changes <nil>" {
		t.Errorf("a store whose process was killed: %s", got)
	}
	if err := os.WriteFile(lone, text, 0o644); err != nil {
		t.Fatal(err)
	}
	lockedFolder(t, lone)
	if got := readAsNobody(t, lone); got != "0 changes <nil>" { // as when the log was last put into it
		t.Errorf("a file without its log: %s", got)
	}
}

// TestOpenReadOnly reads a store while another writes to it, and tries to change it.
func TestOpenReadOnly(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	w := open(t, path, sqlite.Options{})
	apply(t, w, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	apply(t, w, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 41, "n", "2")})
	want := dump(t, read(t, w))
	s, err := sqlite.OpenReadOnly(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rev := apply(t, w, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40, "n", "1")})
	same(t, "what is read beside who writes", dump(t, read(t, s)), want)
	n := 0
	for c, err := range s.History(ctx, "p", "a") {
		if n++; err != nil || c.Rev >= rev {
			t.Errorf("history: %+v, %v", c, err)
		}
	}
	if then, err := s.ReadAt(ctx, 1); err != nil || n != 2 {
		t.Errorf("the past: %v, and %d changes to a", err, n)
	} else if f, err := then.Feature(ctx, "p", "a"); err != nil || string(f.Property("n")) != "1" {
		t.Errorf("the past: %s, %v", f.GeoJSON(), err)
	}
	_, put := s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "a"})
	_, fill := s.Fill(ctx, "q", nil, points(1))
	for what, err := range map[string]error{"Apply": put, "Fill": fill, "Prune": s.Prune(ctx), "Index": s.Index(ctx)} {
		if geo.KindOf(err) != geo.Denied || !strings.Contains(err.Error(), "read only") {
			t.Errorf("%s: %v, want kind denied", what, err)
		}
	}
	// Who writes can make the file one again while it is read.
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if beside, _ := filepath.Glob(path + "-*"); len(beside) > 0 {
		t.Errorf("there is %v beside the file", beside)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := sqlite.OpenReadOnly(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := read(t, again).Count(ctx, geo.Query{From: "p"}); err != nil || n != 2 {
		t.Errorf("%d features, %v", n, err)
	}
	if err := errors.Join(s.Close(), again.Close(), again.Close()); err != nil {
		t.Error(err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file is not as it was: %v", err)
	}
	sound(t, path)
}

// TestOpenReadOnlyFaults opens what cannot be read as a store.
func TestOpenReadOnlyFaults(t *testing.T) {
	ctx, none := context.Background(), fresh(t)
	if _, err := sqlite.OpenReadOnly(ctx, none, sqlite.Options{}); geo.KindOf(err) != geo.NotFound {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(none); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is made by that: %v", err)
	}
	text := filepath.Join(t.TempDir(), "text.gpkg")
	if err := os.WriteFile(text, []byte("no database"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.OpenReadOnly(ctx, text, sqlite.Options{}); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a text: %v", err)
	}
	path := fresh(t)
	open(t, path, sqlite.Options{}).Close()
	db := other(t, path)
	exec1(t, db, `DROP TABLE cairn_state`)
	if _, err := sqlite.OpenReadOnly(ctx, path, sqlite.Options{}); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "no store") {
		t.Errorf("a GeoPackage that is none: %v", err)
	}
}

// TestLink opens a store by a symbolic link, after its process was killed: what is beside
// the file stands there, not beside the link.
func TestLink(t *testing.T) {
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	link := filepath.Join(t.TempDir(), "link.gpkg")
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("there are no symbolic links here (%v): opening a store by one is left out", err)
	}
	if _, err := sqlite.Open(context.Background(), link, sqlite.Options{}); geo.KindOf(err) != geo.Busy {
		t.Errorf("opened twice, once by a link: %v", err)
	}
	s.Close()
	s = open(t, link, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40, "n", "1")})
	if beside, _ := filepath.Glob(link + "-*"); len(beside) > 0 {
		t.Errorf("there is %v beside the link", beside)
	}
	s.Close()
	sound(t, link)
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	if _, err := sqlite.Backup(context.Background(), link, copied); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sqlite.Restore(context.Background(), copied, link, true); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced by what was restored: %v, %v", info, err)
	}
	sound(t, link)
}
