//go:build !race

package sqlite_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// written is a store's file with a little of everything in it, and what it holds.
func written(t testing.TB) (file []byte, holds string, changes int) {
	t.Helper()
	path, ctx := quick(t), context.Background()
	s := open(t, path, sqlite.Options{})
	for _, f := range odd(t) {
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "odd", Feature: f}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fill(ctx, "points", &geo.Collection{Title: "Points"}, points(300)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for f := range points(20) {
			if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "points", Feature: f, By: "me"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	holds = dump(t, read(t, s))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file, holds, 12 + 301 + 40
}

// TestCutOff cuts a store's file off at the end of each page, and in the midst of one.
func TestCutOff(t *testing.T) {
	file, _, _ := written(t)
	path := quick(t)
	for end := 1; end < len(file); end += 2048 {
		cut := file[:end-end%2]
		if len(cut) == 0 {
			continue
		}
		if err := os.WriteFile(path, cut, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		if err == nil {
			s.Close()
			t.Fatalf("a file of %d bytes that was cut off at %d is opened", len(file), len(cut))
		}
		if geo.KindOf(err) != geo.Invalid {
			t.Errorf("cut off at %d: %v of kind %v, want one of kind invalid", len(cut), err, geo.KindOf(err))
		}
		leftAlone(t, path, cut)
		if faults, err := sqlite.Check(context.Background(), path); err != nil || len(faults) == 0 {
			t.Errorf("cut off at %d: Check finds %v, %v; want a fault", len(cut), faults, err)
		}
		leftAlone(t, path, cut)
	}
}

// leftAlone fails if a file is not as it was.
func leftAlone(t testing.TB, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("the damaged file is not left as it is: %d bytes, %v", len(got), err)
	}
	if beside, _ := filepath.Glob(path + "-*"); len(beside) > 0 {
		t.Fatalf("there is something beside the file: %v", beside)
	}
}

// TestFlipped changes single bytes of a store's file. It must not open then, or hold
// what it held, and tell its past as it was or that it cannot. With KILLS it takes ten
// other bytes for each.
func TestFlipped(t *testing.T) {
	file, holds, changes := written(t)
	path, r := quick(t), rand.New(rand.NewPCG(11, 12))
	refused, listed, tries := 0, 0, 60
	if said, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		tries, r = 10*said, rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 12))
	}
	for range tries {
		at, bits := r.IntN(len(file)), byte(1+r.IntN(255))
		torn := bytes.Clone(file)
		torn[at] ^= bits
		if err := os.WriteFile(path, torn, 0o644); err != nil {
			t.Fatal(err)
		}
		faults, err := sqlite.Check(context.Background(), path)
		if err != nil {
			t.Fatalf("byte %d by %x: Check: %v", at, bits, err)
		}
		if len(faults) > 0 {
			listed++
		}
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		if err != nil {
			refused++
			leftAlone(t, path, torn)
			if len(faults) == 0 {
				t.Errorf("byte %d by %x: refused with %v, but Check finds nothing", at, bits, err)
			}
			continue
		}
		if got := dump(t, read(t, s)); got != holds {
			t.Errorf("byte %d by %x (page %d, %d in it):", at, bits, at/4096+1, at%4096)
			same(t, "opened", got, holds)
		}
		n := 0
		for _, err = range s.Changes(context.Background(), 0) {
			if err == nil {
				n++
			}
		}
		if err == nil && n != changes {
			t.Errorf("byte %d by %x: %d changes are told, want %d or an error", at, bits, n, changes)
		}
		s.Close()
	}
	t.Logf("%d bytes flipped: %d refused, faults listed of %d", tries, refused, listed)
}

func TestNoStore(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	for _, c := range []struct {
		name, text string
		want       geo.Kind
	}{
		{"text.gpkg", "this is no database, and long enough to be one: " + string(make([]byte, 200)), geo.Invalid},
		{"short.gpkg", "SQLite format 3", geo.Invalid},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Open(ctx, path, sqlite.Options{}); geo.KindOf(err) != c.want {
			t.Errorf("%s: %v, want kind %v", c.name, err, c.want)
		}
		leftAlone(t, path, []byte(c.text))
	}
	if _, err := sqlite.Open(ctx, filepath.Join(dir, "nowhere", "x.gpkg"), sqlite.Options{}); geo.KindOf(err) != geo.NotFound {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if _, err := sqlite.Open(ctx, dir, sqlite.Options{}); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a folder: %v", err)
	}
	if _, err := sqlite.Check(ctx, filepath.Join(dir, "none.gpkg")); geo.KindOf(err) != geo.NotFound {
		t.Errorf("Check of no file: %v", err)
	}
}
