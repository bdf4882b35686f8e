package relate_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// TestShare compares what is said of a bound with points in it.
func TestShare(t *testing.T) {
	square := func(low, high float64) orb.Ring {
		return orb.Bound{Min: orb.Point{low, low}, Max: orb.Point{high, high}}.ToRing()
	}
	shapes := []orb.Geometry{
		orb.Polygon{square(0, 10)},
		orb.Polygon{square(0, 10), square(4, 6)},
		orb.MultiPolygon{{square(0, 4)}, {square(6, 10), square(7, 9)}, {square(3, 7)}},
		orb.Polygon{{{0, 0}, {10, 1}, {9, 10}, {5, 3}, {1, 9}, {0, 0}}},
		orb.LineString{{0, 0}, {10, 10}, {10, 0}},
		orb.MultiPoint{{1, 1}, {2, 2}},
		orb.Collection{orb.Point{1, 1}, orb.Polygon{square(2, 9)}},
	}
	r := rand.New(rand.NewPCG(5, 5))
	said := map[relate.Share]int{}
	for i, g := range shapes {
		p, err := relate.Prepare(g)
		if err != nil {
			t.Fatal(err)
		}
		for range 3000 {
			low := orb.Point{float64(r.IntN(24))/2 - 1, float64(r.IntN(24))/2 - 1}
			b := orb.Bound{Min: low, Max: orb.Point{low[0] + float64(r.IntN(6))/2, low[1] + r.Float64()*2}}
			share := p.Share(b)
			said[share]++
			for range 20 {
				at := orb.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
				if in := p.Meets(at); share == relate.All && !in || share == relate.None && in {
					t.Fatalf("shape %d holds share %d of %v, but %v of it: %v", i, share, b, at, in)
				}
			}
		}
	}
	for _, share := range []relate.Share{relate.None, relate.Some, relate.All} {
		if said[share] < 1000 {
			t.Errorf("share %d was said %d times only", share, said[share])
		}
	}
}
