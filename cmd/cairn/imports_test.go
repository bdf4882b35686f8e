package main_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms is THE PLAN OF THE HOUSE: every package, and which of ours it may
// import. Arrows point down only. A package that is not here, and an arrow that
// is not here, fail the test.
var rooms = map[string][]string{
	// Libraries: they do not know what a feature is.
	"cairn/geo/geodesy": {"cairn/geo/relate"},
	"cairn/geo/index":   {"cairn/geo/geodesy"},
	"cairn/geo/relate":  {},
	"cairn/geo/crs":     {},
	"cairn/geo/cql2":    {"cairn/geo/geodesy", "cairn/geo/relate"},

	// Nouns.
	"cairn/geo": {"cairn/geo/cql2", "cairn/geo/crs"},

	// Machines: they do things to features and know, almost never, one another.
	"cairn/geo/memory":     {"cairn/geo", "cairn/geo/cql2", "cairn/geo/geodesy", "cairn/geo/index", "cairn/geo/relate"},
	"cairn/geo/aggregate":  {"cairn/geo", "cairn/geo/shape"},
	"cairn/geo/csv":        {"cairn/geo", "cairn/geo/shape", "cairn/geo/tabular"},
	"cairn/geo/flatgeobuf": {"cairn/geo", "cairn/geo/crs", "cairn/geo/shape", "cairn/geo/tabular"},
	"cairn/geo/geoparquet": {"cairn/geo", "cairn/geo/crs", "cairn/geo/shape", "cairn/geo/tabular"},
	"cairn/geo/gpkg":       {"cairn/geo", "cairn/geo/crs", "cairn/geo/shape", "cairn/geo/tabular"},
	"cairn/geo/kml":        {"cairn/geo", "cairn/geo/shape"},
	"cairn/geo/shape":      {"cairn/geo", "cairn/geo/crs"},
	"cairn/geo/jsonschema": {"cairn/geo"},
	"cairn/geo/tabular":    {"cairn/geo"},
	"cairn/geo/format":     {"cairn/geo", "cairn/geo/crs", "cairn/geo/csv", "cairn/geo/flatgeobuf", "cairn/geo/geoparquet", "cairn/geo/gpkg", "cairn/geo/kml"},
	"cairn/geo/situation":  {"cairn/geo", "cairn/geo/cql2"},
	"cairn/geo/pgtest":     {},
	"cairn/geo/sqlite":     {"cairn/geo", "cairn/geo/gpkg", "cairn/geo/memory", "cairn/geo/shape"},
	"cairn/geo/storetest":  {"cairn/geo", "cairn/geo/cql2", "cairn/geo/geodesy", "cairn/geo/relate"},
	"cairn/geo/watch":      {"cairn/geo", "cairn/geo/cql2", "cairn/geo/format"},

	// Who speaks HTTP.
	"cairn/server/middleware": {},
	"cairn/server":            {"cairn/geo", "cairn/geo/aggregate", "cairn/geo/cql2", "cairn/geo/crs", "cairn/geo/format", "cairn/geo/jsonschema", "cairn/geo/situation", "cairn/geo/watch", "cairn/server/middleware"},
	"cairn/server/hook":       {"cairn/geo", "cairn/geo/cql2", "cairn/geo/sqlite", "cairn/geo/watch"}, // as a client
	"cairn/server/issuer":     {"cairn/geo", "cairn/server"},

	// Who measures, from outside: what it knows of the data is its own.
	"cairn/cmd/bench": {"cairn/geo/geodesy", "cairn/geo/pgtest"},

	// Bytes.
	"cairn/docs":  {},
	"cairn/seeds": {},
	"cairn/web":   {},

	// The only one who knows everybody.
	"cairn/cmd/cairn": {"cairn/docs", "cairn/geo", "cairn/geo/aggregate", "cairn/geo/cql2", "cairn/geo/crs", "cairn/geo/format", "cairn/geo/jsonschema", "cairn/geo/memory", "cairn/geo/situation", "cairn/geo/sqlite", "cairn/seeds", "cairn/geo/watch", "cairn/server", "cairn/server/hook", "cairn/server/issuer", "cairn/server/middleware", "cairn/web"},
}

