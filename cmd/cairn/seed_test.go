package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/sqlite"
)

// TestSeedsThatWereBegun has seeds put into stores that hold places already. The rest
// comes where a process was killed that had put in the first of the seeds, and nothing
// where somebody made the collection, or has dropped the others.
func TestSeedsThatWereBegun(t *testing.T) {
	ctx, one := context.Background(), []byte(`{"type":"Feature","id":"p","properties":{"name":"P"},"geometry":null}`)
	for _, c := range []struct {
		what, title string
		after       []geo.Change
		want        int
	}{
		{"killed after the first", "Places", nil, 5},
		{"somebody's own", "My places", nil, 1},
		{"changed since", "Places", []geo.Change{{Op: geo.PutCollection, In: "other"}, {Op: geo.DropCollection, In: "other"}}, 1},
	} {
		path := filepath.Join(t.TempDir(), "store.gpkg")
		s, err := sqlite.Open(ctx, path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Fill(ctx, "places", &geo.Collection{Title: c.title}, format.ReadGeoJSON(bytes.NewReader(one), geo.NewBuilder(nil)))
		if err == nil && c.after != nil {
			c.after[0].Collection = &geo.Collection{Name: "other"}
			_, err = s.Apply(ctx, c.after...)
		}
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		p := start(t, "--store", path, "--seed")
		if got := p.collections(t); got != c.want {
			t.Errorf("%s: %d collections, want %d", c.what, got, c.want)
		}
	}
}

// collections counts the collections of a server that has loaded everything.
func (p *process) collections(t *testing.T) int {
	t.Helper()
	answer, err := http.Get(p.address + "/collections?f=json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	var doc struct{ Collections []any }
	if err == nil {
		err = json.Unmarshal(body, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(doc.Collections)
}
