package geoparquet_test

import (
	"math/rand/v2"
	"testing"

	"cairn/geo"
	"cairn/geo/shape"
)

// FuzzLayers feeds the reader anything: it takes it, or says why not.
func FuzzLayers(f *testing.F) {
	for _, c := range foreign {
		f.Add(golden(f, c.file))
	}
	features, collection := randomFeatures(f, rand.New(rand.NewPCG(1, 2)), 5, shape.Nowhere, true, false)
	f.Add(write(f, features, geo.Output{Collection: collection}))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, _, err := readAll(file); err != nil && geo.KindOf(err) != geo.Invalid {
			t.Fatalf("got %v, want Invalid", err)
		}
	})
}
