package memory

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// TestExtents adds and removes features that often share the edges of the extent, and
// compares what is known of it with what is measured.
func TestExtents(t *testing.T) {
	r, b := rand.New(rand.NewPCG(1, 9)), geo.NewBuilder(nil, "start", "end")
	e := newEdit(newSet("p", sizes{columnsFrom, ordersFrom, fewEnough, mostSlots}))
	place := func() orb.Point { return orb.Point{float64(r.IntN(9)*45 - 180), float64(r.IntN(5)*45 - 90)} }
	lost := 0
	for step := range 4000 {
		id := fmt.Sprint(r.IntN(25))
		c := geo.Change{Op: geo.Put, ID: geo.ID(id), Rev: geo.Rev(step + 1)}
		if _, there := e.slot(c.ID); there && r.IntN(2) == 0 {
			if err := e.remove(&c); err != nil {
				t.Fatal(err)
			}
		} else {
			b.SetID(c.ID)
			switch r.IntN(5) {
			case 0:
			case 1:
				b.SetGeometry(orb.LineString{place(), place()}, nil)
			case 2:
				b.SetGeometry(orb.MultiPoint{place(), place()}, nil)
			default:
				b.SetPoint(place(), nil)
			}
			if r.IntN(3) > 0 {
				_ = b.Add([]byte("start"), geo.Value([]string{`"2026-01-01"`, `"2026-01-02"`, `null`}[r.IntN(3)]))
				_ = b.Add([]byte("end"), geo.Value([]string{`"2026-01-02"`, `"2026-01-03"`, `null`, `"soon"`}[r.IntN(4)]))
			}
			f, err := b.Feature()
			if err != nil {
				t.Fatal(err)
			}
			c.Feature = f
			if err := e.put(&c); err != nil {
				t.Fatal(err)
			}
		}
		known, measured := e.stats, e.stats
		measured.measure(&e.set)
		if e.stats.isLost() {
			lost++
			e.stats = measured
		} else if known != measured {
			t.Fatalf("step %d: known %+v, measured %+v", step, known, measured)
		}
	}
	if lost == 0 || lost > 800 {
		t.Errorf("%d of 4000 times an edge was lost", lost)
	}
}
