package format_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/format"
)

// passed reads a text, passing over what is bad, and prints the ids and the faults.
func passed(t *testing.T, name string, r io.Reader, most int) (ids, faults []string, err error) {
	t.Helper()
	f, ok := format.ByName(name)
	if !ok {
		t.Fatalf("there is no format %s", name)
	}
	read, ok := format.PassOver(f, &format.Pass{Bad: func(err error) bool {
		if geo.KindOf(err) != geo.Invalid {
			t.Errorf("got %v, want what is invalid", err)
		}
		if len(faults) == most {
			return false
		}
		faults = append(faults, err.Error())
		return true
	}})
	if !ok {
		t.Fatalf("%s cannot be read past a fault", name)
	}
	all, err := collect(read(r, geo.NewBuilder(nil)))
	for _, f := range all {
		ids = append(ids, string(f.ID()))
	}
	return ids, faults, err
}

// mark is a Placemark of a point.
func mark(id, at string) string {
	return `<Placemark id="` + id + `"><name>n</name><Point><coordinates>` + at + `</coordinates></Point><description>d</description></Placemark>`
}

func TestPassOver(t *testing.T) {
	const good = `{"type":"Feature","geometry":null,"properties":{"a":1}}`
	const north = `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,91]},"properties":{}}`
	tests := []struct {
		name, format, text, ids string
		faults                  []string // beginnings
		fails                   string   // beginning of the error; empty for none
	}{
		{"nothing bad", "geojsonseq", good + "\n" + good, "1 2", nil, ""},
		{"a line in the middle", "geojsonseq", good + "\n" + north + "\n" + good, "1 3", []string{"line 2, column 60"}, ""},
		{"first and last", "geojsonseq", "{\n" + good + "\n{\"type\":", "2", []string{"line 1", "line 3"}, ""},
		{"no JSON", "geojsonseq", "hello\n" + good, "2", []string{"line 1, column 1"}, ""},
		{"two on a line", "geojsonseq", good + good + "\n" + good, "2", []string{"line 1"}, ""},
		{"a collection on a line", "geojsonseq", `{"type":"FeatureCollection","features":[]}` + "\n" + good, "2", []string{"line 1"}, ""},
		{"separators", "geojsonseq", "\x1e" + good + "\n\x1e" + north + "\n\x1e" + good + "\n", "1 3", []string{"line 2"}, ""},
		{"all", "geojsonseq", north + "\n" + north, "", []string{"line 1", "line 2"}, ""},
		{"an element", "geojson", `{"type":"FeatureCollection","features":[` + good + ",\n" + north + ",\n" + good + "]}", "1 3", []string{"line 2, column 60, features[1].geometry"}, ""},
		{"the last element", "geojson", `{"type":"FeatureCollection","features":[` + good + ",\n" + north + "]}", "1", []string{"line 2"}, ""},
		{"an element that is none", "geojson", `{"type":"FeatureCollection","features":[7,` + good + "]}", "2", []string{"line 1, column 41, features[0]"}, ""},
		{"broken JSON", "geojson", `{"type":"FeatureCollection","features":[` + good + `,{"type":"Feature",]}`, "1", nil, "line 1"},
		{"cut off", "geojson", `{"type":"FeatureCollection","features":[` + good + `,{"type":"Feature"`, "1", nil, "line 1"},
		{"a row", "csv", "id,lon,lat\na,1,2\nb,1,92\nc,1,2\n", "a c", []string{"line 3"}, ""},
		{"a short row", "csv", "id,lon,lat\na,1\n\nc,1,2\n", "c", []string{"line 2"}, ""},
		{"a Placemark", "kml", "<kml><Folder>\n" + mark("a", "1,2") + "\n" + mark("b", "1;2") + "\n" + mark("c", "1,92") + mark("d", "1,2") + "</Folder></kml>", "a d", []string{"line 3, coordinates", "line 4, Point"}, ""},
		{"the first and the last Placemark", "kml", "<kml>" + mark("a", "x") + mark("b", "1,2") + mark("c", "x") + "</kml>", "b", []string{"line 1", "line 1"}, ""},
		{"a Placemark alone", "kml", mark("a", "x"), "", []string{"line 1"}, ""},
		{"XML that is not well-formed", "kml", "<kml>" + mark("a", "1,2") + "<Placemark><Point><coordinates>x</Point></Placemark>" + mark("b", "1,2") + "</kml>", "a", nil, "line 1"},
		{"a bad Placemark that is cut off", "kml", "<kml>" + mark("a", "1,2") + "<Placemark><Point><coordinates>x</coordinates>", "a", []string{"line 1, coordinates"}, "line 1"},
		{"elements too deep", "kml", "<kml>" + mark("a", "1,2") + "<Placemark>" + strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000) + "</Placemark></kml>", "a", nil, "line 1: more than 1024 elements"},
		{"a quote that is never closed", "csv", "id,lon,lat\na,1,2\n\"b,1,2\n", "a", nil, "line 3"},
	}
	for _, tt := range tests {
		for way, r := range map[string]io.Reader{"at once": strings.NewReader(tt.text), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.text))} {
			ids, faults, err := passed(t, tt.format, r, 100)
			if got := strings.Join(ids, " "); got != tt.ids {
				t.Errorf("%s, %s: got %q, want %q", tt.name, way, got, tt.ids)
			}
			if len(faults) != len(tt.faults) {
				t.Errorf("%s, %s: got %q, want %q", tt.name, way, faults, tt.faults)
				continue
			}
			for i, want := range tt.faults {
				if !strings.HasPrefix(faults[i], want) {
					t.Errorf("%s, %s: got %s, want %s", tt.name, way, faults[i], want)
				}
			}
			if (err != nil) != (tt.fails != "") || err != nil && !strings.HasPrefix(err.Error(), tt.fails) {
				t.Errorf("%s, %s: got the error %v, want %q", tt.name, way, err, tt.fails)
			}
		}
	}
}

