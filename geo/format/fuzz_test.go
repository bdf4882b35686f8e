package format_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/format"
)

// addFiles gives the fuzzer the texts of testdata to start from.
func addFiles(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "refused", "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
}

// outcome is what a reading gives, as text.
func outcome(features []geo.Feature, err error) string {
	return fmt.Sprint(written(features), err)
}

// FuzzGeoJSON checks that no text makes the reader panic; that what it takes is
// JSON, comes out as JSON, and comes out the same when it is read again; and that
// the pieces in which the text comes make no difference.
func FuzzGeoJSON(f *testing.F) {
	addFiles(f)
	f.Add(townsJSON(2, true))
	f.Add(areasJSON(1))
	f.Fuzz(func(t *testing.T, text []byte) {
		features, err := collect(format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil)))
		pieces, err2 := collect(format.ReadGeoJSON(iotest.OneByteReader(bytes.NewReader(text)), geo.NewBuilder(nil)))
		if got, want := outcome(pieces, err2), outcome(features, err); got != want {
			t.Errorf("byte by byte: got %s, want %s", got, want)
		}
		if err != nil {
			if geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("a refusal of kind %v: %v", geo.KindOf(err), err)
			}
			return
		}
		if body := bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")); !json.Valid(body) && (len(body) == 0 || body[0] != 0x1e) {
			t.Errorf("taken, but not JSON: %q", text)
		}
		sameAgain(t, features)
	})
}

// FuzzSequence does the same with sequences.
func FuzzSequence(f *testing.F) {
	addFiles(f)
	f.Add([]byte("\x1e{\"type\":\"Point\",\"coordinates\":[1,2]}\n\x1e\x1e \n{\"type\":\"Feature\",\n\"geometry\":null,\"properties\":null}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		features, err := collect(format.ReadSequence(bytes.NewReader(text), geo.NewBuilder(nil)))
		pieces, err2 := collect(format.ReadSequence(iotest.OneByteReader(bytes.NewReader(text)), geo.NewBuilder(nil)))
		if got, want := outcome(pieces, err2), outcome(features, err); got != want {
			t.Errorf("byte by byte: got %s, want %s", got, want)
		}
		if err != nil {
			if geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("a refusal of kind %v: %v", geo.KindOf(err), err)
			}
			return
		}
		sameAgain(t, features)
	})
}

// stricter are parts of the reasons for which the reader refuses what
// encoding/json takes.
var stricter = []string{"twice", "within one another", "surrogate", "UTF-8", "too large", "property names"}

// FuzzValue compares what is taken as a property's value, and what comes of it,
// with encoding/json.
func FuzzValue(f *testing.F) {
	for _, v := range []string{`1`, `-0.0`, `1e5`, `"a"`, `"\ud83d\udccd\u0000\/"`, `[1,{"b":[]},null]`, `{"a":{"b":true},"c":[ ]}`, `1},"x":{"a":2`, `01`, `"\ud800"`,
		"\"\xff\"", `{"a":1,"a":2}`, `[1,]`, `1e999`, strings.Repeat("[", 300) + strings.Repeat("]", 300), strings.Repeat("[", 900) + strings.Repeat("]", 900), "\"الشدادي\u2028\""} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, value string) {
		text := `{"type":"Feature","id":1,"geometry":null,"properties":{"a":` + value + `}}`
		features, err := readText(text)
		valid := json.Valid([]byte(text))
		if err != nil {
			for _, reason := range stricter {
				valid = valid && !strings.Contains(err.Error(), reason)
			}
			if valid {
				t.Errorf("%q is refused: %v", value, err)
			}
			return
		}
		if !valid {
			t.Fatalf("%q is taken, but not JSON", value)
		}
		got, want := decoded(t, features[0].PropertiesJSON()), decoded(t, []byte(text)).(map[string]any)["properties"]
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	})
}

// decoded is a value as encoding/json has it, numbers as they are written.
func decoded(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}
