package csv_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/csv"
)

// readAll reads a table, and returns what its notes say too.
func readAll(text string, o csv.Options) (features []geo.Feature, notes []string, err error) {
	o.Note = func(msg string) { notes = append(notes, msg) }
	for f, err := range csv.Read(strings.NewReader(text), geo.NewBuilder(nil), o) {
		if err != nil {
			return features, notes, err
		}
		features = append(features, f)
	}
	return features, notes, nil
}

// lines are the features' ids, coordinates and properties, one a line.
func lines(features []geo.Feature) []string {
	var all []string
	for _, f := range features {
		s := strings.TrimPrefix(string(f.GeoJSON()), `{"type":"Feature","id":`)
		s = strings.Replace(s, `"geometry":`, "", 1)
		s = strings.Replace(s, `{"type":"Point","coordinates":`, "P", 1)
		all = append(all, strings.Replace(strings.TrimSuffix(s, "}"), `,"properties":`, " ", 1))
	}
	return all
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "name,longitude,latitude\nRaqqa,39.0079,35.9528\nHol,41.150,36.37\n",
			[]string{`1,P[39.0079,35.9528]} {"name":"Raqqa"}`, `2,P[41.150,36.37]} {"name":"Hol"}`}},
		{"no line break at the end", "lon,lat\n1,2", []string{`1,P[1,2]} {}`}},
		{"CR LF, byte order mark, empty lines", "\xef\xbb\xbflon,lat,a\r\n\r\n1,2,x\r\n\r\n", []string{`1,P[1,2]} {"a":"x"}`}},
		{"order and letter case", "LAT;NAME;LON\n2;x;1\n", []string{`1,P[1,2]} {"NAME":"x"}`}},
		{"tabs", "lon\tlat\ta\n1\t2\tx, y; z\n", []string{`1,P[1,2]} {"a":"x, y; z"}`}},
		{"sep=", "sep=;\r\nlon;lat;a,b,c,d\r\n1;2;x\r\n", []string{`1,P[1,2]} {"a,b,c,d":"x"}`}},
		{"decimal comma", "lon;lat;v;w\n39,0079;35,9528;1,50;a\n", []string{`1,P[39.0079,35.9528]} {"v":1.50,"w":"a"}`}},
		{"decimal comma in quotes", "lon,lat,v\n\"39,5\",\"35,5\",\"1,5\"\n", []string{`1,P[39.5,35.5]} {"v":"1,5"}`}},
		{"quotes", "lon,lat,a\n1,2,\"x \"\"y\"\"\r\nz, \"\n", []string{`1,P[1,2]} {"a":"x \"y\"\r\nz, "}`}},
		{"a quote inside", "lon,lat,a\n1,2,5\" pipe\n", []string{`1,P[1,2]} {"a":"5\" pipe"}`}},
		{"ids of numbers", "id,x,y\n7,1,2\n-3,1,2\n", []string{`7,P[1,2]} {}`, `-3,P[1,2]} {}`}},
		{"ids of texts", "x,y,Id\n1,2,7\n1,2,007\n", []string{`"7",P[1,2]} {}`, `"007",P[1,2]} {}`}},
		{"fid", "fid,x,y\n7,1,2\n", []string{`7,P[1,2]} {}`}},
		{"fid beside id", "fid,id,x,y\n7,a,1,2\n", []string{`"a",P[1,2]} {"fid":7}`}},
		{"no place", "id,lon,lat\na,,\n", []string{`"a",null {}`}},
		{"height", "X,Y,Z\n1,2,298.5\n1,2,\n", []string{`1,P[1,2,298.5]} {}`, `2,P[1,2]} {}`}},
		{"digits that are not JSON", "lon,lat\n+1.50, .5\n", []string{`1,P[1.5,0.5]} {}`}},
		{"a rounding error", "lon,lat\n180.0000000001,-90.0000000001\n", []string{`1,P[180,-90]} {}`}},
		{"degrees in the name", "latitude_deg,longitude_deg\n2,1\n", []string{`1,P[1,2]} {}`}},
		{"WKT", "the_geom,a\n\"LINESTRING (1 2, 3 4)\",x\n,y\n", []string{
			`1,{"type":"LineString","coordinates":[[1,2],[3,4]]} {"a":"x"}`, `2,null {"a":"y"}`}},
		{"WKT before a pair", "lon,lat,wkt\n5,6,POINT Z (1 2 3)\n", []string{`1,P[1,2,3]} {"lon":5,"lat":6}`}},
		{"a name of WKT without WKT", "lon,lat,location\n5,6,Raqqa\n", []string{`1,P[5,6]} {"location":"Raqqa"}`}},
		{"a town that begins like WKT", "lon,lat,location\n5,6,Pointe-Noire\n5,6,Point Barrow\n", []string{`1,P[5,6]} {"location":"Pointe-Noire"}`, `2,P[5,6]} {"location":"Point Barrow"}`}},
		{"an empty geometry first", "lon,lat,wkt\n5,6,POINT EMPTY\n5,6,POINTZ(1 2 3)\n", []string{`1,null {"lon":5,"lat":6}`, `2,P[1,2,3]} {"lon":5,"lat":6}`}},
		{"GeoJSON", "geometry\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\"\n", []string{`1,P[1,2]} {}`}},
		{"rows of nothing count", "lon,lat,a\n1,2,x\n,,\n1,2,y\n,,\n", []string{`1,P[1,2]} {"a":"x"}`, `3,P[1,2]} {"a":"y"}`}},
		{"points where commas are no decimals", "lon;lat;n\n1.5;2;1.500\n", []string{`1,P[1.5,2]} {"n":1.500}`}},
		{"names that are missing", ",lon,lat\nx,1,2\n", []string{`1,P[1,2]} {"column_1":"x"}`}},
	} {
		features, _, err := readAll(c.text, csv.Options{})
		if got := lines(features); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q and %v, want %q", c.name, got, err, c.want)
		}
	}
}

