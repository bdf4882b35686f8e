package index_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

// boxes returns n small random boxes, some of them points, some on the edges of
// the world.
func boxes(r *rand.Rand, n int) []orb.Bound {
	all := make([]orb.Bound, n)
	for i := range all {
		p := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
		b := orb.Bound{Min: p, Max: p}
		switch i % 4 {
		case 1:
			b.Max = orb.Point{min(p[0]+r.Float64(), 180), min(p[1]+r.Float64(), 90)}
		case 2:
			b.Min[0], b.Max[0] = 180, 180
		}
		all[i] = b
	}
	return all
}

func TestSearchAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	all := boxes(r, 5000)
	e := index.View[int]{}.Edit()
	for i, b := range all {
		e.Insert(b, i)
	}
	v := e.View()
	if got := v.Len(); got != len(all) {
		t.Fatalf("Len = %d, want %d", got, len(all))
	}
	for i, q := range boxes(r, 400) {
		q.Max[0], q.Max[1] = min(q.Max[0]+10, 180), min(q.Max[1]+10, 90)
		var got []int
		v.Search(q, func(x int, sure bool) bool {
			meets := q.Intersects(all[x])
			if sure && !(q.Contains(all[x].Min) && q.Contains(all[x].Max)) {
				t.Fatalf("box %d: value %d is said to be surely within", i, x)
			}
			if meets {
				got = append(got, x)
			}
			return true
		})
		var want []int
		for x, b := range all {
			if q.Intersects(b) {
				want = append(want, x)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("box %d %v: got %d values, want %d", i, q, len(got), len(want))
		}
	}
}

func TestSearchStops(t *testing.T) {
	e := index.View[int]{}.Edit()
	for i := range 100 {
		e.Insert(orb.Bound{}, i)
	}
	n := 0
	e.View().Search(orb.Bound{}, func(int, bool) bool { n++; return n < 3 })
	if n != 3 {
		t.Errorf("yield was called %d times after it had returned false, want 3", n)
	}
}

func TestEditLeavesViewsAlone(t *testing.T) {
	all := boxes(rand.New(rand.NewPCG(3, 4)), 3000)
	e := index.View[int]{}.Edit()
	for i, b := range all[:1000] {
		e.Insert(b, i)
	}
	first := e.View()
	second := first.Edit()
	for i, b := range all[:500] {
		second.Delete(b, i)
	}
	for i, b := range all[1000:] {
		second.Insert(b, 1000+i)
	}
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	count := func(v index.View[int]) (n int) {
		v.Search(world, func(int, bool) bool { n++; return true })
		return n
	}
	if got := count(first); got != 1000 {
		t.Errorf("the first view holds %d values after a later edit, want 1000", got)
	}
	if got := count(second.View()); got != 2500 {
		t.Errorf("the second view holds %d values, want 2500", got)
	}
	second.Delete(all[0], 0) // not there any more
	if got := second.View().Len(); got != 2500 {
		t.Errorf("deleting what is not there leaves %d values, want 2500", got)
	}
}

func TestZeroView(t *testing.T) {
	var v index.View[int]
	v.Search(orb.Bound{}, func(int, bool) bool { t.Error("the zero view holds something"); return true })
	if v.Len() != 0 {
		t.Errorf("Len = %d, want 0", v.Len())
	}
	v.Nearest(orb.Point{}, 3, 1e9, plane{}, func(got []index.Neighbour[int]) { t.Errorf("Nearest = %v, want nothing", got) })
}
