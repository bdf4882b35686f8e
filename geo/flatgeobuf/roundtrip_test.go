package flatgeobuf_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"cairn/geo"
	"cairn/geo/exchange"
)

// TestRoundTrip writes random features of each kind and reads them again.
func TestRoundTrip(t *testing.T) {
	for kind := exchange.Nowhere; kind <= exchange.Collection; kind++ {
		for i, n := range []int{0, 1, 2, 15, 16, 17, 300} {
			heights, numbered := i%2 == 0, i%3 == 0
			t.Run(fmt.Sprintf("%v %d", kind, n), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(kind), uint64(i)))
				want, collection := randomFeatures(t, r, n, kind, heights, numbered)
				got := read(t, write(t, want, geo.Output{Collection: collection}))
				equal(t, got, want)
				for _, f := range got {
					if f.HasNumericID() != numbered {
						t.Fatalf("the id %s is a number: %t, want %t", f.RawID(), f.HasNumericID(), numbered)
					}
				}
			})
		}
	}
}

// TestRoundTripLarge goes through the temporary file.
func TestRoundTripLarge(t *testing.T) {
	want, collection := randomFeatures(t, rand.New(rand.NewPCG(1, 2)), 30_000, exchange.Nowhere, true, false)
	equal(t, read(t, write(t, want, geo.Output{Collection: collection})), want)
}