// TestCells holds what the first look makes of a column a.
func TestCells(t *testing.T) {
	for _, c := range []struct{ name, cells, want string }{
		{"numbers", "1|-2.50|0|1e-07|1.5E3|", `1 -2.50 0 1e-07 1.5E3 null`},
		{"a text among them", "1|x|2", `"1" "x" "2"`},
		{"a zero before", "12|007", `"12" "007"`},
		{"a plus", "+49|1", `"+49" "1"`},
		{"a code", "12E3|1", `"12E3" "1"`},
		{"too large to be exact", "9007199254740993|1", `"9007199254740993" "1"`},
		{"as large as can be", "9007199254740992|1", `9007199254740992 1`},
		{"halves", ".5|5.", `".5" "5."`},
		{"not finite", "NaN|inf|1e999", `"NaN" "inf" "1e999"`},
		{"true and false", "true|FALSE||True", `true false null true`},
		{"yes and no", "true|no", `"true" "no"`},
		{"arrays", `"[1, ""a""]"|[]|"{""b"":null}"`, `[1,"a"] [] {"b":null}`},
		{"a name twice", `"{""b"":1,""b"":2}"|x`, `"{\"b\":1,\"b\":2}" "x"`},
		{"brackets", `[1]|[see below]`, `"[1]" "[see below]"`},
		{"nothing", `|`, `null null`},
		{"quotes say nothing", `"12"|""|-3`, `12 null -3`},
		{"quotes that are needed say nothing", `"1,5"|12`, `"1,5" "12"`},
		{"dates with slashes", `2026/01/19||2026/02/28`, `"2026-01-19" null "2026-02-28"`},
		{"times with a zone", `2026/01/19 08:00:00+00|2026-01-19 08:00:00.5-0330|2026/01/19`, `"2026-01-19T08:00:00Z" "2026-01-19T08:00:00.5-03:30" "2026-01-19"`},
		{"times without a zone", `2026/01/19 08:00:00|2026/01/19`, `"2026/01/19 08:00:00" "2026/01/19"`},
		{"dates with full stops", `20.01.2026||1.2.2026`, `"2026-01-20" null "2026-02-01"`},
		{"dates of both kinds", `2026-01-19|20.01.2026|2026/01/21`, `"2026-01-19" "2026-01-20" "2026-01-21"`},
		{"a full stop too few", `20.01.2026|20.01.26`, `"20.01.2026" "20.01.26"`},
		{"no dates", `2026/01/19|2026/13/01`, `"2026/01/19" "2026/13/01"`},
		{"spaces", `" x"| y`, `" x" " y"`},
		{"dates", `2026-01-19|2026-01-20T08:00:00Z`, `"2026-01-19" "2026-01-20T08:00:00Z"`},
	} {
		text := "lon,lat,a\n1,2," + strings.ReplaceAll(c.cells, "|", "\n1,2,") + "\n"
		features, _, err := readAll(text, csv.Options{})
		var got []string
		for _, f := range features {
			got = append(got, string(f.Property("a")))
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %s and %v, want %s", c.name, strings.Join(got, " "), err, c.want)
		}
	}
}

