package crs_test

import (
	"slices"
	"testing"

	"cairn/geo/crs"
)

func TestFor(t *testing.T) {
	for _, c := range []struct {
		what                     string
		west, south, east, north float64
		heights                  bool
		want                     []int // EPSG numbers; 0 for CRS84 and CRS84h
	}{
		{"Syria", 35.7, 32.3, 42.4, 37.4, false, []int{0, 4326, 3857, 3035, 32636, 32637, 32638}},
		{"a place with heights", 39, 36, 39, 36, true, []int{0, 0, 4326, 4979, 3857, 3035, 32637}},
		{"Fiji, from edge to edge", 176, -20, -178, -15, false, []int{0, 4326, 3857, 32701, 32760}},
		{"the antimeridian from the west", 177, 10, 180, 20, false, []int{0, 4326, 3857, 32601, 32660}},
		{"the antimeridian from the east", -180, 10, -178, 20, false, []int{0, 4326, 3857, 32601, 32660}},
		{"the equator in two zones", 28, -1, 31, 1, false, []int{0, 4326, 3857, 32635, 32636, 32735, 32736}},
		{"the world", -180, -90, 180, 90, false, []int{0, 4326, 3857, 3035}},
		{"eight zones", 1, 50, 47, 60, false, []int{0, 4326, 3857, 3035, 32631, 32632, 32633, 32634, 32635, 32636, 32637, 32638}},
		{"nine zones", 1, 50, 49, 60, false, []int{0, 4326, 3857, 3035}},
		{"the south pole", -10, -90, 10, -85, false, []int{0, 4326, 3857}},
	} {
		var got []int
		for _, s := range crs.For(c.west, c.south, c.east, c.north, c.heights) {
			got = append(got, s.EPSG())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}

func TestAllIsACopy(t *testing.T) {
	crs.All()[0] = nil
	if crs.All()[0] != crs.CRS84 {
		t.Error("a caller can change the list")
	}
}
