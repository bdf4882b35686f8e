package geoparquet_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/geoparquet"
	"cairn/geo/shape"
)

// TestRoundTrip writes random features of each kind and reads them again.
func TestRoundTrip(t *testing.T) {
	for kind := shape.Nowhere; kind <= shape.Collection; kind++ {
		for i, n := range []int{0, 1, 1001, 60} {
			if n > 1000 && kind != shape.Nowhere {
				continue
			}
			heights, numbered := i%2 == 0, i%3 == 0
			t.Run(fmt.Sprintf("%v %d", kind, n), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(kind), uint64(i)))
				want, collection := randomFeatures(t, r, n, kind, heights, numbered)
				got := read(t, write(t, want, geo.Output{Collection: collection}))
				equal(t, got, want)
				for j, f := range got {
					if f.HasNumericID() != numbered || f.ID() != want[j].ID() {
						t.Fatalf("feature %d has the id %s, want %s", j, f.RawID(), want[j].RawID())
					}
				}
			})
		}
	}
}

// TestSelection writes some properties, and no geometry.
func TestSelection(t *testing.T) {
	features, collection := randomFeatures(t, rand.New(rand.NewPCG(1, 1)), 30, shape.Point, false, true)
	number, _ := collection.Schema.Field("count")
	got := read(t, write(t, features, geo.Output{Collection: collection, Fields: []int{number}, SkipGeometry: true}))
	for i, f := range got {
		if a, b := string(f.Property("count")), features[i].Property("count").String(); f.Located() || len(values(t, f)) > 1 || a != b && b != "null" {
			t.Errorf("got %s, want the count of %s", f.GeoJSON(), features[i].GeoJSON())
		}
	}
}

// TestIDs has properties that are called as our columns are.
func TestIDs(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID("a")
	for _, name := range []string{"id", "feature_id", "geometry", "bbox"} {
		if err := b.AddText(name, "b"); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, write(t, []geo.Feature{f}, geo.Output{Collection: geo.Collection{Schema: b.Schema()}}))
	if len(got) != 1 || string(got[0].GeoJSON()) != string(f.GeoJSON()) {
		t.Errorf("got %s, want %s", got[0].GeoJSON(), f.GeoJSON())
	}
}

func TestWriteRefuses(t *testing.T) {
	features, collection := randomFeatures(t, rand.New(rand.NewPCG(1, 1)), 1, shape.Point, false, true)
	utm, err := crs.Parse("EPSG:32637")
	if err != nil {
		t.Fatal(err)
	}
	w := geoparquet.NewWriter(nil, geo.Output{Collection: collection, CRS: utm})
	if err := w.Write(features[0]); geo.KindOf(err) != geo.Invalid || w.Close() != err {
		t.Errorf("in UTM: got %v, want Invalid", err)
	}
}

// TestTimes keeps days and moments, before 1970 too.
func TestTimes(t *testing.T) {
	b := geo.NewBuilder(nil)
	var features []geo.Feature
	for _, c := range [][2]string{{"1969-12-31", "1969-12-31T23:59:59.999999Z"}, {"0001-01-01", "0001-01-01T00:00:00Z"}, {"9999-12-31", "2026-01-20T13:00:00+03:00"}} {
		b.SetNumericID(fmt.Sprint(len(features)))
		_ = b.AddText("day", c[0])
		_ = b.AddText("moment", c[1])
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	got := read(t, write(t, features, geo.Output{Collection: geo.Collection{Schema: b.Schema(), NumericIDs: true}}))
	for i, want := range []string{
		`{"day":"1969-12-31","moment":"1969-12-31T23:59:59.999999Z"}`, `{"day":"0001-01-01","moment":"0001-01-01T00:00:00Z"}`,
		`{"day":"9999-12-31","moment":"2026-01-20T10:00:00Z"}`,
	} {
		if s := string(got[i].PropertiesJSON()); s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
}
