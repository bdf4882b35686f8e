// Package storetest is the contract of geo.Store: what every store must do, as
// tests that a store's own tests call. Answers are compared with those of a
// plain loop over all features, which cannot be wrong in the same way as an
// index.
//
//	func TestContract(t *testing.T) {
//		storetest.Test(t, func(t *testing.T) geo.Store { return memory.New(nil) })
//	}
package storetest

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Test runs the contract; open returns a new, empty store.
func Test(t *testing.T, open func(t *testing.T) geo.Store) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, s geo.Store)
	}{
		{"empty store", testEmpty},
		{"unknown names", testUnknown},
		{"put, replace, delete", testLife},
		{"create refuses a taken id", testCreate},
		{"all or none", testAllOrNone},
		{"a reader never changes", testReaderStays},
		{"revisions count changes", testRevisions},
		{"collections come and go", testCollections},
		{"schemas grow, whoever writes", testSchemas},
		{"writes are held to what is declared", testDeclared},
		{"what is declared can be declared anew", testDeclaredAnew},
		{"descriptions follow the features", testDescription},
		{"ids of every sort", testIDs},
		{"a box across the antimeridian", testAntimeridian},
		{"an extent across the antimeridian", testExtent},
		{"time", testTime},
		{"a feature without a place", testNoPlace},
		{"nearest: ties, limits, exactness", testNearest},
		{"nearest of a shape", testNearestShape},
		{"paging", testPaging},
		{"whole pages at once", testBulk},
		{"a context that has ended", testContext},
		{"random features and queries", testRandom},
		{"orders, page by page", testOrder},
		{"replaced again and again", testChurn},
		{"readers and writers at once", testConcurrent},
		{"closed", testClosed},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			defer s.Close()
			c.run(t, s)
		})
	}
}

// apply makes changes that must succeed.
func apply(t testing.TB, s geo.Store, changes ...geo.Change) geo.Rev {
	t.Helper()
	rev, err := s.Apply(context.Background(), changes...)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return rev
}

// read opens the state as it is now.
func read(t testing.TB, s geo.Store) geo.Reader {
	t.Helper()
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return r
}

// ids returns the ids a query finds, in order.
func ids(t testing.TB, r geo.Reader, q geo.Query) []geo.ID {
	t.Helper()
	var all []geo.ID
	for h, err := range r.Find(context.Background(), q) {
		if err != nil {
			t.Fatalf("Find %+v: %v", q, err)
		}
		all = append(all, h.ID())
	}
	return all
}

// count returns what Count says.
func count(t testing.TB, r geo.Reader, q geo.Query) int {
	t.Helper()
	n, err := r.Count(context.Background(), q)
	if err != nil {
		t.Fatalf("Count %+v: %v", q, err)
	}
	return n
}

// feature makes a feature; properties are name and canonical JSON by turns.
func feature(t testing.TB, b *geo.Builder, id geo.ID, g orb.Geometry, properties ...string) geo.Feature {
	t.Helper()
	b.SetID(id)
	b.SetGeometry(g, nil)
	for i := 0; i+1 < len(properties); i += 2 {
		if err := b.Add([]byte(properties[i]), geo.Value(properties[i+1])); err != nil {
			t.Fatalf("Add %s: %v", properties[i], err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatalf("make feature %s: %v", id, err)
	}
	return f
}

func put(in geo.Name, f geo.Feature) geo.Change { return geo.Change{Op: geo.Put, In: in, Feature: f} }

// wantKind fails unless err is of the kind.
func wantKind(t testing.TB, what string, err error, want geo.Kind) {
	t.Helper()
	if err == nil || geo.KindOf(err) != want {
		t.Errorf("%s: got error %v of kind %v, want one of kind %v", what, err, geo.KindOf(err), want)
	}
}
