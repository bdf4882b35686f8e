package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// nearest returns the ids of the n nearest points, by measuring every point that
// a plain loop on the sphere leaves in the running.
func nearest(points []point, lon, lat float64, n int) []string {
	far := make([]float64, len(points))
	for i, p := range points {
		far[i] = haversine(lon, lat, p.lon, p.lat)
	}
	// The sphere is wrong by less than 0.6 % (Karney 2013 §1 gives the flattening).
	limit := smallest(slices.Clone(far), n) * 1.02
	type candidate struct {
		id     string
		metres float64
	}
	var close []candidate
	for i, p := range points {
		if far[i] <= limit {
			close = append(close, candidate{p.id, geodesy.Distance(orb.Point{lon, lat}, orb.Point{p.lon, p.lat})})
		}
	}
	slices.SortFunc(close, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, c := range close[:n] {
		ids = append(ids, c.id)
	}
	return ids
}

// haversine gives the great-circle distance on a unit sphere.
func haversine(lon1, lat1, lon2, lat2 float64) float64 {
	const rad = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	return 2 * math.Asin(math.Sqrt(a*a+math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b))
}
