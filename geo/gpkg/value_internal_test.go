package gpkg

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/crs"
)

// TestDecodingOf holds how a column of each declared type is read, whoever declared
// it.
func TestDecodingOf(t *testing.T) {
	for want, list := range map[encoding][]string{
		asBoolean:  {"BOOLEAN", "boolean", "BOOL"},
		asInteger:  {"INTEGER", "INT", "TINYINT", "SMALLINT", "MEDIUMINT", "bigint", "INTEGER(8)"},
		asReal:     {"REAL", "FLOAT", "DOUBLE", "NUMERIC", "NUMERIC(10,2)", " double "},
		asDate:     {"DATE"},
		asMoment:   {"DATETIME", "TIMESTAMP"},
		asBytes:    {"BLOB", "BLOB(100)", "GEOMETRY", "POINT", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOMCOLLECTION"},
		asText:     {"TEXT", "TEXT(20)", "VARCHAR(80)", "", "ANYTHING", "JSON"},
		asDocument: nil,
	} {
		for _, declared := range list {
			if got := decodingOf(declared, ""); got != want {
				t.Errorf("%q is read as %d, want %d", declared, got, want)
			}
		}
	}
	if got := decodingOf("TEXT", document); got != asDocument {
		t.Errorf("TEXT with the mime type of JSON is read as %d", got)
	}
	if got := decodingOf("INTEGER", document); got != asInteger {
		t.Errorf("INTEGER with the mime type of JSON is read as %d", got)
	}
	for e, name := range declared {
		if got := decodingOf(name, ""); got != encoding(e) && encoding(e) != asDocument {
			t.Errorf("what is declared %s here is read as %d, want %d", name, got, e)
		}
	}
}

// TestAppendValue holds what becomes of what a column holds, which in SQLite may be
// anything.
func TestAppendValue(t *testing.T) {
	for _, c := range []struct {
		held any
		e    encoding
		want string
	}{
		{int64(7), asInteger, `7`}, {int64(math.MinInt64), asInteger, `-9223372036854775808`},
		{int64(1), asBoolean, `true`}, {int64(0), asBoolean, `false`}, {int64(2), asBoolean, `true`}, {true, asBoolean, `true`},
		{int64(1), asText, `1`}, {int64(1), asDate, `1`}, {1.5, asInteger, `1.5`}, {2.0, asReal, `2`},
		{math.NaN(), asReal, `null`}, {math.Inf(1), asReal, `null`}, {nil, asText, `null`}, {[]byte("x"), asText, `null`},
		{"x", asText, `"x"`}, {"12", asInteger, `"12"`}, {"", asText, `""`}, {"a\x00b", asText, `"a\u0000b"`}, {"a\xff", asText, `"a�"`},
		{"2026-01-19", asDate, `"2026-01-19"`}, {"soon", asDate, `"soon"`},
		{`{ "a" : 1 }`, asDocument, `{"a":1}`}, {`{a}`, asDocument, `"{a}"`}, {``, asDocument, `""`},
		{"2026-01-19T08:00:00.000Z", asMoment, `"2026-01-19T08:00:00Z"`},
	} {
		if got := string(appendValue([]byte("#"), c.held, c.e)); got != "#"+c.want {
			t.Errorf("%v in a column of encoding %d: got %s, want #%s", c.held, c.e, got, c.want)
		}
	}
}

// TestReadMoment holds which ways to write a moment are understood.
func TestReadMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-19T08:00:00Z":             "2026-01-19T08:00:00Z",
		"2026-01-19T08:00:00.000Z":         "2026-01-19T08:00:00Z",
		"2026-01-19T08:00:00.250Z":         "2026-01-19T08:00:00.25Z",
		"2026-01-19T08:00:00.123456Z":      "2026-01-19T08:00:00.123456Z",
		"2026-01-19 08:00:00":              "2026-01-19T08:00:00Z", // SQLite's datetime()
		"2026-01-19 08:00":                 "2026-01-19T08:00:00Z",
		"2026-01-19T08:00Z":                "2026-01-19T08:00:00Z",
		"2026-01-19T08:00:00+03:00":        "2026-01-19T08:00:00+03:00",
		"2026-01-19 08:00:00.500-05:00":    "2026-01-19T08:00:00.5-05:00",
		"2026-01-19":                       "2026-01-19",
		"2026-01-19T25:00:00Z":             "2026-01-19T25:00:00Z",
		"2026-02-30T08:00:00Z":             "2026-02-30T08:00:00Z",
		"in the morning, it is said":       "in the morning, it is said",
		"2026-01-19T08:00:00.000000000 +3": "2026-01-19T08:00:00.000000000 +3",
		"":                                 "",
	} {
		if got := readMoment(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestMomentComesBack writes moments as DATETIME has them and reads them again.
func TestMomentComesBack(t *testing.T) {
	for value, held := range map[string]string{
		`"2026-01-19T08:00:00Z"`:        "2026-01-19T08:00:00.000Z",
		`"2026-01-19T08:00:00.25Z"`:     "2026-01-19T08:00:00.250Z",
		`"2026-01-19T08:00:00.123456Z"`: "2026-01-19T08:00:00.123456Z",
		`"2026-01-19T11:00:00+03:00"`:   "2026-01-19T08:00:00.000Z",
		`"0001-01-01T00:00:00Z"`:        "0001-01-01T00:00:00.000Z",
		`"9999-12-31T23:59:59.999999Z"`: "9999-12-31T23:59:59.999999Z",
	} {
		got := moment(geo.Value(value))
		if got != held {
			t.Errorf("%s is held as %s, want %s", value, got, held)
		}
		first, _ := geo.Value(value).Period()
		again, ok := geo.Value(appendValue(nil, got, asMoment)).Period()
		if !ok || again != first {
			t.Errorf("%s comes back as %v, want %v", value, again, first)
		}
	}
}

// TestArgument holds what SQLite is given to keep.
func TestArgument(t *testing.T) {
	for _, c := range []struct {
		e     encoding
		value string
		want  any
	}{
		{asText, `"x"`, "x"}, {asText, `null`, nil}, {asText, ``, nil}, {asText, `12`, "12"},
		{asBoolean, `true`, true}, {asBoolean, `false`, false}, {asBoolean, `"true"`, "true"},
		{asInteger, `12`, int64(12)}, {asInteger, `9223372036854775807`, int64(math.MaxInt64)}, {asInteger, `9223372036854775808`, 9223372036854775808.0}, {asInteger, `"12"`, "12"},
		{asReal, `1.5`, 1.5}, {asReal, `2`, int64(2)}, {asReal, `1e999`, nil},
		{asDate, `"2026-01-19"`, "2026-01-19"}, {asMoment, `"2026-01-19T08:00:00Z"`, "2026-01-19T08:00:00.000Z"}, {asMoment, `"soon"`, "soon"},
		{asDocument, `{"a":1}`, `{"a":1}`}, {asDocument, `"x"`, `"x"`}, {asDocument, `12`, `12`}, {asDocument, `null`, nil},
	} {
		col := column{encoding: c.e}
		if got := col.argument(geo.Value(c.value)); got != c.want {
			t.Errorf("%s in a column of encoding %d: got %#v, want %#v", c.value, c.e, got, c.want)
		}
	}
}

// TestNames holds that columns have names that SQLite takes for different ones, and
// that the properties get theirs back.
func TestNames(t *testing.T) {
	fields := []geo.Field{{Name: "Name"}, {Name: "name"}, {Name: "NAME_2"}, {Name: ""}, {Name: "fid"}, {Name: "a\x00b"}, {Name: "ä"}, {Name: "Ä"}, {Name: "name_3"}, {Name: `"; DROP TABLE x; --`}}
	numbers := make([]int, len(fields))
	for i := range numbers {
		numbers[i] = i
	}
	seen := map[string]bool{"fid": true}
	for _, c := range columnsOf(fields, numbers, names{"fid": true}) {
		if lower := strings.ToLower(c.name); seen[lower] || c.name == "" || strings.Contains(c.name, "\x00") {
			t.Errorf("the column of %q is called %q", c.property, c.name)
		} else {
			seen[lower] = true
		}
		if c.name != c.property && !isRenamed(c.name, c.property) {
			t.Errorf("the column %q is not known to be that of %q", c.name, c.property)
		}
	}
	for _, c := range []struct{ column, property string }{{"x", "y"}, {"name_2", "other"}, {"name_x", "name"}, {"name", "name"}, {"name_", "name"}, {"name_-1", "name"}} {
		if isRenamed(c.column, c.property) {
			t.Errorf("%q is taken for a column of %q that had to be called so", c.column, c.property)
		}
	}
}

func TestTableName(t *testing.T) {
	for name, want := range map[string]string{
		"wells": "wells", "": "data", "sqlite_x": "data_sqlite_x", "GPKG_contents": "data_GPKG_contents", "rtree_wells_geom": "data_rtree_wells_geom", "a b\"c": "a b\"c", "gpkg": "gpkg",
	} {
		if got := tableName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestSystems holds that every system that is served comes back from the row that
// is written for it, and what is understood of others' rows.
func TestSystemRows(t *testing.T) {
	for _, c := range crs.All() {
		row := srsOf(c)
		got, err := row.system("t")
		if c.EPSG() == 0 || c.EPSG() == wgs84 {
			if got != nil || err != nil || row.id != wgs84 {
				t.Errorf("%s: the row %+v means %v (%v), want WGS 84", c.URI(), row, got, err)
			}
			continue
		}
		if err != nil || got == nil || got.EPSG() != c.EPSG() || int(row.id) != c.EPSG() {
			t.Errorf("%s: the row %+v means %v (%v)", c.URI(), row, got, err)
		}
		if row.definition != "undefined" && !strings.Contains(row.definition, fmt.Sprintf(`AUTHORITY["EPSG","%d"]]`, c.EPSG())) {
			t.Errorf("%s: the definition is of another system: %s", c.URI(), row.definition)
		}
	}
	for _, c := range []struct {
		row  srs
		want string // a number; nothing for longitude and latitude; after ! what is said
	}{
		{srs{0, "", "NONE", 0, "undefined"}, ""},
		{srs{4326, "", "epsg", 4326, ""}, ""},
		{srs{1, "", "EPSG", 32637, ""}, "32637"},
		{srs{900913, "", "ESRI", 102100, ""}, "3857"},
		{srs{-1, "", "NONE", -1, "undefined"}, "!-s_srs EPSG:NUMBER"},
		{srs{100000, "Grid", "LOCAL", 32637, "LOCAL_CS"}, `!"Grid" (LOCAL:32637)`},
		{srs{27700, "OSGB36", "EPSG", 27700, "PROJCS"}, `!"OSGB36" (EPSG:27700)`},
	} {
		got, err := c.row.system("roads")
		words, refused := strings.CutPrefix(c.want, "!")
		switch {
		case refused:
			if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), `table "roads"`) {
				t.Errorf("%+v: got %v, want Invalid with %q", c.row, err, words)
			}
		case err != nil || (got == nil) != (c.want == "") || got != nil && fmt.Sprint(got.EPSG()) != c.want:
			t.Errorf("%+v: got %v and %v, want %s", c.row, got, err, c.want)
		}
	}
}

func TestDescription(t *testing.T) {
	for _, c := range []struct{ text, unit, want string }{{"", "", ""}, {"Depth", "", "Depth"}, {"", "m", "In m"}, {"Depth", "m", "Depth (in m)"}} {
		if got := description(c.text, c.unit); got != c.want {
			t.Errorf("%q and %q: got %q, want %q", c.text, c.unit, got, c.want)
		}
	}
}
