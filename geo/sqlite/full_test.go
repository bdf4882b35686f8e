//go:build !race

package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// small mounts a file system in memory of some size, on which the test ends up with no
// room.
func small(t testing.TB, size string) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here (%v: %s): a full disk is left out", err, strings.TrimSpace(string(out)))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// TestFull fills the disk, by the store itself and by somebody else.
func TestFull(t *testing.T) {
	dir, ctx := small(t, "3m"), context.Background()
	path := filepath.Join(dir, "store.gpkg")
	s := open(t, path, sqlite.Options{})
	long := `"` + strings.Repeat("x", 20_000) + `"`
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		_, err = s.Apply(ctx, geo.Change{Op: geo.Create, In: "p", Feature: point(t, geo.ID(fmt.Sprint(n)), 1, "long", long)})
	}
	n--
	if geo.KindOf(err) != geo.Full {
		t.Fatalf("after %d changes: %v of kind %v, want one of kind full", n, err, geo.KindOf(err))
	}
	holds := func(what string, want int) {
		t.Helper()
		if got, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || got != want {
			t.Fatalf("%s: %d features (%v), want %d", what, got, err, want)
		}
	}
	holds("after the disk was full", n)
	if _, err := s.Fill(ctx, "filled", nil, points(20_500)); geo.KindOf(err) != geo.Full {
		t.Errorf("Fill: %v, want kind full", err)
	}
	if _, err := read(t, s).Collection(ctx, "filled"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("a collection that there was no room for: %v", err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=40m", dir).CombinedOutput(); err != nil {
		t.Skipf("the file system cannot be made larger (%v: %s): that writing goes on is left out", err, out)
	}
	apply(t, s, geo.Change{Op: geo.Create, In: "p", Feature: point(t, "room again", 1)})
	holds("after there was room again", n+1)
	if _, err := s.Fill(ctx, "filled", nil, points(20_500)); err != nil {
		t.Errorf("Fill with room: %v", err)
	}
	want := dump(t, read(t, s))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, sqlite.Options{})
	same(t, "opened again", dump(t, read(t, s)), want)
	s.Close()
	sound(t, path)
}

// TestNoRoom opens stores where there is no room for one.
func TestNoRoom(t *testing.T) {
	dir := small(t, "64k")
	path := filepath.Join(dir, "store.gpkg")
	if _, err := sqlite.Open(context.Background(), path, sqlite.Options{}); geo.KindOf(err) != geo.Full {
		t.Errorf("a new store: %v, want kind full", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestReadOnly opens a store on a medium that cannot be written, and, unless root asks,
// for whom there is none, one whose file or folder cannot be.
func TestReadOnly(t *testing.T) {
	refused := func(what, path string) {
		t.Helper()
		if _, err := sqlite.Open(context.Background(), path, sqlite.Options{}); geo.KindOf(err) != geo.Denied || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%s: %v, want kind denied", what, err)
		}
	}
	if os.Geteuid() == 0 {
		dir := small(t, "3m")
		path := filepath.Join(dir, "store.gpkg")
		open(t, path, sqlite.Options{}).Close()
		if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
			t.Skipf("the file system cannot be made read-only (%v: %s): opening a store on one is left out", err, out)
		}
		refused("a file on a read-only medium", path)
		refused("a new file on a read-only medium", filepath.Join(dir, "new.gpkg"))
		return
	}
	path := fresh(t)
	open(t, path, sqlite.Options{}).Close()
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	refused("a read-only file", path)
	if err := errors.Join(os.Chmod(path, 0o644), os.Chmod(filepath.Dir(path), 0o555)); err != nil {
		t.Fatal(err)
	}
	refused("a file in a read-only folder", path)
	os.Chmod(filepath.Dir(path), 0o755) // so that it can be removed
}

// TestFullAtTheEnd fills the disk before a store is closed, so that its log cannot be put
// into the file, and while it is opened again.
func TestFullAtTheEnd(t *testing.T) {
	dir, ctx := small(t, "4m"), context.Background()
	path := filepath.Join(dir, "store.gpkg")
	s := open(t, path, sqlite.Options{})
	long := `"` + strings.Repeat("x", 10_000) + `"`
	for n := range 60 { // more than a megabyte with the table and the log
		apply(t, s, geo.Change{Op: geo.Create, In: "p", Feature: point(t, geo.ID(fmt.Sprint(n)), 1, "long", long)})
	}
	want := dump(t, read(t, s))
	filler := filepath.Join(dir, "filler")
	fill := func() {
		t.Helper()
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, size := range []int{64 << 10, 4 << 10, 1} {
			for err == nil {
				_, err = f.Write(make([]byte, size))
			}
			err = nil
		}
	}
	db := other(t, path)
	exec1(t, db, `UPDATE p SET long = 'short' WHERE id = '1'`)
	fill()
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Create, In: "p", Feature: point(t, "more", 1, "long", long)}); geo.KindOf(err) != geo.Full && err != nil {
		t.Errorf("a change on a full disk: %v of kind %v", err, geo.KindOf(err))
	} else if err == nil {
		want = "" // there was room in the log
	}
	db.Close()
	if err := s.Close(); err != nil && geo.KindOf(err) != geo.Full {
		t.Errorf("Close on a full disk: %v", err)
	}
	if r, err := sqlite.OpenReadOnly(ctx, path, sqlite.Options{}); err != nil {
		t.Errorf("to be read on a full disk: %v", err)
	} else {
		r.Close()
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil && geo.KindOf(err) != geo.Full {
		t.Errorf("opened on a full disk: %v of kind %v, want full", err, geo.KindOf(err))
	}
	if err == nil {
		s.Close()
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, sqlite.Options{})
	if f, err := read(t, s).Feature(ctx, "p", "1"); err != nil || f.Property("long").String() != "short" {
		t.Errorf("what another program has changed: %d bytes, %v", len(f.GeoJSON()), err)
	}
	if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != 60 && want != "" {
		t.Errorf("%d features, %v; want 60", n, err)
	}
	s.Close()
	sound(t, path)
}
