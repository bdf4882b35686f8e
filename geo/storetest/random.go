package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/relate"
)

// testRandom asks random questions of random features and compares the answers
// with those of a loop over all features.
func testRandom(t *testing.T, s geo.Store) {
	r := rand.New(rand.NewPCG(19, 1))
	b := geo.NewBuilder(nil)
	var all []geo.Feature
	var changes []geo.Change
	for i := range 1500 {
		f := randomFeature(t, r, b, geo.ID(fmt.Sprintf("f%04d", i)))
		all, changes = append(all, f), append(changes, put("p", f))
	}
	apply(t, s, changes...)
	reader := read(t, s)
	for range 400 {
		q := randomQuery(r)
		want := twin(all, q)
		if got := ids(t, reader, q); !slices.Equal(got, want) {
			t.Fatalf("%s: got %d %v, want %d %v", describe(q), len(got), got, len(want), want)
		}
		bulkAgrees(t, reader, q)
		whole := q
		whole.Limit = 0
		if got, want := count(t, reader, q), len(twin(all, whole)); got != want {
			t.Fatalf("%s: Count = %d, want %d; missing %v", describe(q), got, want, missing(ids(t, reader, whole), twin(all, whole), all))
		}
	}
}

func describe(q geo.Query) string {
	s := fmt.Sprintf("where %v limit %d", q.Where, q.Limit)
	if q.Box != nil {
		s += fmt.Sprintf(" box %v", *q.Box)
	}
	if q.Near != nil {
		s += fmt.Sprintf(" near %v", *q.Near)
	}
	if q.During != nil {
		s += fmt.Sprintf(" during %v", *q.During)
	}
	if q.Filter != nil {
		s += fmt.Sprintf(" filter %s (implied %+v)", cql2.String(q.Filter.Expr()), *q.Filter.Implied())
	}
	return s
}

func randomFeature(t *testing.T, r *rand.Rand, b *geo.Builder, id geo.ID) geo.Feature {
	properties := []string{"kind", fmt.Sprintf("%q", []string{"prison", "camp", "town"}[r.IntN(3)]), "n", fmt.Sprint(r.IntN(5))}
	if r.IntN(2) == 0 {
		properties = append(properties, "date", fmt.Sprintf("\"2026-01-%02d\"", 1+r.IntN(28)))
	}
	return feature(t, b, id, randomGeometry(r), properties...)
}

// randomPoint favours the edges of the world, and a coarse grid so that some
// points coincide.
func randomPoint(r *rand.Rand) orb.Point {
	switch r.IntN(6) {
	case 0:
		return orb.Point{float64(r.IntN(37)*10 - 180), float64(r.IntN(19)*10 - 90)}
	case 1:
		return orb.Point{180 - r.Float64()*0.2, r.Float64()*2 - 1}
	case 2:
		return orb.Point{r.Float64()*360 - 180, 90 - r.Float64()*0.5}
	}
	return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
}

func randomGeometry(r *rand.Rand) orb.Geometry {
	p := randomPoint(r)
	q := orb.Point{min(p[0]+r.Float64()*5, 180), min(p[1]+r.Float64()*5, 90)}
	switch r.IntN(10) {
	case 0:
		return nil
	case 1:
		return orb.LineString{p, q}
	case 2:
		return orb.Polygon{orb.Bound{Min: p, Max: q}.ToRing()}
	case 3:
		return orb.Polygon{{p, {q[0], p[1]}, q, p}}
	case 4:
		return orb.Collection{p, orb.LineString{p, q}}
	case 5:
		return orb.MultiPoint{p, randomPoint(r)}
	}
	return p
}

func randomQuery(r *rand.Rand) geo.Query {
	q := geo.Query{From: "p", Limit: r.IntN(60)}
	if r.IntN(2) == 0 {
		p := randomPoint(r)
		box := geo.BoxOf(orb.Bound{Min: p, Max: orb.Point{min(p[0]+r.Float64()*90, 180), min(p[1]+r.Float64()*60, 90)}})
		if r.IntN(4) == 0 {
			box.West, box.East = 100+r.Float64()*80, -180+r.Float64()*150
		}
		q.Box = &box
	}
	if r.IntN(3) == 0 {
		q.Near = &geo.Near{Point: randomPoint(r)}
		if r.IntN(2) == 0 {
			q.Near.Within = r.Float64() * 5e6
		}
	}
	if r.IntN(3) == 0 {
		start := geo.Instant(20454+r.IntN(30)) * geo.Day // from 2026-01-01
		q.During = &geo.Period{Start: start, End: start + geo.Day*geo.Instant(1+r.IntN(5))}
	}
	if r.IntN(3) == 0 {
		q.Where = append(q.Where, geo.Equality{Property: "kind", Value: "camp"})
	}
	if r.IntN(4) == 0 {
		q.Where = append(q.Where, geo.Equality{Property: "n", Value: fmt.Sprintf("%d.0", r.IntN(6))})
	}
	return q
}

