package format_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
)

var update = flag.Bool("update", false, "write testdata/refused.txt anew")

// refusal reads a text that is to be refused.
func refusal(t *testing.T, f format.Format, text []byte) *geo.Error {
	t.Helper()
	features, err := collect(f.Read(bytes.NewReader(text), geo.NewBuilder(nil)))
	var refused *geo.Error
	if !errors.As(err, &refused) || refused.Kind != geo.Invalid {
		t.Errorf("got %d features and %v, want a refusal: %s", len(features), err, text)
		return &geo.Error{}
	}
	return refused
}

// TestRefused compares what is said about each file of testdata/refused with
// testdata/refused.txt: the place, and the reason.
func TestRefused(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "refused", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no files: ", err)
	}
	var got strings.Builder
	for _, path := range paths {
		f, err := format.ByPath(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e := refusal(t, f, text)
		fmt.Fprintf(&got, "%s\n\t%s\n\t%s\n", filepath.Base(path), e.Path, e.Msg)
	}
	golden := filepath.Join("testdata", "refused.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() == string(want) {
		return
	}
	expected := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got.String(), "\n") {
		if i >= len(expected) || line != expected[i] {
			t.Fatalf("line %d of %s: got %q, want %q", i+1, golden, line, expected[min(i, len(expected)-1)])
		}
	}
	t.Fatalf("%s has lines that nothing says any more", golden)
}

// TestRefusalSays checks that every refusal tells a place and what would be right.
func TestRefusalSays(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "refused.txt"))
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`^line \d+, column \d+(, \S.*)?$`)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i := 0; i+2 < len(lines); i += 3 {
		path, msg := strings.TrimSpace(lines[i+1]), strings.TrimSpace(lines[i+2])
		if !place.MatchString(path) {
			t.Errorf("%s: the place is %q", lines[i], path)
		}
		if lines[i] != "period-backwards.geojson" && !strings.Contains(msg, "expected") && !strings.Contains(msg, "get the whole of it") {
			t.Errorf("%s: does not say what is expected: %s", lines[i], msg)
		}
	}
}

func TestRefusedSyntax(t *testing.T) {
	wrap := func(value string) string {
		return `{"type":"Feature","id":1,"geometry":null,"properties":{"a":` + value + `}}`
	}
	for _, c := range []struct{ value, want string }{
		{``, "found '}'"}, {`,`, "found ','"}, {`:1`, "found ':'"}, {`]`, "found ']'"},
		{`nul`, "found nul"}, {`nullx`, "found nullx"}, {`truefalse`, "found truefalse"}, {`TRUE`, "found TRUE"},
		{`+1`, "found '+'"}, {`.5`, "found '.'"}, {`1.`, "1. is not"}, {`1.e5`, "1.e5 is not"}, {`1e`, "1e is not"}, {`1e+`, "1e+ is not"},
		{`-`, "- is not"}, {`--1`, "--1 is not"}, {`-a`, "-a is not"}, {`00`, "00 is not"}, {`-01`, "-01 is not"}, {`0x1F`, "0x1F is not"},
		{`1_000`, "1_000 is not"}, {`1,5`, "found 5; expected a name"}, {`1 2`, "found 2"}, {`-1e999`, "too large"},
		{strings.Repeat("9", 400), "too large"}, {`[1,]`, "comma stands before"}, {`[,1]`, "found ','"}, {`[1 2]`, "found 2"}, {`[1}`, "found '}'"},
		{`{"b":1]`, "found ']'"}, {`{"b"}`, "expected ':'"}, {`{"b" 1}`, "expected ':'"}, {`{b:1}`, "found b"}, {`{1:1}`, "found 1"},
		{`{"b":1,}`, "comma stands before"}, {`{,}`, "found ','"}, {`"\x"`, "escape"}, {`"\u12g4"`, "four hexadecimal"}, {`"\u+123"`, "four hexadecimal"},
		{`"\udc00"`, "surrogate"}, {`"\ud800\ud800"`, "surrogate"}, {`"\ud800\n"`, "surrogate"}, {`"\ud800x"`, "surrogate"},
		{"\"\t\"", "U+0009"}, {"\"\x00\"", "U+0000"}, {"\x00", `'\x00'`}, {"\"\xc3\"", "0xc3 is not UTF-8"}, {"\"a\xed\xa0\x80\"", "0xed is not UTF-8"},
		{"\"\xf4\x90\x80\x80\"", "not UTF-8"}, {"\"\xc0\xaf\"", "not UTF-8"}, {"\xa0", "the byte 0xa0"}, {"\u00a0", "'\\u00a0'"}, {"“x”", "found '“'"},
		{strings.Repeat("[", 600), "512"}, {strings.Repeat(`{"a":`, 600), "512"}, {"\x1e1", "record separator"}, {"\v1", `'\v'`},
	} {
		e := refusal(t, format.Formats[0], []byte(wrap(c.value)))
		if !strings.Contains(e.Msg, c.want) {
			t.Errorf("%q: got %q, want %q in it", c.value, e.Msg, c.want)
		}
		// The same in a member that is passed over.
		foreign := strings.Replace(wrap(c.value), `"properties":{`, `"properties":null,"x":{`, 1)
		if f := refusal(t, format.Formats[0], []byte(foreign)); !strings.Contains(f.Msg, c.want) {
			t.Errorf("%q, foreign: got %q, want %q in it", c.value, f.Msg, c.want)
		}
	}
}

