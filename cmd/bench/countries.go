package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// countries are 14 of Natural Earth's 1:110m set (public domain), rounded to four
// decimals: polygons, one of them with a hole, and multipolygons.
//
//go:embed countries.geojson
var countries []byte

// ring is a closed line; [0] is lon, [1] lat, in degrees.
type ring [][2]float64

// country is the rings of its polygons: the first of each is the outer one.
type country [][]ring

// readCountries returns the countries of the file.
func readCountries() []country {
	var file struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(countries, &file); err != nil {
		panic(err) // our own file
	}
	all := make([]country, len(file.Features))
	for i, f := range file.Features {
		coordinates := f.Geometry.Coordinates
		if f.Geometry.Type == "Polygon" {
			coordinates = append(append([]byte{'['}, coordinates...), ']')
		}
		if err := json.Unmarshal(coordinates, &all[i]); err != nil {
			panic(err)
		}
	}
	return all
}

// country asks which points are in a country: for a page of them, or for all, of
// the countries that have at most so many.
func (a *asker) country(limit int) bench {
	const where = "FROM events WHERE ST_Intersects(geom, ST_GeomFromText($1, 4326))"
	c := bench{sql: fmt.Sprintf("SELECT json %s LIMIT %d", where, limit), count: "SELECT count(*) " + where}
	for _, country := range readCountries() {
		bounds := country.bounds()
		inside := a.all(func(p *point) bool { return bounds.holds(p) && country.holds(p.lon, p.lat) })
		if limit == most && len(inside) > most {
			continue
		}
		c.queries = append(c.queries, a.filtered(limit, "S_INTERSECTS(geometry,"+country.wkt()+")", []any{country.wkt()}, inside))
	}
	return c
}

func (c country) bounds() box {
	b := box{180, 90, -180, -90}
	for _, polygon := range c {
		for _, p := range polygon[0] {
			b = box{min(b[0], p[0]), min(b[1], p[1]), max(b[2], p[0]), max(b[3], p[1])}
		}
	}
	return b
}

// holds reports whether a point is in the country or on its border.
func (c country) holds(lon, lat float64) bool {
	inside := false
	for _, polygon := range c {
		for _, r := range polygon {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				if a[1] > b[1] {
					a, b = b, a
				}
				side := (b[0]-a[0])*(lat-a[1]) - (lon-a[0])*(b[1]-a[1]) // > 0: the point is left of the edge, which goes north
				if side == 0 && lat >= a[1] && lat <= b[1] && lon >= min(a[0], b[0]) && lon <= max(a[0], b[0]) {
					return true
				}
				if a[1] <= lat && lat < b[1] && side > 0 {
					inside = !inside
				}
			}
		}
	}
	return inside
}

// wkt writes a POLYGON or a MULTIPOLYGON.
func (c country) wkt() string {
	var polygons []string
	for _, polygon := range c {
		var rings []string
		for _, r := range polygon {
			var places []string
			for _, p := range r {
				places = append(places, fmt.Sprintf("%v %v", p[0], p[1]))
			}
			rings = append(rings, "("+strings.Join(places, ",")+")")
		}
		polygons = append(polygons, "("+strings.Join(rings, ",")+")")
	}
	if len(polygons) == 1 {
		return "POLYGON" + polygons[0]
	}
	return "MULTIPOLYGON(" + strings.Join(polygons, ",") + ")"
}