// twin answers by looking at every feature.
func twin(all []geo.Feature, q geo.Query) (ids []geo.ID) {
	if q.Near != nil {
		return nearestTwin(all, q)
	}
	for _, f := range all {
		if matches(f, q) && (q.Limit == 0 || len(ids) < q.Limit) {
			ids = append(ids, f.ID())
		}
	}
	return ids
}

// matches asks everything of a query but Near, in the plainest way.
func matches(f geo.Feature, q geo.Query) bool {
	if q.Box != nil {
		bounds, n := q.Box.Bounds()
		meets := false
		for _, b := range bounds[:n] {
			meets = meets || relate.MeetsBound(f.Geometry(), b)
		}
		if !meets {
			return false
		}
	}
	if p, ok := f.Period(); ok && q.During != nil && !p.Overlaps(*q.During) {
		return false
	}
	for _, w := range q.Where {
		v := f.Property(w.Property)
		n, isNumber := v.Float()
		if v.String() != w.Value && !(isNumber && fmt.Sprintf("%.1f", n) == w.Value) {
			return false
		}
	}
	return q.Filter == nil || q.Filter.Match(&geo.Subject{Feature: f})
}

// testChurn replaces and deletes the same features many times and compares with
// a map.
func testChurn(t *testing.T, s geo.Store) {
	r, b := rand.New(rand.NewPCG(7, 7)), geo.NewBuilder(nil)
	model := map[geo.ID]geo.Feature{}
	for range 300 {
		var changes []geo.Change
		for range 100 {
			id := geo.ID(fmt.Sprint(r.IntN(400)))
			if _, there := model[id]; there && r.IntN(3) == 0 {
				changes = append(changes, geo.Change{Op: geo.Delete, In: "p", ID: id})
				delete(model, id)
				continue
			}
			f := randomFeature(t, r, b, id)
			changes = append(changes, put("p", f))
			model[id] = f
		}
		apply(t, s, changes...)
	}
	reader := read(t, s)
	if got := count(t, reader, geo.Query{From: "p"}); got != len(model) {
		t.Fatalf("Count = %d, want %d", got, len(model))
	}
	for id, want := range model {
		got, err := reader.Feature(context.Background(), "p", id)
		if err != nil || string(got.GeoJSON()) != string(want.GeoJSON()) {
			t.Fatalf("%s: got %s, %v; want %s", id, got.GeoJSON(), err, want.GeoJSON())
		}
	}
	box := geo.BoxOf(orb.Bound{Min: orb.Point{-90, -45}, Max: orb.Point{90, 45}})
	n := 0
	for _, f := range model {
		if matches(f, geo.Query{Box: &box}) {
			n++
		}
	}
	if got := len(ids(t, reader, geo.Query{From: "p", Box: &box})); got != n {
		t.Errorf("the box finds %d, want %d", got, n)
	}
}

// testConcurrent: every state that a reader sees has all features of a batch or
// none, while one writer replaces them.
func testConcurrent(t *testing.T, s geo.Store) {
	const features = 50
	batch := func(b *geo.Builder, round int) (changes []geo.Change) {
		for i := range features {
			changes = append(changes, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), orb.Point{float64(round % 90), float64(i)}, "round", fmt.Sprint(round))))
		}
		return changes
	}
	apply(t, s, batch(geo.NewBuilder(nil), 0)...)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for i := range 4 {
		var order []geo.Order // by round
		if i%2 == 0 {
			order = []geo.Order{{Field: 0, Descending: true}}
		}
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					oneState(t, s, features, order)
				}
			}
		})
	}
	b := geo.NewBuilder(nil)
	for round := range 300 {
		apply(t, s, batch(b, round)...)
	}
	close(done)
	readers.Wait()
}

// oneState checks that all features found are of the same round.
func oneState(t *testing.T, s geo.Store, features int, order []geo.Order) {
	r, err := s.Read(context.Background())
	if err != nil {
		t.Error(err)
		return
	}
	defer r.Close()
	box := geo.BoxOf(orb.Bound{Min: orb.Point{-1, -1}, Max: orb.Point{90, 90}})
	rounds, n := map[string]bool{}, 0
	for h, err := range r.Find(context.Background(), geo.Query{From: "p", Box: &box, Order: order}) {
		if err != nil {
			t.Error(err)
			return
		}
		rounds[h.Property("round").String()] = true
		n++
	}
	if n != features || len(rounds) != 1 {
		t.Errorf("a reader saw %d features of rounds %v, want %d of one", n, rounds, features)
	}
}

func missing(got, want []geo.ID, all []geo.Feature) (lost []string) {
	for _, f := range all {
		if slices.Contains(want, f.ID()) && !slices.Contains(got, f.ID()) {
			lost = append(lost, string(f.GeoJSON()))
		}
	}
	return lost
}
