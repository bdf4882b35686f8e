package geoparquet_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"cairn/geo"
)

// held is a row as programs write it that have lists, groups and maps.
type held struct {
	ID      int64              `parquet:"id"`
	Lon     float64            `parquet:"lon"`
	Lat     float64            `parquet:"lat"`
	Maybe   *string            `parquet:"maybe,optional"`
	Tags    []string           `parquet:"tags,list"`
	Legacy  []int32            `parquet:"legacy"`
	Members []member           `parquet:"members,list"`
	Older   []member           `parquet:"older"`
	Counts  map[int32]string   `parquet:"counts"`
	Names   map[string]float64 `parquet:"names"`
	One     member             `parquet:"one"`
	Perhaps *member            `parquet:"perhaps,optional"`
}

type member struct {
	Name string   `parquet:"name"`
	Ages []int32  `parquet:"ages,list"`
	Rank *float32 `parquet:"rank,optional"`
}

// TestNested reads lists, groups and maps within one another, full, empty and null:
// the old way to write a list and the new one.
func TestNested(t *testing.T) {
	text, rank := "x", float32(1.5)
	rows := []held{
		{ID: 1, Lon: 39, Lat: 36, Maybe: &text, Tags: []string{"a", "b"}, Legacy: []int32{1, 2, 3},
			Members: []member{{"n", []int32{5, 6}, &rank}, {"m", nil, nil}}, Older: []member{{"o", []int32{7}, nil}, {"p", nil, &rank}},
			Counts: map[int32]string{7: "seven"}, Names: map[string]float64{"en": 0.5}, One: member{"one", []int32{1}, nil}, Perhaps: &member{"q", []int32{9}, &rank}},
		{ID: 2, Lon: 40, Lat: 35},
		{ID: 3, Lon: 41, Lat: 34, Tags: []string{""}, Legacy: []int32{0}, Members: []member{{}}, Older: []member{{}, {}, {}}, Counts: map[int32]string{-1: ""}},
	}
	want := []string{
		`{"maybe":"x","tags":["a","b"],"legacy":[1,2,3],"members":[{"name":"n","ages":[5,6],"rank":1.5},{"name":"m","ages":[],"rank":null}],"older":[{"name":"o","ages":[7],"rank":null},{"name":"p","ages":[],"rank":1.5}],` +
			`"counts":{"7":"seven"},"names":{"en":0.5},"one":{"name":"one","ages":[1],"rank":null},"perhaps":{"name":"q","ages":[9],"rank":1.5}}`,
		`{"tags":[],"legacy":[],"members":[],"older":[],"counts":{},"names":{},"one":{"name":"","ages":[],"rank":null}}`,
		`{"tags":[""],"legacy":[0],"members":[{"name":"","ages":[],"rank":null}],"older":[{"name":"","ages":[],"rank":null},{"name":"","ages":[],"rank":null},{"name":"","ages":[],"rank":null}],` +
			`"counts":{"-1":""},"names":{},"one":{"name":"","ages":[],"rank":null}}`,
	}
	file := parquetOf(t, rows)
	got, n, err := readAll(file)
	if err != nil || n != len(rows) {
		t.Fatalf("read %d rows and %v: %s", n, err, got)
	}
	for i, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
		if properties := line[strings.Index(line, `"properties":`)+len(`"properties":`) : len(line)-1]; sorted(t, properties) != sorted(t, want[i]) {
			t.Errorf("row %d: got\n%s, want\n%s", i+1, properties, want[i])
		}
		if !strings.Contains(line, `"type":"Point"`) {
			t.Errorf("row %d has no place: %s", i+1, line)
		}
	}
}

// parquetOf writes rows of any struct as a Parquet file.
func parquetOf[T any](t *testing.T, rows []T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sorted brings the members of a feature's properties into the order of their names.
func sorted(t *testing.T, properties string) string {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("x")
	var f map[string]json.RawMessage
	if err := json.Unmarshal([]byte(properties), &f); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"counts", "legacy", "maybe", "members", "names", "older", "one", "perhaps", "tags"} {
		if v, ok := f[name]; ok && string(v) != "null" {
			if err := b.Add([]byte(name), geo.Value(v)); err != nil {
				t.Fatal(err)
			}
		}
	}
	made, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return string(made.PropertiesJSON())
}

// TestPlaceOfColumns holds by which columns a table without metadata has places.
func TestPlaceOfColumns(t *testing.T) {
	type lonlat struct {
		Longitude float32 `parquet:"LONGITUDE"`
		Latitude  float32 `parquet:"Latitude"`
	}
	type lnglat struct {
		Lng float64 `parquet:"lng"`
		Lat float64 `parquet:"lat"`
	}
	type texts struct {
		Lon string `parquet:"lon"`
		Lat string `parquet:"lat"`
	}
	type half struct {
		Lon float64 `parquet:"lon"`
	}
	type bytes struct {
		Geom []byte `parquet:"geom"`
		Lon  int32  `parquet:"lon"`
	}
	wkb := []byte("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40")
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"longitude and latitude": {parquetOf(t, []lonlat{{1.5, 2}}), `"geometry":{"type":"Point","coordinates":[1.5,2]},"properties":{}`},
		"lng and lat":            {parquetOf(t, []lnglat{{1.5, 2}}), `"geometry":{"type":"Point","coordinates":[1.5,2]},"properties":{}`},
		"texts":                  {parquetOf(t, []texts{{"1", "2"}}), `"geometry":null,"properties":{"lon":"1","lat":"2"}`},
		"one of two":             {parquetOf(t, []half{{1}}), `"geometry":null,"properties":{"lon":1}`},
		"well-known binary":      {parquetOf(t, []bytes{{wkb, 7}}), `"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"lon":7}`},
	} {
		got, n, err := readAll(c.file)
		if err != nil || n != 1 || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s and %v, want %s", name, got, err, c.want)
		}
	}
	if _, _, err := readAll(parquetOf(t, []bytes{{[]byte("hello"), 7}})); geo.KindOf(err) != geo.Invalid {
		t.Errorf("what is no well-known binary: got %v, want Invalid", err)
	}
	if _, _, err := readAll(parquetOf(t, []lnglat{{1, 95}})); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "swapped") {
		t.Errorf("off the Earth: got %v, want Invalid", err)
	}
}

// TestMapWithAKeyTwice is refused: JSON would have a name twice, and who reads it one
// of the values.
func TestMapWithAKeyTwice(t *testing.T) {
	type pair struct {
		Key   string `parquet:"key"`
		Value int32  `parquet:"value"`
	}
	type pairs struct {
		Pairs []pair `parquet:"key_value"`
	}
	type row struct {
		ID  int64 `parquet:"id"`
		Map pairs `parquet:"map"`
	}
	rows := []row{{1, pairs{[]pair{{"a", 1}, {"b", 2}}}}, {2, pairs{[]pair{{"a", 1}, {"a", 2}}}}}
	got, n, err := readAll(parquetOf(t, rows))
	if want := `"properties":{"map":{"a":1,"b":2}}`; n != 1 || !strings.Contains(got, want) {
		t.Errorf("read %d rows, %s, want one with %s", n, got, want)
	}
	if geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), `features[1].map: a map has the key "a" twice`) {
		t.Errorf("got %v, want the key refused", err)
	}
}
