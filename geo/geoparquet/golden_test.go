package geoparquet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/geoparquet"
)

// foreign are the files of testdata/write.mjs, which hyparquet-writer 0.17.0 wrote:
// what is in them, or why they are refused.
var foreign = []struct{ file, want, refused string }{
	{file: "types.parquet", want: `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[38.99,35.95]},"properties":{"day":"2026-01-19","at":"2026-01-19T10:30:00.25Z","price":12.50,"big":9007199254740993,"unsigned":4294967295,"share":0.1,"open":true,"uuid":"00112233-4455-6677-8899-aabbccddeeff","extra":{"a":[1,{"b":"ä"}]},"raw":"/wA=","tags":["x",null,"y"],"matrix":[[1,2],[],[3]],"who":{"name":"n","age":7},"parts":[{"k":"p","n":1},{"k":null,"n":2}],"names":{"en":"Raqqa","ar":"الرقة"}}}
{"type":"Feature","id":"b","geometry":null,"properties":{"at":"2026-01-20T00:00:00Z","price":-0.25,"big":-1,"unsigned":0,"open":false,"extra":[],"tags":[],"matrix":[null],"who":{"name":null,"age":null},"parts":[],"names":{}}}
{"type":"Feature","id":"c","geometry":{"type":"Point","coordinates":[-180,90]},"properties":{"day":"1969-12-31"}}
`},
	{file: "lonlat.parquet", want: `{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[38.99,35.95]},"properties":{"count":1}}
{"type":"Feature","id":8,"geometry":null,"properties":{"count":2}}
`},
	{file: "geometry.parquet", want: `{"type":"Feature","id":1,"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{}}
{"type":"Feature","id":2,"geometry":{"type":"Point","coordinates":[5,6]},"properties":{}}
`},
	{file: "native.parquet", want: `{"type":"Feature","id":1,"geometry":{"type":"Polygon","coordinates":[[[39,36.027512511],[40.109829788,36.022376845],[40.122757078,36.923728201],[39,36.027512511]]]},"properties":{}}
{"type":"Feature","id":2,"geometry":null,"properties":{}}
`},
	{file: "lambert.parquet", refused: "EPSG:2154 (RGF93 / Lambert-93)"},
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// readAll returns the features as lines of GeoJSON, up to the error.
func readAll(file []byte) (text string, n int, err error) {
	layers, err := geoparquet.Layers(bytes.NewReader(file), int64(len(file)), "test")
	if err != nil {
		return "", 0, err
	}
	var out strings.Builder
	for f, err := range layers[0].Read(geo.NewBuilder(nil)) {
		if err != nil {
			return out.String(), n, err
		}
		n++
		out.Write(f.GeoJSON())
		out.WriteByte('\n')
	}
	return out.String(), n, nil
}

func TestGolden(t *testing.T) {
	for _, c := range foreign {
		t.Run(c.file, func(t *testing.T) { likeGolden(t, golden(t, c.file), c.want, c.refused) })
	}
}

func likeGolden(t *testing.T, file []byte, want, refused string) {
	t.Helper()
	got, _, err := readAll(file)
	switch {
	case refused != "":
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), refused) {
			t.Errorf("got %v, want an Invalid with %q", err, refused)
		}
	case err != nil || got != want:
		t.Errorf("got %v and\n%s, want\n%s", err, got, want)
	}
}
