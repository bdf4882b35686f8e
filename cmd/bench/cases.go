package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
)

// bench is one kind of request.
type bench struct {
	name        string
	connections int    // of wrk
	sql         string // the same for PostGIS, which answers a feature a row; "" if it is not asked
	count       string // how many there are, if a page may not hold them all
	queries     []query
}

// asker makes requests.
type asker struct {
	points     []point
	n          int    // requests of each kind
	collection string // its path
	r          *rand.Rand
}

// kindsOfRequest are all cases, in the order of the tables.
var kindsOfRequest = []struct {
	name string
	make func(*asker) bench
}{
	{"bbox ~10", func(a *asker) bench { return a.bbox(10) }},
	{"bbox ~100", func(a *asker) bench { return a.bbox(100) }},
	{"bbox ~1000", func(a *asker) bench { return a.bbox(1000) }},
	{"nearest 10", (*asker).nearest},
	{"item by id", (*asker).item},
	{"bbox + equality", (*asker).equality},
	{"filter", (*asker).filter},
	{"range", (*asker).interval},
	{"sorted page", (*asker).sorted},
	{"country", func(a *asker) bench { return a.country(page) }},
	{"country, whole", func(a *asker) bench { return a.country(most) }},
	{"aggregate", (*asker).hexagons},
	{"aggregate quadkey", (*asker).quadkeys},
}

const (
	page = 100    // features in a page
	most = 10_000 // the largest limit
)

// cases makes the requests of each kind, or only of those named with semicolons
// between them, the same on every machine.
func cases(points []point, n int, file, only string) ([]bench, error) {
	a := asker{points: points, n: n, collection: "/collections/" + strings.TrimSuffix(file, ".geojsonl")}
	var all []bench
	var names []string
	wanted := strings.Split(only, ";")
	for i, k := range kindsOfRequest {
		names = append(names, k.name)
		if only != "" && !slices.Contains(wanted, k.name) {
			continue
		}
		a.r = rand.New(rand.NewPCG(7, uint64(2026+i)))
		c := k.make(&a)
		c.name = k.name
		if c.connections == 0 {
			c.connections = 32
		}
		all = append(all, c)
	}
	if only != "" && len(all) != len(wanted) {
		return nil, fmt.Errorf("these are no cases: %q; there are: %s", only, strings.Join(names, "; "))
	}
	return all, nil
}

func (a *asker) any() point { return a.points[a.r.IntN(len(a.points))] }

func (a *asker) bbox(size int) bench {
	c := bench{sql: "SELECT json FROM events WHERE ST_Intersects(geom, ST_MakeEnvelope($1, $2, $3, $4, 4326))"}
	for range a.n {
		b := boxOf(a.points, a.any(), size)
		c.queries = append(c.queries, query{
			path: fmt.Sprintf("%s/items?limit=%d&bbox=%s", a.collection, most, b),
			args: b.args(),
			want: a.all(b.holds),
		})
	}
	return c
}

// nearest is not asked of PostGIS: its geometries would have to be kept as
// geography as well, to measure on the ellipsoid.
func (a *asker) nearest() bench {
	var c bench
	for range a.n {
		p := a.any()
		lon, lat := round(p.lon+a.r.NormFloat64()*0.02), round(min(p.lat+a.r.NormFloat64()*0.02, 89))
		c.queries = append(c.queries, query{
			path:    fmt.Sprintf("%s/nearest?limit=10&point=%v,%v", a.collection, lon, lat),
			want:    nearest(a.points, lon, lat, 10),
			ordered: true,
		})
	}
	return c
}

func (a *asker) item() bench {
	c := bench{sql: "SELECT json FROM events WHERE id = $1"}
	for range a.n {
		id := a.any().id
		c.queries = append(c.queries, query{path: a.collection + "/items/" + id, args: []any{id}, want: []string{id}})
	}
	return c
}

