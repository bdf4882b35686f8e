package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// victim is the environment variable that makes the test's program a writer to be
// killed: the path of its store.
const victim = "CAIRN_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		beVictim(path)
		return
	}
	os.Exit(m.Run())
}

// writersOfVictim write at once; writer i has the features i-0 to i-9 and a counter.
const writersOfVictim = 6

// filledOfVictim is how many features a collection has that a victim fills.
const filledOfVictim = 20_500

// beVictim makes changes until it is killed. Each is told before it is tried ("try")
// and after it is answered ("done"): which writer, and what its counter is then. One
// of three opens and closes the store all the time, one of six fills collections.
func beVictim(path string) {
	out := &told{w: os.Stdout}
	must := func(err error) {
		if err != nil {
			out.say("fault %v", err)
			os.Exit(3)
		}
	}
	kind := os.Getpid() % 6
	for round := 0; ; round++ {
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		must(err)
		if kind == 1 {
			name := geo.Name(fmt.Sprintf("filled-%d-%d", os.Getpid(), round))
			_, err := s.Fill(context.Background(), name, nil, points(filledOfVictim))
			must(err)
		}
		most := 1 << 40
		if kind%3 == 2 {
			most = 3
		}
		var all sync.WaitGroup
		for i := range writersOfVictim {
			all.Go(func() { write(s, i, most, out) })
		}
		all.Wait()
		must(s.Close())
	}
}

// told writes lines, each at once.
type told struct {
	mu sync.Mutex
	w  io.Writer
}

func (t *told) say(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.w, format+"\n", args...)
}

// write counts up: every change sets the counter on two features at once, and now and
// then deletes a third, or fills or drops a collection.
func write(s *sqlite.Store, i, most int, out *told) {
	ctx := context.Background()
	r, b := rand.New(rand.NewPCG(uint64(i), uint64(os.Getpid()))), geo.NewBuilder(nil)
	n := counter(s, i)
	for range most {
		n++
		group := []geo.Change{
			{Op: geo.Put, In: "twins", By: fmt.Sprint("w", i), Feature: counted(b, i, "a", n, r.IntN(2000))},
			{Op: geo.Put, In: "twins", By: fmt.Sprint("w", i), Feature: counted(b, i, "b", n, r.IntN(20))},
		}
		other := geo.Name(fmt.Sprint("other", i))
		switch r.IntN(25) {
		case 0:
			group = append(group, geo.Change{Op: geo.Put, In: other, Feature: counted(b, i, "x", n, 10)}, geo.Change{Op: geo.DropCollection, In: other})
		case 1:
			group = append(group, geo.Change{Op: geo.Put, In: other, Feature: counted(b, i, fmt.Sprint("x", n), n, 10)})
		}
		out.say("try %d %d", i, n)
		if _, err := s.Apply(ctx, group...); err != nil {
			out.say("fault %v", err)
			os.Exit(3)
		}
		out.say("done %d %d", i, n)
	}
}

func counted(b *geo.Builder, writer int, which string, n, long int) geo.Feature {
	b.SetID(geo.ID(fmt.Sprintf("%d-%s", writer, which)))
	b.SetPoint(orb.Point{float64(n % 180), float64(writer)}, nil)
	b.AddNumber("n", float64(n))
	b.AddText("long", strings.Repeat("x", long))
	f, err := b.Feature()
	if err != nil {
		panic("test: " + err.Error())
	}
	return f
}

// counter returns what a writer's counter is in the store; -1 if its two features do
// not agree.
func counter(s geo.Store, writer int) int {
	ctx := context.Background()
	r, err := s.Read(ctx)
	if err != nil {
		return -1
	}
	var n [2]int
	for i, which := range []string{"a", "b"} {
		if f, err := r.Feature(ctx, "twins", geo.ID(fmt.Sprintf("%d-%s", writer, which))); err == nil {
			n[i], _ = strconv.Atoi(f.Property("n").String())
		}
	}
	if n[0] != n[1] {
		return -1
	}
	return n[0]
}

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

// sound fails unless there is nothing wrong with a store.
func sound(t testing.TB, path string) {
	t.Helper()
	faults, err := sqlite.Check(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("fault: %v", f)
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
