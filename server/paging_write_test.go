package server_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

// TestPagingWhileWriting changes, deletes and adds between pages: nothing comes twice,
// and what was there all the time comes.
func TestPagingWhileWriting(t *testing.T) {
	for _, query := range []string{"limit=7", "limit=20&filter=depth>=0", "limit=9&bbox=39,35,40,36", "limit=10&f=jsonfg", "limit=8&sortby=id", "limit=8&sortby=-id"} {
		r := rand.New(rand.NewPCG(7, 11))
		store := memory.New(toldAt)
		load(t, store, "wells", strings.NewReader(wells(200)))
		w := serve(t, server.Config{Store: store})
		seen, gone, pages := map[string]bool{}, map[string]bool{}, 0
		for target := "/collections/wells/items?" + query; target != ""; pages++ {
			page := read(t, w.get(target))
			for _, f := range page.Features {
				if seen[f.ID] {
					t.Errorf("%s: %s a second time", target, f.ID)
				}
				seen[f.ID] = true
			}
			target = strings.TrimPrefix(page.next(), "http://example.com")
			var changes []geo.Change
			if id := fmt.Sprintf("well-%d", r.IntN(200)); !gone[id] {
				gone[id] = true
				changes = append(changes, geo.Change{Op: geo.Delete, In: "wells", ID: geo.ID(id)})
			}
			if _, err := store.Apply(context.Background(), changes...); err != nil {
				t.Fatal(err)
			}
			if id := fmt.Sprintf("well-%d", r.IntN(200)); !gone[id] {
				load(t, store, "wells", strings.NewReader(`{"type":"Feature","id":"`+id+`","geometry":{"type":"Point","coordinates":[39.5,35.5]},"properties":{"depth":1,"name":"moved"}}`))
			}
			if pages < 10 {
				load(t, store, "wells", strings.NewReader(fmt.Sprintf(`{"type":"Feature","id":"new-%d","geometry":{"type":"Point","coordinates":[39.5,35.5]},"properties":{"depth":2}}`, pages)))
			}
		}
		for i := range 200 {
			if id := fmt.Sprintf("well-%d", i); !seen[id] && !gone[id] {
				t.Errorf("%s: %s was there all the time and never came", query, id)
			}
		}
	}
}