// TestQuotes holds that quotes say what is a text where the header says so.
func TestQuotes(t *testing.T) {
	features, _, err := readAll("\"lon\",\"lat\",\"a\",\"b\"\n1,2,\"12\",12\n1,2,\"true\",true\n1,2,x,\"x\"\n1,2,\"\",\n1,2,2026/01/19,\"2026/01/19\"\n", csv.Options{})
	var got []string
	for _, f := range features {
		got = append(got, string(f.Property("a"))+" "+string(f.Property("b")))
	}
	if want := []string{`"12" 12`, `"true" true`, `"x" "x"`, `"" null`, `"2026/01/19" "2026/01/19"`}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}

// TestQuotesEverywhere holds that quotes round every cell say nothing.
func TestQuotesEverywhere(t *testing.T) {
	features, _, err := readAll("\"lon\",\"lat\",\"a\"\n\"1\",\"2\",\"3\"\n\"1\",\"2\",\"\"\n", csv.Options{})
	if err != nil || string(features[0].Property("a")) != "3" || string(features[1].Property("a")) != "null" {
		t.Errorf("got %q and %v, want 3 and null", lines(features), err)
	}
}

// TestLaterCells holds that a cell after the first look that does not fit its column
// is a text.
func TestLaterCells(t *testing.T) {
	text := "lon,lat,n,e\n" + strings.Repeat("1,2,345678901234,\n", 20_000) + "1,2,007,5\n1,2,x,007\n1,2,8,y\n"
	features, _, err := readAll(text, csv.Options{})
	if err != nil || len(features) != 20_003 {
		t.Fatalf("got %d features and %v, want 20003", len(features), err)
	}
	for i, want := range []string{`"007" 5`, `"x" "007"`, `8 "y"`} {
		f := features[20_000+i]
		if got := string(f.Property("n")) + " " + string(f.Property("e")); got != want {
			t.Errorf("row %d: got %s, want %s", 20_001+i, got, want)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		name, text string
		o          csv.Options
		want       string
	}{
		{"a pair", "id,e,n,x,y\n5,1,2,8,9\n", csv.Options{Longitude: "E", Latitude: "n"}, `5,P[1,2]} {"x":8,"y":9}`},
		{"a geometry", "id,lon,lat,place\n5,1,2,POINT(3 4)\n", csv.Options{Geometry: "place"}, `5,P[3,4]} {"lon":1,"lat":2}`},
		{"an id", "id,lon,lat,code\n5,1,2,A\n", csv.Options{ID: "code"}, `"A",P[1,2]} {"id":5}`},
		{"numbered", "id,lon,lat\n5,1,2\n", csv.Options{Numbered: true}, `1,P[1,2]} {"id":5}`},
		{"a separator", "lon|lat|a,b,c,d\n1|2|x\n", csv.Options{Separator: '|'}, `1,P[1,2]} {"a,b,c,d":"x"}`},
	} {
		features, _, err := readAll(c.text, c.o)
		if err != nil || len(features) != 1 || lines(features)[0] != c.want {
			t.Errorf("%s: got %q and %v, want %s", c.name, lines(features), err, c.want)
		}
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a,b\n1,2\n", "no column has a place"},
		{"lon,lat\n1,2\n0,0\n0,0\n", "line 3 has the position 0, 0"},
		{"lon,lat\n1,2\n", ""},
	} {
		_, notes, err := readAll(c.text, csv.Options{})
		if said := strings.Join(notes, "|"); err != nil || c.want == "" && said != "" || !strings.HasPrefix(said, c.want) || len(notes) > 1 {
			t.Errorf("%q: got the notes %q and %v, want %q", c.text, notes, err, c.want)
		}
	}
}

func TestRefuse(t *testing.T) {
	for _, c := range []struct {
		text, path, msg string
		o               csv.Options
	}{
		{text: "", path: "line 1, column 1", msg: "empty"},
		{text: "a,a\n", path: "line 1, column 3", msg: "two columns"},
		{text: "1,2,3\n4,5,6\n", path: "line 1, column 1", msg: "names the columns"},
		{text: "20260119" + strings.Repeat("\tx", 60) + "\n", path: "line 1, column 1", msg: "GDELT"},
		{text: "a\rlon,lat\r1,2", path: "line 1, column 1", msg: "CR"},
		{text: "\xff\xfea\x00", path: "line 1, column 1", msg: "UTF-16"},
		{text: "a\x00,\x00", path: "line 1, column 1", msg: "UTF-16"},
		{text: "PK\x03\x04", path: "line 1, column 1", msg: "Excel"},
		{text: "\x1f\x8b\x08", path: "line 1, column 1", msg: "gunzip"},
		{text: "lon,lat,a\n1,2,Köln\n1,2,K\xf6ln\n", path: "line 3, column 6", msg: "0xf6"},
		{text: "lon,lat\n1,95\n", path: "line 2, column 3, lat", msg: "beyond ±90"},
		{text: "lon,lat\n36,140\n", path: "line 2, column 4, lat", msg: "swapped"},
		{text: "lon,lat\n200,5\n", path: "line 2, column 1, lon", msg: "-160"},
		{text: "x,y\n4500000,500000\n", path: "line 2", msg: "map projection"},
		{text: "easting,northing\n1,2\n", path: "line 1, column 1, easting", msg: "map projection"},
		{text: "lon,lat\nNaN,5\n", path: "line 2, column 1, lon", msg: "no number"},
		{text: "lon,lat\n1,inf\n", path: "line 2, column 3, lat", msg: "no number"},
		{text: "lon,lat\n1,\n", path: "line 2, column 3, lat", msg: "empty"},
		{text: "lon,lat\n0x10,1\n", path: "line 2, column 1, lon", msg: "no number"},
		{text: "lon,lat\n\"1,2,3\",1\n", path: "line 2, column 1, lon", msg: "no number"},
		{text: "lon,lat\n\"40°43'49\"\"E\",1\n", path: "line 2, column 1, lon", msg: "decimal degrees"},
		{text: "lon,lat\n1,2,3\n", path: "line 2, column 5", msg: "3 fields; expected 2"},
		{text: "lon,lat,a\n1,2\n", path: "line 2, column 3, lat", msg: "2 fields; expected 3"},
		{text: "lon,lat,a\n1\n", path: "line 2, column 1", msg: "cut off"},
		{text: "lon,lat,a\n\n1,2,\"x\n\ny\n", path: "line 3, column 5", msg: "never closed"},
		{text: "lon,lat,a\n1,2,\"x\ny\"z\n", path: "line 3, column 2", msg: "doubled"},
		{text: "a,lon,lat\n\"x\ny\",1,92\n", path: "line 3, column 6, lat", msg: "beyond"},
		{text: "id,lon,lat\n,1,2\n", path: "line 2, column 1, id", msg: "the id is empty"},
		{text: "wkt\nPOINT (1)\n", path: "line 2, column 1, wkt", msg: "a number"},
		{text: "wkt\nPOINT (1 95)\n", path: "line 2, column 1, wkt", msg: "beyond ±90"},
		{text: "wkt\nSRID=32637;POINT (1 5)\n", path: "line 2, column 1, wkt", msg: "32637"},
		{text: "geom\n0101000000000000000000F03F0000000000000040\n", path: "line 2, column 1, geom", msg: "ST_AsText"},
		{text: "geom\n\"{\"\"type\"\":\"\"Dot\"\"}\"\n", path: "line 2, column 1, geom", msg: `"Dot"`},
		{text: "lon,lat,start,end\n1,2,2026-01-02,2026-01-01\n", path: "line 2, column 1, properties", msg: "before it starts"},
		{text: "a,b\n", o: csv.Options{Longitude: "lon", Latitude: "b"}, path: "line 1, column 1", msg: "the columns are a, b"},
		{text: "a,b\n", o: csv.Options{Longitude: "a"}, path: "line 1, column 1", msg: "expected both"},
	} {
		_, _, err := readAll(c.text, c.o)
		var fault *geo.Error
		if !errors.As(err, &fault) || fault.Kind != geo.Invalid {
			t.Errorf("%q: got %v, want a refusal", c.text, err)
			continue
		}
		if !strings.HasPrefix(fault.Path, c.path) || !strings.Contains(fault.Msg, c.msg) {
			t.Errorf("%q: got %q, want %q … %q", c.text, err, c.path, c.msg)
		}
	}
}

// TestPieces holds that it does not matter in which pieces a text comes.
func TestPieces(t *testing.T) {
	text := "lon,lat,a\r\n" + strings.Repeat("1,2,\"x\r\n\"\"y\"\"\"\r\n1,2,\"\"\r\n", 500)
	want, _, err := readAll(text, csv.Options{})
	if err != nil || len(want) != 1000 {
		t.Fatalf("got %d features and %v, want 1000", len(want), err)
	}
	i := 0
	for f, err := range csv.Read(iotest.OneByteReader(strings.NewReader(text)), geo.NewBuilder(nil), csv.Options{}) {
		if err != nil || string(f.GeoJSON()) != string(want[i].GeoJSON()) {
			t.Fatalf("feature %d: got %s and %v, want %s", i, f.GeoJSON(), err, want[i].GeoJSON())
		}
		i++
	}
}

func TestLongRows(t *testing.T) {
	long := strings.Repeat("x\n", 2<<20)
	text := "lon,lat,a\n1,2,\"" + long + "\"\n1,2,y\n1,95,z\n"
	features, _, err := readAll(text, csv.Options{})
	if len(features) != 2 || len(features[0].Property("a").String()) != len(long) {
		t.Errorf("got %d features, want 2", len(features))
	}
	if want := "line 2097156, column 3, lat"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	endless := io.MultiReader(strings.NewReader("lon,lat,a\n1,2,\""), io.LimitReader(repeated('x'), csv.MaxRecordBytes+100))
	for _, err = range csv.Read(endless, geo.NewBuilder(nil), csv.Options{}) {
	}
	if err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("got %v, want a refusal of a long row", err)
	}
}

// repeated is a reader of one character.
type repeated byte

func (r repeated) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r)
	}
	return len(b), nil
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader("lon,lat\n1,2\n"), iotest.ErrReader(broken))
	var err error
	for _, err = range csv.Read(r, geo.NewBuilder(nil), csv.Options{}) {
	}
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

func TestStop(t *testing.T) {
	n := 0
	for range csv.Read(strings.NewReader("lon,lat\n1,2\n1,2\n"), geo.NewBuilder(nil), csv.Options{}) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("got %d features, want 1", n)
	}
}
