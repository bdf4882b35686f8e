package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// bulkAgrees compares what a reader appends at once, if it can, with the features
// that it finds one by one.
func bulkAgrees(t *testing.T, r geo.Reader, q geo.Query) {
	t.Helper()
	bulk, ok := r.(geo.Bulk)
	if !ok || q.Near != nil {
		return
	}
	var want []byte
	page, most := geo.Page{}, q.Limit
	if q.Limit > 0 {
		q.Limit++
	}
	for h, err := range r.Find(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		if most > 0 && page.Returned == most {
			page.More = true
			break
		}
		if page.Returned > 0 {
			want = append(want, ',')
		}
		want, page.Last = append(want, h.GeoJSON()...), h.At
		page.Returned++
	}
	q.Limit = most
	var sent []byte
	b, got, err := bulk.AppendGeoJSON(context.Background(), []byte("before"), q, func(b []byte) ([]byte, error) {
		sent = append(sent, b...)
		return b[:0], nil
	})
	sent = append(sent, b...)
	if got.Matched >= 0 {
		if n := count(t, r, q); got.Matched != n {
			t.Fatalf("%s: at once %d matched, Count says %d", describe(q), got.Matched, n)
		}
	}
	got.Matched = 0
	if err != nil || got != page || string(sent) != "before"+string(want) {
		t.Fatalf("%s: at once %+v and %d bytes (%v), one by one %+v and %d bytes", describe(q), got, len(sent), err, page, len(want)+len("before"))
	}
}

// testBulk replaces and deletes features between pages, so that texts which lay
// next to one another no longer do.
func testBulk(t *testing.T, s geo.Store) {
	r, b := rand.New(rand.NewPCG(5, 5)), geo.NewBuilder(nil)
	long := fmt.Sprintf("%q", bytes.Repeat([]byte("x"), 20_000))
	var changes []geo.Change
	for i := range 400 {
		changes = append(changes, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), randomPoint(r), "n", fmt.Sprint(i), "long", long)))
	}
	apply(t, s, changes...)
	box := geo.BoxOf(orb.Bound{Min: orb.Point{-100, -50}, Max: orb.Point{100, 50}})
	for round := range 60 {
		q := geo.Query{From: "p", Limit: r.IntN(500), After: geo.Cursor(r.IntN(100))}
		if round%2 == 0 {
			q.Box = &box
		}
		if round%5 == 0 {
			q.Where = []geo.Equality{{Property: "n", Value: fmt.Sprint(r.IntN(400))}}
		}
		bulkAgrees(t, read(t, s), q)
		id := geo.ID(fmt.Sprint(r.IntN(400)))
		if round%3 == 0 {
			apply(t, s, put("p", feature(t, b, id, randomGeometry(r), "n", "1")))
		} else if _, err := read(t, s).Feature(context.Background(), "p", id); err == nil {
			apply(t, s, geo.Change{Op: geo.Delete, In: "p", ID: id})
		}
	}
	bulk, ok := read(t, s).(geo.Bulk)
	if !ok {
		return
	}
	full := errors.New("the connection is gone")
	_, _, err := bulk.AppendGeoJSON(context.Background(), nil, geo.Query{From: "p"}, func([]byte) ([]byte, error) { return nil, full })
	if !errors.Is(err, full) {
		t.Errorf("an error of flow: got %v", err)
	}
	_, _, err = bulk.AppendGeoJSON(context.Background(), nil, geo.Query{From: "nowhere"}, nil)
	wantKind(t, "an unknown collection", err, geo.NotFound)
}