// A line longer than the buffer is passed over as a whole, and lines are still counted.
func TestPassOverLongLine(t *testing.T) {
	const good = `{"type":"Feature","geometry":null,"properties":{}}` + "\n"
	text := good + `{"type":"Feature","x":` + strings.Repeat(" ", 5<<20) + "!}\n" + good + "{}\n"
	ids, faults, err := passed(t, "geojsonseq", strings.NewReader(text), 100)
	if err != nil || strings.Join(ids, " ") != "1 3" || len(faults) != 2 || !strings.HasPrefix(faults[1], "line 4") {
		t.Errorf("got %q, %q and %v, want 1 and 3, and faults in lines 2 and 4", ids, faults, err)
	}
}

func TestPassOverEnough(t *testing.T) {
	_, faults, err := passed(t, "geojsonseq", strings.NewReader("{}\n{}\n{}\n"), 2)
	if len(faults) != 2 || geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), "line 3") {
		t.Errorf("got %q and %v, want two, and that of line 3", faults, err)
	}
}

func TestPassOverNot(t *testing.T) {
	for _, f := range format.Formats {
		_, ok := format.PassOver(f, new(format.Pass))
		if want := f.Name == "geojson" || f.Name == "geojsonseq" || f.Name == "jsonfg" || f.Name == "csv" || f.Name == "kml" || f.Name == "fgb"; ok != want {
			t.Errorf("%s: got %v, want %v", f.Name, ok, want)
		}
	}
}

func TestPassTellsLines(t *testing.T) {
	const one = `{"type":"Feature","geometry":null,"properties":{}}`
	tests := []struct{ format, text, lines string }{
		{"geojsonseq", one + "\n\n" + one + "\n{}\n" + one, "[1 3 5]"},
		{"geojsonseq", "\x1e" + one + "\n\x1e{\"type\":\n\"Point\",\n\"coordinates\":[1,2]}\n\x1e" + one, "[1 2 5]"},
		{"geojson", "{\"type\":\"FeatureCollection\",\n\"features\":[" + one + ",\n" + one + "\n,\n\n" + one + "]}", "[2 3 6]"},
		{"geojson", "\n" + one, "[2]"},
		{"kml", "<kml>\n<Placemark/>\n" + mark("a", "x") + "\n\n<Placemark>\n<name>a</name></Placemark><Placemark/></kml>", "[2 5 6]"},
		{"csv", "id,lon,lat,note\na,1,2,\"x\ny\"\nb,1,99,z\n\nc,1,2,z", "[2 6]"},
	}
	for _, tt := range tests {
		for _, r := range []io.Reader{strings.NewReader(tt.text), iotest.OneByteReader(strings.NewReader(tt.text))} {
			f, _ := format.ByName(tt.format)
			pass := &format.Pass{Bad: func(error) bool { return true }}
			read, _ := format.PassOver(f, pass)
			var lines []int
			for _, err := range read(r, geo.NewBuilder(nil)) {
				if err != nil {
					t.Errorf("%q: %v", tt.text, err)
				}
				lines = append(lines, pass.Line())
			}
			if got := fmt.Sprint(lines); got != tt.lines {
				t.Errorf("%q: got %s, want %s", tt.text, got, tt.lines)
			}
		}
	}
}

// Whatever the text, passing over finds at least what reading finds, tells faults in
// the order of lines, and does not depend on how the text comes in.
func FuzzPassOver(f *testing.F) {
	const one = `{"type":"Feature","geometry":null,"properties":{}}`
	for _, text := range []string{
		one + "\n{}\n" + one, "\x1e" + one + "\n\x1e7", `{"type":"FeatureCollection","features":[7,` + one + `,{"type":"Feature"},[]]}`,
		"id,lon,lat\n1,2\n1,2,3\n\"", "\xff\n" + one,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"geojson", "geojsonseq", "csv"} {
			way, _ := format.ByName(name)
			plain, err := collect(way.Read(strings.NewReader(text), geo.NewBuilder(nil)))
			ids, faults, end := passed(t, name, strings.NewReader(text), 1000)
			if len(ids) < len(plain) || (err == nil) != (len(faults) == 0 && end == nil) {
				t.Errorf("%s: passing over reads %d features, %d faults and %v; reading %d and %v", name, len(ids), len(faults), end, len(plain), err)
			}
			ids2, faults2, end2 := passed(t, name, iotest.OneByteReader(strings.NewReader(text)), 1000)
			if fmt.Sprint(ids, faults, end) != fmt.Sprint(ids2, faults2, end2) {
				t.Errorf("%s: byte by byte: got %q, %q, %v, want %q, %q, %v", name, ids2, faults2, end2, ids, faults, end)
			}
		}
	})
}
