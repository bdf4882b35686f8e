//go:build !race

package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestKill kills a process that writes, again and again, and looks each time whether
// everything that it was answered is in the file, and nothing half. KILLS says how
// often.
func TestKill(t *testing.T) {
	kills := 12
	if said, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		kills = said
	}
	path := ""
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	var least [writersOfVictim]int // what each counter must be at least
	total := 0
	for kill := range kills {
		if kill%12 == 0 { // a new store, so that none becomes too large to be opened often
			path, least = filepath.Join(t.TempDir(), "store.gpkg"), [writersOfVictim]int{}
		}
		tried, done := murder(t, path, time.Duration(r.IntN(90_000))*time.Microsecond, r.IntN(2) == 0)
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		if err != nil {
			t.Fatalf("kill %d: the store does not open: %v", kill, err)
		}
		for i := range writersOfVictim {
			n := counter(s, i)
			if low := max(done[i], least[i]); n < low || n > max(tried[i], low) {
				t.Fatalf("kill %d: writer %d was answered %d and had tried %d; the store has %d", kill, i, low, tried[i], n)
			}
			total += n - least[i]
			least[i] = n
		}
		whole(t, s)
		alike(t, s)
		n := geo.Rev(0)
		for c, err := range s.Changes(context.Background(), 0) {
			if n++; err != nil || c.Rev != n {
				t.Fatalf("kill %d: change %d is %d: %v", kill, n, c.Rev, err)
			}
			if kill < kills-1 && n > 200 {
				break // all of it is looked at in the end
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if kill%12 == 11 || kill == kills-1 {
			sound(t, path)
		}
	}
	t.Logf("%d kills in the midst of %d groups of changes: none that was answered was lost, none was half made", kills, total)
}

// whole fails if a collection is there that was filled by half, and no more.
func whole(t *testing.T, s geo.Store) {
	t.Helper()
	all, err := read(t, s).Collections(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if strings.HasPrefix(string(c.Name), "filled") && c.Count != filledOfVictim {
			t.Fatalf("%s has %d features, want %d or no such collection", c.Name, c.Count, filledOfVictim)
		}
	}
}

// alike fails if some of what another program has changed all at once is not as the rest.
func alike(t *testing.T, s geo.Store) {
	t.Helper()
	n := map[string]int{}
	for hit, err := range read(t, s).Find(context.Background(), geo.Query{From: "noted"}) {
		if geo.KindOf(err) == geo.NotFound {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		n[hit.Property("n").String()]++
	}
	if len(n) > 1 {
		t.Fatalf("another program has changed all rows at once, and they are: %v", n)
	}
}

// murder starts a writer, kills it some time after it has begun or after it has first
// told something, and returns for each of its goroutines which change it tried last
// and which it was answered last.
func murder(t *testing.T, path string, after time.Duration, early bool) (tried, done [writersOfVictim]int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if early {
		time.AfterFunc(after, func() { cmd.Process.Kill() })
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		var what string
		var writer, count int
		line := lines.Text()
		if strings.HasPrefix(line, "fault") {
			t.Fatalf("the writer: %s", line)
		}
		if _, err := fmt.Sscan(line, &what, &writer, &count); err != nil {
			continue // the last line may be cut off
		}
		if what == "try" {
			tried[writer] = count
		} else {
			done[writer] = count
		}
		if n == 0 && !early { // from here on it is in the midst of writing
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
	}
	cmd.Wait()
	return tried, done
}

// TestKilledAtBirth opens what a process leaves that was killed while it made the
// file: pages, and a journal which says that there were none before. TestKill comes
// upon it now and then.
func TestKilledAtBirth(t *testing.T) {
	file, _, _ := written(t)
	path := quick(t)
	journal := make([]byte, 512)
	copy(journal, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
	journal[22] = 2  // a sector of 512 bytes
	journal[26] = 16 // pages of 4,096
	for _, left := range [][]byte{file[:4096], file} {
		if err := errors.Join(os.WriteFile(path, left, 0o600), os.WriteFile(path+"-journal", journal, 0o600)); err != nil {
			t.Fatal(err)
		}
		s := open(t, path, sqlite.Options{})
		if _, err := s.Apply(context.Background(), geo.Change{Op: geo.Put, In: "twins", Feature: counted(geo.NewBuilder(nil), 1, "a", 1, 1)}); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		sound(t, path)
	}
}
