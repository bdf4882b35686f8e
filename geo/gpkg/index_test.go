package gpkg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// scatter makes n features of which most have a place, in clusters and boxes.
func scatter(t testing.TB, n int) made {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	return collect(t, "scatter", n, func(b *geo.Builder, i int) {
		b.SetNumericID(fmt.Sprint(3*i - n))
		x, y := random.Float64()*340-170, random.Float64()*160-80
		if i%3 == 0 {
			x, y = 36+random.NormFloat64(), 35+random.NormFloat64()
		}
		switch {
		case i%11 == 10: // no place
		case i%2 == 0:
			b.SetPoint(orb.Point{x, y}, nil)
		default:
			w, h := random.Float64()*5, random.Float64()*5
			b.SetGeometry(orb.LineString{{x, y}, {x + w, y + h}}, nil)
		}
	})
}

// TestIndex compares the R-tree with the places themselves: whole, and for boxes.
// The sizes are those at which the tree gets higher, and around them.
func TestIndex(t *testing.T) {
	for _, n := range []int{0, 1, 2, 51, 57, 60, 2900} {
		m := scatter(t, n)
		db := database(t, written(t, m))
		if got := list(t, db, `SELECT rtreecheck('rtree_scatter_geom')`); !slices.Equal(got, []string{"ok"}) {
			t.Errorf("%d features: the R-tree is not sound: %v", n, got)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 10 {
			x, y := random.Float64()*340-170, random.Float64()*160-80
			box := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + random.Float64()*60, y + random.Float64()*60}}
			var want []string
			for _, f := range m.features {
				if own, ok := f.Bound(); ok && box.Intersects(own) {
					want = append(want, string(f.RawID()))
				}
			}
			got := list(t, db, `SELECT id FROM rtree_scatter_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? ORDER BY id`,
				box.Min[0], box.Max[0], box.Min[1], box.Max[1])
			if !slices.Equal(got, want) {
				t.Fatalf("%d features: the R-tree finds %v in %v, want %v", n, got, box, want)
			}
		}
	}
}

// TestIndexTakesChanges puts entries into a tree that was packed, and takes all out.
func TestIndexTakesChanges(t *testing.T) {
	m := scatter(t, 800)
	db := database(t, written(t, m))
	for _, s := range []string{
		`WITH RECURSIVE n(i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n WHERE i < 1000400)
			INSERT INTO rtree_scatter_geom SELECT i, i % 300 - 150, i % 300 - 149, i % 100 - 50, i % 100 - 49 FROM n`,
		`DELETE FROM rtree_scatter_geom WHERE id % 2 = 0`,
		`DELETE FROM rtree_scatter_geom`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if got := list(t, db, `SELECT rtreecheck('rtree_scatter_geom')`); !slices.Equal(got, []string{"ok"}) {
			t.Errorf("after %s the R-tree is not sound: %v", s, got)
		}
	}
	if got := list(t, db, `SELECT count(*) FROM rtree_scatter_geom`); got[0] != "0" {
		t.Errorf("%s entries are left", got)
	}
}

// TestIndexOfExtremes packs boxes whose numbers float32 cannot hold.
func TestIndexOfExtremes(t *testing.T) {
	places := []orb.Point{{180, 90}, {-180, -90}, {0.1, 0.1}, {math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64}, {167.772171, 1e-40}}
	m := collect(t, "edge", len(places), func(b *geo.Builder, i int) {
		b.SetNumericID(fmt.Sprint(i))
		b.SetPoint(places[i], nil)
	})
	db := database(t, written(t, m))
	for i, p := range places {
		got := list(t, db, `SELECT id FROM rtree_edge_geom WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ? ORDER BY id`, p[0], p[0], p[1], p[1])
		if !slices.Contains(got, fmt.Sprint(i)) {
			t.Errorf("%v is not found in its own box: %v", p, got)
		}
	}
}
