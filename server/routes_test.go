package server_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRoutes fails when a route is not in the OpenAPI document or no story asks
// for it.
func TestRoutes(t *testing.T) {
	w := serveKeeper(t)
	doc := contractOf(t, w).doc
	asked := routesAsked(t)
	for _, pattern := range w.Patterns() {
		path := pattern
		switch path = strings.NewReplacer("{feature}", "{featureId}").Replace(path); {
		case strings.HasSuffix(path, "/history"):
			path = strings.Replace(path, "{collection}", "{collectionId}", 1)
		case strings.Contains(path, "/items") || strings.HasSuffix(path, "/nearest"), strings.HasSuffix(path, "/aggregate"):
			path = strings.Replace(path, "{collection}", "places", 1)
		case strings.Contains(path, "OGCFeatureServer"):
			path = "/OGCFeatureServer"
		default:
			path = strings.Replace(path, "{collection}", "{collectionId}", 1)
		}
		item := doc.Paths.Value(path)
		if item == nil || item.Get == nil {
			t.Errorf("%s is not in the OpenAPI document as %s", pattern, path)
			continue
		}
		if item.Get.Summary == "" || item.Get.OperationID == "" {
			t.Errorf("%s has no summary or id in the OpenAPI document", pattern)
		}
		if !asked[pattern] {
			t.Errorf("%s is asked for in no story", pattern)
		}
	}
}

// routesAsked returns the patterns of all routes that stories ask for.
func routesAsked(t *testing.T) map[string]bool {
	t.Helper()
	asked := map[string]bool{}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w, story := worldOf(t, a)
		for line := range strings.SplitSeq(story, "\n") {
			if target, ok := strings.CutPrefix(line, "GET /"); ok {
				w.get("/" + target)
				route, _ := w.last()["route"].(string)
				asked[route] = true
			}
		}
	}
	return asked
}

// TestOpenAPIGolden pins the document; -update writes it anew.
func TestOpenAPIGolden(t *testing.T) {
	w := serveKeeper(t)
	got := w.get("/api").Body.Bytes()
	const file = "testdata/openapi.json"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("/api has changed; see whether that is right, then run the test with -update")
	}
	if n := w.get("/api", "Accept-Encoding: gzip").Body.Len(); n > 8_000 {
		t.Errorf("/api has %d bytes as sent; QGIS reads it each time a layer opens", n)
	}
}

// TestQGIS holds the document to what QGIS looks for in it.
func TestQGIS(t *testing.T) {
	doc := contractOf(t, serveKeeper(t)).doc
	limit := doc.Components.Parameters["limit"].Value.Schema.Value
	if *limit.Max != 10_000 || limit.Default != 10.0 {
		t.Errorf("components.parameters.limit: maximum %v, default %v", *limit.Max, limit.Default)
	}
	found := false
	for _, p := range doc.Paths.Value("/collections/places/items").Get.Parameters {
		if p.Value.Name != "kind" {
			continue
		}
		found = true
		if p.Value.In != "query" || p.Value.Style != "form" || p.Value.Explode == nil || *p.Value.Explode || !p.Value.Schema.Value.Type.Is("string") {
			t.Errorf("kind: %+v", p.Value)
		}
	}
	if !found {
		t.Error("kind is no parameter of /collections/places/items")
	}
}
