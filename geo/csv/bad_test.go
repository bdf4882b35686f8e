package csv_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/csv"
)

// TestBad holds that rows which cannot be read are told, each with its place, and
// that those after them are read.
func TestBad(t *testing.T) {
	for _, c := range []struct {
		name, text string
		bad        []string // how what is told begins
		want       []string // ids of the rows that are read
		line       []int    // where they begin
	}{
		{"a place off the Earth", "id,lon,lat\na,1,2\nb,1,95\nc,3,4\n", []string{"line 3, column 5, lat"}, []string{"a", "c"}, []int{2, 4}},
		{"no number", "id,lon,lat\na,x,2\nb,1,\nc,3,4\n", []string{"line 2, column 3, lon", "line 3, column 5, lat"}, []string{"c"}, []int{4}},
		{"too few fields, and too many", "id,lon,lat\na,1\nb,1,2,3\nc,3,4\n", []string{"line 2", "line 3"}, []string{"c"}, []int{4}},
		{"well-known text", "id,wkt\na,POINT (1 2\nb,POINT (1 2)\n", []string{"line 2, column 3, wkt"}, []string{"b"}, []int{3}},
		{"an id that is empty", "id,lon,lat\n,1,2\nb,1,2\n", []string{"line 2, column 1, id"}, []string{"b"}, []int{3}},
		{"a period that ends before it starts", "id,lon,lat,start,end\na,1,2,2026-01-02,2026-01-01\nb,1,2,2026-01-01,2026-01-02\n", []string{"line 2"}, []string{"b"}, []int{3}},
		{"rows of several lines", "id,lon,lat,a\na,1,95,\"x\ny\nz\"\nb,1,2,\"x\ny\"\nc,3,4,\n", []string{"line 2, column 5, lat"}, []string{"b", "c"}, []int{5, 7}},
		{"a row that is not UTF-8", "id,lon,lat,a\na,1,5,\xfc\nb,1,6,ü\n", []string{"line 2, column 7: the byte 0xfc is not UTF-8"}, []string{"b"}, []int{3}},
		{"thousands, or not", "id;lon;lat;n\na;1,5;5;1.500\nb;1,5;6;1500\nc;1;2;-12.345\nd;1;2;1.5\n", []string{`line 2, column 9, n: "1.500" could be in thousands`, `line 4, column 7, n: "-12.345" could be`}, []string{"b", "d"}, []int{3, 5}},
		{"rows of nothing", "id,lon,lat\na,1,5\n,,\n\"\",,\n\nb,1,6\n,,\n", nil, []string{"a", "b"}, []int{2, 6}},
		{"very many fields", "id,lon,lat\na,1,5\nx" + strings.Repeat(",", 1<<20) + "\nb,1,6\n", []string{"line 3, column 5: the row has 1048577 fields; expected 3"}, []string{"a", "b"}, []int{2, 4}},
		{"all of them", "id,lon,lat\na,1,95\nb,1,96\n", []string{"line 2", "line 3"}, nil, nil},
		{"none", "id,lon,lat\na,1,5\n", nil, []string{"a"}, []int{2}},
	} {
		var told, got []string
		var lines []int
		line := 0
		o := csv.Options{Line: &line, Bad: func(err error) bool {
			if geo.KindOf(err) != geo.Invalid {
				t.Errorf("%s: told %v, which is not Invalid", c.name, err)
			}
			told = append(told, err.Error())
			return true
		}}
		for f, err := range csv.Read(strings.NewReader(c.text), geo.NewBuilder(nil), o) {
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			got, lines = append(got, string(f.ID())), append(lines, line)
		}
		if !slices.Equal(got, c.want) || !slices.Equal(lines, c.line) || len(told) != len(c.bad) {
			t.Errorf("%s: read %q at lines %v, told %q; want %q at %v and %d faults", c.name, got, lines, told, c.want, c.line, len(c.bad))
			continue
		}
		for i := range told {
			if !strings.HasPrefix(told[i], c.bad[i]) {
				t.Errorf("%s: told %q, want %q", c.name, told[i], c.bad[i])
			}
		}
	}
}

// TestBadLeavesNoTrace holds that nothing of a bad row is in the one after it.
func TestBadLeavesNoTrace(t *testing.T) {
	const text = "lon,lat,z,a,b\n1,2,3,x,y\n1,95,4,bad,bad\n,,,,w\n1,2,,,z\n"
	var got []string
	for f, err := range csv.Read(strings.NewReader(text), geo.NewBuilder(nil), csv.Options{Bad: func(error) bool { return true }}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", f.ID(), f.GeometryJSON(), f.Property("a"), f.Property("b")))
	}
	want := []string{`1 {"type":"Point","coordinates":[1,2,3]} x y`, `3 null null w`, `4 {"type":"Point","coordinates":[1,2]} null z`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBadEnds holds that reading ends where who is told wants it to, and where there
// is nothing to go on with.
func TestBadEnds(t *testing.T) {
	const text = "id,lon,lat\na,1,95\nb,1,96\nc,1,2\n"
	told := 0
	var last error
	for _, err := range csv.Read(strings.NewReader(text), geo.NewBuilder(nil), csv.Options{Bad: func(error) bool { told++; return told < 2 }}) {
		last = err
	}
	if told != 2 || last == nil || !strings.HasPrefix(last.Error(), "line 3") {
		t.Errorf("told %d times, and ended with %v; want twice and line 3", told, last)
	}
	cable := errors.New("the cable is cut")
	for _, err := range csv.Read(iotest.TimeoutReader(iotest.ErrReader(cable)), geo.NewBuilder(nil), csv.Options{Bad: func(error) bool { t.Error("asked to go on without a file"); return true }}) {
		last = err
	}
	if !errors.Is(last, cable) {
		t.Errorf("ended with %v, want %v", last, cable)
	}
}