func (a *asker) equality() bench {
	c := bench{sql: "SELECT json FROM events WHERE ST_Intersects(geom, ST_MakeEnvelope($1, $2, $3, $4, 4326)) AND kind = $5"}
	for range a.n {
		kind, b := a.any().kind, boxOf(a.points, a.any(), 200)
		c.queries = append(c.queries, query{
			path: fmt.Sprintf("%s/items?limit=%d&kind=%s&bbox=%s", a.collection, most, url.QueryEscape(kind), b),
			args: append(b.args(), kind),
			want: a.all(func(p *point) bool { return p.kind == kind && b.holds(p) }),
		})
	}
	return c
}

// filtered is a request for a page of what a CQL2 filter is true of.
func (a *asker) filtered(limit int, filter string, args []any, want []string) query {
	return query{
		path:  fmt.Sprintf("%s/items?limit=%d&filter=%s", a.collection, limit, url.QueryEscape(filter)),
		args:  args,
		want:  want,
		limit: limit,
	}
}

// filter asks for a kind in a box of 5,000 points in a year of the ten.
func (a *asker) filter() bench {
	const where = "FROM events WHERE ST_Intersects(geom, ST_MakeEnvelope($1, $2, $3, $4, 4326)) AND kind = $5 AND at >= $6 AND at < $7"
	c := bench{sql: "SELECT json " + where + " LIMIT 100", count: "SELECT count(*) " + where}
	for range a.n {
		kind, b := a.any().kind, boxOf(a.points, a.any(), 5000)
		from := first.AddDate(0, 0, a.r.IntN(9*365))
		to := from.AddDate(1, 0, 0)
		const day = "2006-01-02T15:04:05Z"
		c.queries = append(c.queries, a.filtered(page,
			fmt.Sprintf("S_INTERSECTS(geometry,BBOX(%s)) AND kind='%s' AND datetime >= TIMESTAMP('%s') AND datetime < TIMESTAMP('%s')", b, kind, from.Format(day), to.Format(day)),
			append(b.args(), kind, from, to),
			a.all(func(p *point) bool {
				return p.kind == kind && !p.at.Before(from) && p.at.Before(to) && b.holds(p)
			})))
	}
	return c
}

// interval asks for two numbers of the 2,000, wherever they are.
func (a *asker) interval() bench {
	const where = "FROM events WHERE number BETWEEN $1 AND $2"
	c := bench{sql: "SELECT json " + where + " LIMIT 100", count: "SELECT count(*) " + where}
	for range a.n {
		low := a.r.IntN(numbers - 1)
		c.queries = append(c.queries, a.filtered(page, fmt.Sprintf("number BETWEEN %d AND %d", low, low+1), []any{low, low + 1},
			a.all(func(p *point) bool { return p.number == low || p.number == low+1 })))
	}
	return c
}

// sorted asks for the largest numbers of a kind.
func (a *asker) sorted() bench {
	const where = "FROM events WHERE kind = $1"
	c := bench{sql: "SELECT json " + where + " ORDER BY number DESC LIMIT 100", count: "SELECT count(*) " + where}
	for _, kind := range kinds {
		q := query{
			path:  fmt.Sprintf("%s/items?limit=%d&sortby=-number&kind=%s", a.collection, page, url.QueryEscape(kind)),
			args:  []any{kind},
			limit: page,
		}
		for i := range a.points {
			if p := &a.points[i]; p.kind == kind {
				q.want = append(q.want, p.id)
				q.numbers = append(q.numbers, p.number)
			}
		}
		slices.SortFunc(q.numbers, func(a, b int) int { return b - a })
		c.queries = append(c.queries, q)
	}
	return c
}

// all returns the ids of the points of which something is true.
func (a *asker) all(is func(*point) bool) []string {
	var ids []string
	for i := range a.points {
		if is(&a.points[i]) {
			ids = append(ids, a.points[i].id)
		}
	}
	return ids
}
