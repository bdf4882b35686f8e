package sqlite_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
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
	if path := os.Getenv(onlyReader); path != "" {
		beReader(path)
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
// of three opens and closes the store all the time, one of six fills collections, in one
// of six another program changes rows meanwhile.
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
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{LookEvery: 3 * time.Millisecond})
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
		if kind == 3 {
			must(note(s))
			go func() { must(changeNoted(path)) }()
		}
		var all sync.WaitGroup
		for i := range writersOfVictim {
			all.Go(func() { write(s, i, most, out) })
		}
		all.Wait()
		must(s.Close())
	}
}

// notedOfVictim is how many features another program changes all at once.
const notedOfVictim = 40

// note makes what another program changes.
func note(s *sqlite.Store) error {
	b := geo.NewBuilder(nil)
	var group []geo.Change
	for i := range notedOfVictim {
		group = append(group, geo.Change{Op: geo.Put, In: "noted", Feature: counted(b, i, "noted", 0, 10)})
	}
	_, err := s.Apply(context.Background(), group...)
	return err
}

// changeNoted is another program that counts in all rows, for ever.
func changeNoted(path string) error {
	db, err := gpkg.OpenDatabase(path, "?mode=rw&_pragma=busy_timeout(20000)")
	if err != nil {
		return err
	}
	for {
		if _, err := db.Exec("UPDATE noted SET n = n + 1"); err != nil {
			return err
		}
		runtime.Gosched()
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

// onlyReader is the environment variable that makes the test's program somebody who
// reads a store without being able to write: its path.
const onlyReader = "CAIRN_TEST_READER"

// beReader opens a store to read it, and says what it holds or why it cannot.
func beReader(path string) {
	ctx := context.Background()
	if _, err := sqlite.Open(ctx, path, sqlite.Options{}); geo.KindOf(err) != geo.Denied || !strings.Contains(err.Error(), "--read-only") {
		fmt.Println("to write it opens with", err)
	}
	s, err := sqlite.OpenReadOnly(ctx, path, sqlite.Options{})
	if err != nil {
		fmt.Println(geo.KindOf(err), err)
		return
	}
	n := 0
	for _, err := range s.Changes(ctx, 0) {
		if err != nil {
			fmt.Println("changes:", err)
		}
		n++
	}
	fmt.Println(n, "changes", s.Close())
}
