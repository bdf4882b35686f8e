package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// group is what an answer must say of a cell.
type group struct {
	count int
	sum   float64 // of the numbers
}

// grouped is the answer to an aggregate.
type grouped struct {
	Features []struct {
		Properties struct {
			Quadkey string
			Count   int
			Avg     float64 `json:"avg(number)"`
		}
	}
}

// hexagons asks for counts and means in cells 100 km wide, over all points. The
// cells of Cairn and of PostGIS are not the same ones; the totals are. The query
// for PostGIS asks ST_HexagonGrid for the cell of each point on a cylindrical
// equal-area projection, which is twice as fast as joining a grid of the world.
func (a *asker) hexagons() bench {
	var all group
	for i := range a.points {
		all.count, all.sum = all.count+1, all.sum+float64(a.points[i].number)
	}
	return bench{
		connections: 1,
		sql: `SELECT json_build_object('properties', json_build_object('count', count(*), 'avg(number)', avg(number)))::text
			FROM (SELECT number, ST_Transform(geom, 6933) AS place FROM events) e, ST_HexagonGrid(100000 / sqrt(3), e.place) h
			WHERE ST_Intersects(h.geom, e.place) GROUP BY h.i, h.j`,
		queries: []query{{
			path: a.collection + "/aggregate?group=hex&cell=100000&value=count,avg(number)",
			checks: func(body []byte) error {
				var got grouped
				if err := json.Unmarshal(body, &got); err != nil {
					return err
				}
				var sum group
				for _, f := range got.Features {
					sum.count, sum.sum = sum.count+f.Properties.Count, sum.sum+float64(f.Properties.Count)*f.Properties.Avg
				}
				return sum.equal(all, "all cells")
			},
		}},
	}
}

const zoom = 7

// quadkeys asks for counts and means in the tiles of a zoom, over all points.
func (a *asker) quadkeys() bench {
	want := map[string]group{}
	for i := range a.points {
		p := &a.points[i]
		key := quadkey(p.lon, p.lat)
		g := want[key]
		want[key] = group{g.count + 1, g.sum + float64(p.number)}
	}
	return bench{
		connections: 1,
		sql: fmt.Sprintf(`WITH cells AS (
				SELECT least(greatest(floor((ST_X(geom) + 180) / 360 * %[1]d), 0), %[1]d - 1)::int AS x,
					least(greatest(floor((1 - asinh(tan(radians(ST_Y(geom)))) / pi()) / 2 * %[1]d), 0), %[1]d - 1)::int AS y,
					count(*) AS count, avg(number) AS avg
				FROM events GROUP BY 1, 2)
			SELECT json_build_object('properties', json_build_object('count', count, 'avg(number)', avg, 'quadkey',
				(SELECT string_agg(((x >> i & 1) + 2 * (y >> i & 1))::text, '' ORDER BY i DESC) FROM generate_series(0, %[2]d) i)))::text
			FROM cells`, 1<<zoom, zoom-1),
		queries: []query{{
			path:   fmt.Sprintf("%s/aggregate?group=quadkey&cell=%d&value=count,avg(number)", a.collection, zoom),
			checks: func(body []byte) error { return checkQuadkeys(body, want) },
		}},
	}
}

func checkQuadkeys(body []byte, want map[string]group) error {
	var got grouped
	if err := json.Unmarshal(body, &got); err != nil {
		return err
	}
	if len(got.Features) != len(want) {
		return fmt.Errorf("got %d cells, want %d", len(got.Features), len(want))
	}
	for _, f := range got.Features {
		p := f.Properties
		if err := (group{p.Count, float64(p.Count) * p.Avg}).equal(want[p.Quadkey], p.Quadkey); err != nil {
			return err
		}
	}
	return nil
}

// equal reports how a group differs from what it must be, by more than rounding.
func (g group) equal(want group, name string) error {
	if g.count != want.count || math.Abs(g.sum-want.sum) > 1e-9*math.Abs(want.sum) {
		return fmt.Errorf("%s: got %d points and a sum of %v, want %d and %v", name, g.count, g.sum, want.count, want.sum)
	}
	return nil
}

// quadkey returns the tile of the Web Mercator pyramid that a place is in.
func quadkey(lon, lat float64) string {
	const side = 1 << zoom
	cell := func(v float64) int { return int(max(0, min(math.Floor(v*side), side-1))) }
	x, y := cell((lon+180)/360), cell((1-math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi)/2)
	key := ""
	for i := zoom - 1; i >= 0; i-- {
		key += strconv.Itoa(x>>i&1 + 2*(y>>i&1))
	}
	return key
}
