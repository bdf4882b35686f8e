package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
)

// query is one request and the ids that must be in its answer; in order where
// ordered.
type query struct {
	path    string
	want    []string
	ordered bool
}

// bench is one kind of request.
type bench struct {
	name    string
	queries []query
}

// cases makes the requests of each kind, the same on every machine.
func cases(points []point, n int, file string) []bench {
	r := rand.New(rand.NewPCG(7, 2026))
	items := "/collections/" + strings.TrimSuffix(file, ".geojsonl") + "/items"
	all := []bench{{name: "bbox ~10"}, {name: "bbox ~100"}, {name: "bbox ~1000"}, {name: "nearest 10"}, {name: "item by id"}, {name: "bbox + equality"}}
	for range n {
		for i, size := range []int{10, 100, 1000} {
			box, inside := boxOf(points, points[r.IntN(len(points))], size)
			all[i].queries = append(all[i].queries, query{path: items + "?limit=10000&bbox=" + box, want: ids(points, inside)})
		}
		p := points[r.IntN(len(points))]
		lon, lat := round(p.lon+r.NormFloat64()*0.02), round(min(p.lat+r.NormFloat64()*0.02, 89))
		all[3].queries = append(all[3].queries, query{
			path:    strings.TrimSuffix(items, "items") + fmt.Sprintf("nearest?limit=10&point=%v,%v", lon, lat),
			want:    nearest(points, lon, lat, 10),
			ordered: true,
		})
		p = points[r.IntN(len(points))]
		all[4].queries = append(all[4].queries, query{path: items + "/" + p.id, want: []string{p.id}})
		box, inside := boxOf(points, points[r.IntN(len(points))], 200)
		inside = slices.DeleteFunc(inside, func(i int) bool { return points[i].kind != p.kind })
		all[5].queries = append(all[5].queries, query{path: items + "?limit=10000&kind=" + url.QueryEscape(p.kind) + "&bbox=" + box, want: ids(points, inside)})
	}
	return all
}

// boxOf returns a box round c that holds about n points, as a bbox, and which.
func boxOf(points []point, c point, n int) (bbox string, inside []int) {
	far := make([]float64, len(points))
	for i, p := range points {
		far[i] = max(math.Abs(p.lon-c.lon), math.Abs(p.lat-c.lat))
	}
	half := smallest(slices.Clone(far), n)
	w, s, e, top := round(max(c.lon-half, -180)), round(max(c.lat-half, -90)), round(min(c.lon+half, 180)), round(min(c.lat+half, 90))
	for i, p := range points {
		if p.lon >= w && p.lon <= e && p.lat >= s && p.lat <= top {
			inside = append(inside, i)
		}
	}
	return fmt.Sprintf("%v,%v,%v,%v", w, s, e, top), inside
}

// smallest returns the n-th smallest value; it reorders v.
func smallest(v []float64, n int) float64 {
	lo, hi := 0, len(v)-1
	for lo < hi {
		pivot, i, j := v[(lo+hi)/2], lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			return v[n-1]
		}
	}
	return v[min(n-1, len(v)-1)]
}

// check compares an answer with what the plain loop found.
func (q query) check(body []byte) error {
	var answer struct {
		ID       string
		Features []struct{ ID string }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fmt.Errorf("%s: %w", q.path, err)
	}
	got := []string{}
	for _, f := range answer.Features {
		got = append(got, f.ID)
	}
	if answer.ID != "" {
		got = []string{answer.ID}
	}
	want := slices.Clone(q.want)
	if !q.ordered {
		slices.Sort(got)
		slices.Sort(want)
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("%s: got %d features, want %d: the answer is wrong", q.path, len(got), len(want))
	}
	return nil
}

func ids(points []point, which []int) []string {
	out := make([]string, len(which))
	for i, n := range which {
		out[i] = points[n].id
	}
	return out
}
