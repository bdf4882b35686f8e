package server_test

import (
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

// TestOpenAPISize measures the document for 50 collections of 50 properties: QGIS
// reads all of it each time a layer opens.
func TestOpenAPISize(t *testing.T) {
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, `,"property_%d":%s`, i, [...]string{"1", `"a word"`, `"2026-01-01"`, "1.5", "true"}[i%5])
	}
	store := memory.New(toldAt)
	for i := range 50 {
		load(t, store, geo.Name(fmt.Sprintf("collection_%d", i)),
			strings.NewReader(`{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1,2]},"properties":{`+b.String()[1:]+`}}`))
	}
	w := serve(t, server.Config{Store: store})
	plain, packed := w.get("/api").Body.Len(), w.get("/api", "Accept-Encoding: gzip").Body.Len()
	t.Logf("/api of 50 collections of 50 properties: %d bytes, %d as sent", plain, packed)
	if plain > 700_000 || packed > 20_000 {
		t.Errorf("/api has %d bytes, %d as sent", plain, packed)
	}
	for _, c := range []string{"collection_0", "collection_49"} {
		doc := contractOf(t, w).doc
		if doc.Paths.Value("/collections/"+c+"/items") == nil {
			t.Errorf("%s is not in it", c)
		}
	}
}