func TestRefusedLimits(t *testing.T) {
	fields := func(n int, prefix string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%s%d":%d`, prefix, i, i)
		}
		return b.String()
	}
	nested := func(n int) string {
		return strings.Repeat(`{"type":"GeometryCollection","geometries":[`, n) + `{"type":"Point","coordinates":[1,2]}` + strings.Repeat(`]}`, n)
	}
	feature := func(geometry, properties, more string) string {
		return `{"type":"Feature","id":1,"geometry":` + geometry + `,"properties":` + properties + more + `}`
	}
	for _, c := range []struct{ name, text, want string }{
		{"fields", feature(`null`, `{`+fields(geo.MaxFields+1, "f")+`}`, ``), "4096"},
		{"names in an object", feature(`null`, `{"o":{`+fields(500, "f")+`,"f7":0}}`, ``), `"f7" is there twice`},
		{"foreign members", feature(`null`, `null`, `,`+fields(1025, "f")), "1024"},
		{"foreign members of a geometry", feature(`{"type":"Point",`+fields(1025, "f")+`}`, `null`, ``), "1024"},
		{"foreign members of the collection", `{"type":"FeatureCollection",` + fields(1025, "f") + `,"features":[]}`, "1024"},
		{"collections in collections", feature(nested(300), `null`, ``), "512"},
		{"id", `{"type":"Feature","id":"` + strings.Repeat("é", 513) + `","geometry":null,"properties":null}`, "1026 bytes; expected at most 1024"},
		{"digits of an id", `{"type":"Feature","id":` + strings.Repeat("1", 1025) + `,"geometry":null,"properties":null}`, ""},
	} {
		e := refusal(t, format.Formats[0], []byte(c.text))
		if !strings.Contains(e.Msg, c.want) {
			t.Errorf("%s: got %q, want %q in it", c.name, e.Msg, c.want)
		}
	}
	for _, text := range []string{
		feature(`null`, `{`+fields(geo.MaxFields, "f")+`}`, ``), feature(nested(200), `null`, ``), feature(`null`, `null`, `,`+fields(1024, "f")),
		`{"type":"Feature","id":"` + strings.Repeat("é", 512) + `","geometry":null,"properties":null}`,
		`{"type":"Feature","id":"` + strings.Repeat(`\"`, 1024) + `","geometry":null,"properties":null}`,
	} {
		if _, err := readText(text); err != nil {
			t.Errorf("at the limit: %v", err)
		}
	}
}

func TestByPath(t *testing.T) {
	for path, want := range map[string]string{
		"a.geojson": "geojson", "dir.x/A.GeoJSON": "geojson", "a.json": "geojson", "a.b.ndjson": "geojsonseq", "a.jsonl": "geojsonseq",
		"a.geojsonl": "geojsonseq", "a.geojsons": "geojsonseq", "a.geojsonseq": "geojsonseq",
		"a.csv": "csv", "a.TSV": "csv", "a.gpkg": "gpkg", "a.shp": "", "a": "", "": "", "geojson": "", "a.geojson.gz": "",
	} {
		f, err := format.ByPath(path)
		if f.Name != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q and %v, want %q", path, f.Name, err, want)
		}
		if err != nil && (geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), ".geojsonl")) {
			t.Errorf("%q: got %v, want Invalid with the endings that are known", path, err)
		}
	}
	for _, f := range format.Formats {
		if f.Name == "" || f.Title == "" || f.Media == "" || len(f.Endings) == 0 || (f.Read == nil) == (f.Layers == nil) {
			t.Errorf("%q is not whole: %+v", f.Name, f)
		}
	}
}
