package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/format"
	"cairn/geo/memory"
)

// serverPage is how many features a server gives at once, if limit is given.
const serverPage = 10_000

// fromServer asks a server. What it answers is kept here, and asked again for
// distances and order.
func (c *query) fromServer(w world, ask question) (*found, error) {
	at, name, err := c.address()
	if err != nil {
		return nil, err
	}
	resource, values := "items", ask.parameters()
	if ask.near != nil {
		resource = "nearest"
	}
	values.Set("f", "geojsonseq")
	body, err := get(w, at+"/collections/"+url.PathEscape(name)+"/"+resource+"?"+values.Encode())
	if err != nil {
		return nil, err
	}
	defer body.Close()
	store := memory.New(nil)
	b := geo.NewBuilder(nil, c.Time...)
	about := &geo.Collection{Title: name, TimeFields: c.Time}
	got, err := store.Fill(w, geo.NameFrom(name), about, first(format.ReadSequence(body, b), ask.limit))
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", at, err)
	}
	if ask.near != nil && got == serverPage && ask.limit != serverPage {
		fmt.Fprintf(w.stderr, "cairn: these are the %d nearest, which is all that a server tells at once; there may be more\n", got)
	}
	// What the server has chosen is not chosen again: its properties may be such
	// as only it derives.
	rest := question{near: ask.near, sort: ask.sort, limit: ask.limit}
	return opened(w, store, geo.NameFrom(name), rest)
}

// first yields no more than n of a sequence; all if n is 0.
func first(all iter.Seq2[geo.Feature, error], n int) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		count := 0
		for f, err := range all {
			if !yield(f, err) {
				return
			}
			if count++; count == n {
				return
			}
		}
	}
}

// address splits the source into the server's address and a collection's name.
func (c *query) address() (base, name string, err error) {
	u, err := url.Parse(c.Source[0])
	if err != nil {
		return "", "", &usageError{fmt.Sprintf("%q is no address: %v", c.Source[0], err)}
	}
	u.RawQuery, u.Fragment = "", ""
	base, rest, _ := strings.Cut(strings.TrimRight(u.String(), "/"), "/collections")
	name, _, _ = strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	if name, err = url.PathUnescape(name); err != nil || c.Collection != "" {
		name = c.Collection
	}
	if name == "" {
		return "", "", &usageError{"which collection of " + base + "? Say it with --collection, or as " + base + "/collections/NAME"}
	}
	return base, name, nil
}

// parameters are those of a request that asks the question.
func (q *question) parameters() url.Values {
	v := url.Values{}
	if q.box != nil {
		numbers := []float64{q.box.West, q.box.South, q.box.East, q.box.North}
		if q.box.Tall {
			numbers = []float64{q.box.West, q.box.South, q.box.Bottom, q.box.East, q.box.North, q.box.Top}
		}
		v.Set("bbox", joinNumbers(numbers...))
	}
	if q.near != nil {
		v.Set("point", joinNumbers(q.near.Point[0], q.near.Point[1]))
		if q.near.Within > 0 {
			v.Set("max-distance", joinNumbers(q.near.Within))
		}
	}
	if q.during != nil {
		v.Set("datetime", q.during.String())
	}
	if q.filter != nil {
		v.Set("filter", cql2.String(q.filter))
	}
	if len(q.sort) > 0 {
		v.Set("sortby", strings.Join(q.sort, ","))
	}
	if q.limit > 0 && q.limit <= serverPage || q.near != nil {
		limit := q.limit
		if limit == 0 {
			limit = serverPage
		}
		v.Set("limit", strconv.Itoa(limit))
	}
	return v
}

func joinNumbers(list ...float64) string {
	var b []byte
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	return string(b)
}

// get asks a server for a resource. What the server says is wrong is the error.
func get(ctx context.Context, address string) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &usageError{fmt.Sprintf("%q is no address: %v", address, err)}
	}
	r.Header.Set("User-Agent", "cairn/"+versionName())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	if answer.StatusCode == http.StatusOK {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	var problem struct{ Title, Detail string }
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil || json.Unmarshal(body, &problem) != nil || problem.Detail == "" {
		return nil, fmt.Errorf("%s answers %s", address, answer.Status)
	}
	return nil, fmt.Errorf("the server answers %s: %s", answer.Status, problem.Detail)
}
