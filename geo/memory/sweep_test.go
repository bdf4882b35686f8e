package memory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/memory"
	"cairn/geo/relate"
)

// TestSweep asks for what meets areas and boxes, in a collection that lies along a
// curve and then changes, and compares with a look at each feature.
func TestSweep(t *testing.T) {
	ctx, r, store, b := context.Background(), rand.New(rand.NewPCG(4, 4)), memory.New(nil), geo.NewBuilder(nil)
	all := map[geo.ID]geo.Feature{}
	made := func(i int) geo.Feature {
		b.SetID(geo.ID(fmt.Sprint(i)))
		p := orb.Point{r.Float64() * 40, r.Float64() * 40}
		switch r.IntN(12) {
		case 0:
			b.SetGeometry(orb.LineString{p, {p[0] + r.Float64(), p[1] + r.Float64()}}, nil)
		case 1:
		default:
			b.SetPoint(p, nil)
		}
		b.AddText("kind", []string{"camp", "siege", "escape"}[r.IntN(3)])
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		all[f.ID()] = f
		return f
	}
	if _, err := store.Fill(ctx, "p", nil, func(yield func(geo.Feature, error) bool) {
		for i := range 12_000 {
			if !yield(made(i), nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		reader, _ := store.Read(ctx)
		for range 60 {
			q, area, kind := question(t, r, reader)
			want := 0
			for _, f := range all {
				if f.Located() && (kind == "" || f.Property("kind").String() == kind) && relate.Is(relate.Intersects, f.Geometry(), area) {
					want++
				}
			}
			checkSweep(t, reader, q, want, all)
		}
		for range 300 {
			if id := geo.ID(fmt.Sprint(r.IntN(12_000))); r.IntN(3) == 0 && !all[id].IsZero() {
				delete(all, id)
				if _, err := store.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: id}); err != nil {
					t.Fatal(err)
				}
			} else if _, err := store.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: made(r.IntN(12_500))}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// question asks for a box, or for a triangle; some for a kind too.
func question(t *testing.T, r *rand.Rand, reader geo.Reader) (q geo.Query, area orb.Geometry, kind string) {
	low := orb.Point{r.Float64() * 30, r.Float64() * 30}
	size := 3 + r.Float64()*20
	q = geo.Query{From: "p", Limit: 1 + r.IntN(40)}
	bound := orb.Bound{Min: low, Max: orb.Point{low[0] + size, low[1] + size}}
	text := fmt.Sprintf("S_INTERSECTS(geometry,BBOX(%v,%v,%v,%v))", bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1])
	area = bound.ToPolygon()
	switch r.IntN(3) {
	case 0:
		box := geo.BoxOf(bound)
		q.Box, text = &box, ""
	case 1:
		area = orb.Polygon{{low, {low[0] + size, low[1] + 1}, {low[0] + 2, low[1] + size}, low}}
		text = fmt.Sprintf("S_INTERSECTS(geometry,POLYGON((%v %v,%v %v,%v %v,%v %v)))", low[0], low[1], low[0]+size, low[1]+1, low[0]+2, low[1]+size, low[0], low[1])
	}
	if r.IntN(2) == 0 {
		kind = "camp"
		if text != "" {
			text += " AND "
		}
		text += "kind='camp'"
	}
	if text == "" {
		return q, area, kind
	}
	c, _ := reader.Collection(context.Background(), "p")
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if q.Filter, err = cql2.Compile(e, c.Types()); err != nil {
		t.Fatal(err)
	}
	return q, area, kind
}

// checkSweep counts in all ways there are, and turns pages.
func checkSweep(t *testing.T, reader geo.Reader, q geo.Query, want int, all map[geo.ID]geo.Feature) {
	t.Helper()
	ctx := context.Background()
	if n, err := reader.Count(ctx, q); n != want || err != nil {
		t.Fatalf("%+v: count %d, %v; want %d", q, n, err, want)
	}
	keep := func(b []byte) ([]byte, error) { return b, nil }
	_, page, err := reader.(geo.Bulk).AppendGeoJSON(ctx, nil, q, keep)
	if err != nil || page.Matched >= 0 && page.Matched != want || page.Returned != min(want, q.Limit) {
		t.Fatalf("%+v: page %+v, %v; want %d of %d", q, page, err, min(want, q.Limit), want)
	}
	found, last := 0, geo.Cursor(0)
	for {
		n := 0
		for hit, err := range reader.Find(ctx, q) {
			if err != nil || hit.At <= last || all[hit.ID()].IsZero() {
				t.Fatalf("%+v: %s at %d after %d, %v", q, hit.ID(), hit.At, last, err)
			}
			last = hit.At
			n++
		}
		if found += n; n < q.Limit {
			break
		}
		q.After = last
	}
	if found != want {
		t.Fatalf("%+v: found %d page by page, want %d", q, found, want)
	}
}