// doors says where a package from outside may be imported. A module that is not
// here is let in nowhere; the longest prefix of an import counts.
var doors = map[string][]string{
	"github.com/alecthomas/kong":           {"cairn/cmd/cairn"},
	"github.com/coreos/go-oidc/v3":         {"cairn/server/issuer"},
	"github.com/go-chi/chi/v5":             {"cairn/cmd/bench", "cairn/server", "cairn/server/middleware"},
	"github.com/jackc/pgx/v5":              {"cairn/cmd/bench"},
	"github.com/klauspost/compress":        {"cairn/server/middleware"},
	"github.com/rivo/uniseg":               {"cairn/cmd/cairn"},
	"github.com/paulmach/orb":              {"cairn/cmd/bench", "cairn/cmd/cairn", "cairn/geo", "cairn/geo/aggregate", "cairn/geo/cql2", "cairn/geo/crs", "cairn/geo/csv", "cairn/geo/flatgeobuf", "cairn/geo/geodesy", "cairn/geo/geoparquet", "cairn/geo/gpkg", "cairn/geo/index", "cairn/geo/jsonschema", "cairn/geo/kml", "cairn/geo/relate", "cairn/geo/shape", "cairn/geo/memory", "cairn/geo/format", "cairn/geo/situation", "cairn/geo/sqlite", "cairn/geo/storetest", "cairn/server"},
	"github.com/paulmach/orb/clip":         {},
	"github.com/paulmach/orb/encoding":     {"cairn/geo", "cairn/geo/geoparquet", "cairn/geo/gpkg", "cairn/geo/csv"},
	"github.com/paulmach/orb/geo":          {}, // a sphere; geodesy replaces it
	"github.com/paulmach/orb/geojson":      {}, // brings five packages of a database
	"github.com/paulmach/orb/planar":       {}, // relate replaces it
	"github.com/paulmach/orb/project":      {}, // these three change what they are given
	"github.com/paulmach/orb/simplify":     {},
	"github.com/schollz/progressbar/v3":    {"cairn/cmd/cairn"},
	"github.com/tidwall/btree":             {"cairn/geo/memory"},
	"github.com/tidwall/rtree":             {"cairn/geo/index"},
	"github.com/google/flatbuffers":        {}, // geo/flatgeobuf has its own, which checks every offset
	"github.com/parquet-go/parquet-go":     {"cairn/geo/geoparquet"},
	"github.com/peterstace/simplefeatures": {"cairn/geo/relate"},
	"golang.org/x/term":                    {"cairn/cmd/cairn"},
	"golang.org/x/text":                    {"cairn/geo/cql2", "cairn/geo/csv"},
	"modernc.org/sqlite":                   {"cairn/geo/gpkg", "cairn/geo/sqlite"},
	"database/sql":                         {"cairn/geo/gpkg", "cairn/geo/sqlite"},
	"embed":                                {"cairn/cmd/bench", "cairn/docs", "cairn/seeds", "cairn/server", "cairn/web"},
	"flag":                                 {"cairn/cmd/bench"},
	"log":                                  {},
	"log/slog":                             {"cairn/cmd/cairn", "cairn/server", "cairn/server/middleware"},
	"net/http":                             {"cairn/cmd/bench", "cairn/cmd/cairn", "cairn/server", "cairn/server/hook", "cairn/server/issuer", "cairn/server/middleware"},
	"os":                                   {"cairn/cmd/bench", "cairn/cmd/cairn", "cairn/geo/flatgeobuf", "cairn/geo/gpkg", "cairn/geo/pgtest", "cairn/geo/sqlite"}, // the two formats need a file to build in, a database a directory
	"github.com/getkin/kin-openapi":        {},                                                                                                                       // tests only: see testDoors
	"github.com/rogpeppe/go-internal":      {},
}

// testDoors says where tests alone may import a package from outside.
var testDoors = map[string][]string{
	"github.com/getkin/kin-openapi":            {"cairn/server"},
	"github.com/rogpeppe/go-internal":          {"cairn/cmd/cairn", "cairn/server"},
	"github.com/paulmach/orb":                  {"cairn/geo/watch", "cairn/server/hook"},
	"github.com/paulmach/orb/encoding":         {"cairn/geo/relate", "cairn/geo/shape"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"cairn/geo/format", "cairn/geo/jsonschema"},
	"github.com/jackc/pgx/v5":                  {"cairn/geo/cql2", "cairn/geo/relate", "cairn/geo/storetest"},
}

// listed is what the test asks `go list` for.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Dir                                string
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles,TestGoFiles,XTestGoFiles", "cairn/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for in := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("read what go list says: %v", err)
		}
		packages = append(packages, p)
	}
}

func TestArrows(t *testing.T) {
	for _, p := range list(t) {
		may, ok := rooms[p.ImportPath]
		if !ok {
			t.Errorf("%s is a new room: give it a line in this file, a package comment and a place in the map of the code", p.ImportPath)
			continue
		}
		for _, to := range p.Imports {
			switch {
			case strings.HasPrefix(to, "cairn/"):
				if !slices.Contains(may, to) {
					t.Errorf("%s imports %s: there is no such arrow in the plan", p.ImportPath, to)
				}
			case !enters(doors, p.ImportPath, to):
				t.Errorf("%s imports %s: there is no such door in the plan", p.ImportPath, to)
			}
		}
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			if outside(to) && !enters(doors, p.ImportPath, to) && !enters(testDoors, p.ImportPath, to) {
				t.Errorf("a test of %s imports %s: there is no such door in the plan", p.ImportPath, to)
			}
		}
	}
}

// outside reports whether a package comes from another module.
func outside(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// enters reports whether the table lets a room import a package: by the longest
// entry that is the package or a parent of it. What has no entry is let in from
// the standard library only.
func enters(table map[string][]string, room, path string) bool {
	for entry := path; ; {
		if in, ok := table[entry]; ok && (entry == path || outside(entry)) {
			return slices.Contains(in, room)
		}
		i := strings.LastIndexByte(entry, '/')
		if i < 0 {
			return !outside(path)
		}
		entry = entry[:i]
	}
}
