package flatgeobuf_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// TestRoundTrip writes random features of each kind and reads them again.
func TestRoundTrip(t *testing.T) {
	for kind := shape.Nowhere; kind <= shape.Collection; kind++ {
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

// TestRoundTripBulky goes through the temporary file.
func TestRoundTripBulky(t *testing.T) {
	want, collection := bulky(t)
	equal(t, read(t, write(t, want, geo.Output{Collection: collection})), want)
}

// bulky makes features that take more than 8 MiB: some are long, most are short.
func bulky(t *testing.T) ([]geo.Feature, geo.Collection) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	b := geo.NewBuilder(nil)
	var features []geo.Feature
	for i := range 1000 {
		b.SetNumericID(fmt.Sprint(i))
		b.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
		if err := b.AddText("text", strings.Repeat("ä", r.IntN(1+50_000*(i%5/4)))); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features, geo.Collection{Schema: b.Schema(), NumericIDs: true}
}
