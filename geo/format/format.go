// Package format turns bytes of known formats into features, and features into
// the bytes that go to the wire. It opens no files and knows no store.
//
// A reader takes an [io.Reader] and a [geo.Builder] and yields one feature after
// the other, so that a file of any length is read in bounded memory: the buffer,
// and one feature. It ends after the first error. Until it has ended without one,
// nothing of what it has yielded should be kept: a fault may stand on the last
// line.
//
//	for f, err := range format.ReadGeoJSON(file, geo.NewBuilder(nil)) {
//		…
//	}
//
// What is refused is a *[geo.Error] of kind Invalid. Its Path tells where, as
// "line 3, column 17, features[1].geometry.coordinates[0]", both counted from 1
// and columns in characters; its Msg tells what is there, what was expected and
// how to mend it. An error of the io.Reader is passed on, wrapped.
package format

import (
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"cairn/geo"
	"cairn/geo/csv"
	"cairn/geo/flatgeobuf"
	"cairn/geo/geoparquet"
	"cairn/geo/gpkg"
	"cairn/geo/kml"
)

// What one feature may take. A list of features has no limit.
const (
	MaxFeatureBytes = 64 << 20 // of one feature, or of one other member of a document
	MaxDepth        = 512      // arrays and objects within one another
)

// Format is a way to write features as bytes.
type Format struct {
	Name    string   // short and lower case, as in a parameter
	Title   string   // for people
	Media   string   // media type
	Aliases []string // other media types in use for it
	Endings []string // of file names, lower case, with the dot
	// Read yields the features in r, made by b. It ends after the first error. Nil
	// for a format that has Layers.
	Read func(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error]
	// Layers lists what is in a file of a format that is not read from its beginning
	// to its end. Nil for one that is.
	Layers func(f File) ([]geo.Layer, error)
	// Write makes a writer of features to w. Nil if the format is only read.
	Write func(w io.Writer, o geo.Output) geo.FeatureWriter
	// Systems says that what is written can be in another system than CRS84.
	Systems bool
}

// File is a file that can be read to and fro, such as an [os.File]. It stays open
// until its layers have been read.
type File interface {
	io.ReaderAt
	Name() string // its path
	Stat() (fs.FileInfo, error)
}

// Formats lists every format. The caller must not change it.
var Formats = [...]Format{
	{
		Name: "geojson", Title: "GeoJSON", Media: "application/geo+json",
		Endings: []string{".geojson", ".json"}, Read: ReadGeoJSON, Write: NewGeoJSON, Systems: true,
	},
	{
		Name: "geojsonseq", Title: "GeoJSON text sequence", Media: "application/geo+json-seq",
		Endings: []string{".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl"},
		Read:    ReadSequence, Write: NewSequence, Systems: true,
	},
	{
		Name: "jsonfg", Title: "JSON-FG", Media: MediaJSONFG, Aliases: []string{"application/vnd.ogc.fg+json"},
		Endings: []string{".jsonfg"}, Read: ReadGeoJSON, Write: NewJSONFG, Systems: true,
	},
	{
		Name: "csv", Title: "CSV", Media: "text/csv; charset=utf-8; header=present", Aliases: []string{"text/csv"},
		Endings: []string{".csv", ".tsv", ".tab"}, Read: readCSV, Write: csv.NewWriter, Systems: true,
	},
	{
		Name: "fgb", Title: "FlatGeobuf", Media: "application/flatgeobuf", Aliases: []string{"application/vnd.flatgeobuf"},
		Endings: []string{".fgb"}, Read: flatgeobuf.Read, Write: flatgeobuf.NewWriter, Systems: true,
	},
	{
		Name: "gpkg", Title: "GeoPackage", Media: "application/geopackage+sqlite3", Aliases: []string{"application/geopackage+vnd.sqlite3"},
		Endings: []string{".gpkg"}, Layers: gpkgLayers, Write: gpkg.NewWriter, Systems: true,
	},
	{
		Name: "kml", Title: "KML", Media: "application/vnd.google-earth.kml+xml",
		Endings: []string{".kml"}, Read: kml.Read, Write: kml.NewWriter,
	},
	{
		Name: "parquet", Title: "GeoParquet", Media: "application/vnd.apache.parquet", Aliases: []string{"application/x-parquet"},
		Endings: []string{".parquet", ".geoparquet"}, Layers: parquetLayers, Write: geoparquet.NewWriter,
	},
}

func gpkgLayers(f File) ([]geo.Layer, error) { return gpkg.Layers(f.Name()) }

func parquetLayers(f File) ([]geo.Layer, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return geoparquet.Layers(f, info.Size(), info.Name())
}

func readCSV(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
	return csv.Read(r, b, csv.Options{})
}

// ByName returns the format called name.
func ByName(name string) (f Format, ok bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// ByPath returns the format that the ending of a file's name stands for. The
// error is Invalid with the file's name as Path.
func ByPath(path string) (Format, error) {
	ending := strings.ToLower(filepath.Ext(path))
	var known []string
	for _, f := range Formats {
		if slices.Contains(f.Endings, ending) {
			return f, nil
		}
		known = append(known, f.Endings...)
	}
	found := "the name has no ending"
	if ending != "" {
		found = "no format is known by the ending " + ending
	}
	return Format{}, &geo.Error{Kind: geo.Invalid, Path: path, Msg: found + "; expected one of " + strings.Join(known, ", ")}
}
