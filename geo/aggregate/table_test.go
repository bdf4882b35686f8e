package aggregate_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// answer is what a request makes of features of which each has a value.
func answer(t *testing.T, group, cell, value string, values []string, at ...orb.Point) aggregate.Result {
	t.Helper()
	r, c := filled(t, len(values), func(b *geo.Builder, i int) {
		if i < len(at) {
			b.SetPoint(at[i], nil)
		}
		if values[i] != "" {
			add(t, b, "v", values[i])
		}
		add(t, b, "geometry", `"g"`)
	})
	req, err := aggregate.Parse(group, cell, value, c)
	if err != nil {
		t.Fatal(err)
	}
	got, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, req)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestKeys holds what groups are made of values of every kind, and how a table and
// a program see them.
func TestKeys(t *testing.T) {
	for _, c := range []struct {
		name       string
		values     []string
		rows, json string
	}{
		{"texts", []string{`"b"`, `"a"`, `"b"`}, "a,1 b,2", `"a":1 "b":2`},
		{"what is missing and what is null are one", []string{`"a"`, ``, `null`}, "a,1 ,2", `"a":1 null:2`},
		{"the empty text is not null", []string{`""`, `null`}, `"",1 ,1`, `"":1 null:1`},
		{"numbers are equal by value", []string{`1`, `1.0`, `10e-1`, `2`}, "1,3 2,1", `1:3 2:1`},
		{"minus zero is zero", []string{`0`, `-0`, `0.0`}, "0,3", `0:3`},
		{"a text that looks like a number is none", []string{`1`, `"1"`}, "1,1 1,1", `1:1 "1":1`},
		{"true and false", []string{`true`, `false`, `true`}, "false,1 true,2", `false:1 true:2`},
		{"arrays", []string{`[1,2]`, `[1,2]`, `[2,1]`}, `"[1,2]",2 "[2,1]",1`, `[1,2]:2 [2,1]:1`},
		{"objects", []string{`{"a":1}`, `{"a":1}`}, `"{""a"":1}",2`, `{"a":1}:2`},
		{"dates", []string{`"2026-01-19"`, `"2026-01-18"`, `"2026-01-19"`}, "2026-01-18,1 2026-01-19,2", `"2026-01-18":1 "2026-01-19":2`},
		{"other scripts", []string{`"ب"`, `"é"`, `"ب"`}, "é,1 ب,2", `"é":1 "ب":2`},
	} {
		r := answer(t, "v", "", "count", c.values)
		lines := strings.Split(strings.TrimSuffix(string(r.AppendCSV(nil, false)), "\r\n"), "\r\n")
		if got := strings.Join(lines[1:], " "); got != c.rows || lines[0] != "v,count" {
			t.Errorf("%s: as a table %q %s, want %s", c.name, lines[0], got, c.rows)
		}
		var d struct {
			Features []struct{ Properties map[string]json.RawMessage }
		}
		if err := json.Unmarshal(r.AppendGeoJSON(nil, ""), &d); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range d.Features {
			got = append(got, fmt.Sprintf("%s:%s", f.Properties["v"], f.Properties["count"]))
		}
		if text := strings.Join(got, " "); text != c.json {
			t.Errorf("%s: got %s, want %s", c.name, text, c.json)
		}
	}
}

// TestSumsOfAnything holds what sums are made of numbers among other things.
func TestSumsOfAnything(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []string
		want   string // count, sum, min, max, avg
	}{
		{"one among others", []string{`"a"`, `null`, ``, `true`, `[1]`, `7`}, "6,7,7,7,7"},
		{"one", []string{`5`}, "1,5,5,5,5"},
		{"some", []string{`5`, `"x"`, `-2`, `null`}, "4,3,-2,5,1.5"},
		{"what float64 cannot add one by one", []string{`1e16`, `1`, `-1e16`}, "3,1,-10000000000000000,10000000000000000,0.3333333333333333"},
		{"tenths", []string{`0.1`, `0.2`, `0.3`}, "3,0.6,0.1,0.3,0.19999999999999998"},
		{"too large", []string{`1.7e308`, `1.7e308`}, "2,,1.7e+308,1.7e+308,"},
	} {
		r := answer(t, "", "", "count,sum(v),min(v),max(v),avg(v)", c.values)
		lines := strings.Split(string(r.AppendCSV(nil, false)), "\r\n")
		if lines[0] != "count,sum(v),min(v),max(v),avg(v)" || lines[1] != c.want {
			t.Errorf("%s: got %s, want %s", c.name, lines[1], c.want)
		}
	}
}

// TestOutlines holds that every cell's outline is in the table, across the antimeridian
// in two parts, and that it is not taken for a property of the same name.
func TestOutlines(t *testing.T) {
	at := []orb.Point{{179.999, 0}, {40, 36}, {-179.999, 0}, {0, 0}}
	values := []string{`1`, `2`, `3`, `4`}
	for _, c := range []struct {
		group, cell string
		rows        int
	}{{"quadkey", "3", 4}, {"square", "100000", 4}, {"hex", "500000", 3}} {
		r := answer(t, c.group, c.cell, "count", values, at...)
		rows, err := csv.NewReader(strings.NewReader(string(r.AppendCSV(nil, false)))).ReadAll()
		if err != nil || len(rows) < 1+c.rows || strings.Join(rows[0], " ") != c.group+" count geometry" {
			t.Fatalf("%s: got %q and %v", c.group, rows, err)
		}
		for _, row := range rows[1:] {
			if !strings.HasPrefix(row[2], "POLYGON ((") && !strings.HasPrefix(row[2], "MULTIPOLYGON (((") || !strings.HasSuffix(row[2], "))") {
				t.Errorf("%s: the outline of %s is %s", c.group, row[0], row[2])
			}
		}
		if text := string(r.AppendCSV(nil, false)); c.group == "hex" && !strings.Contains(text, "MULTIPOLYGON (((") {
			t.Errorf("no cell is in two parts: %s", text)
		}
	}
	r := answer(t, "quadkey,geometry", "1", "count", values, at...)
	if head, _, _ := strings.Cut(string(r.AppendCSV(nil, false)), "\r\n"); head != "quadkey,geometry,count,cell geometry" {
		t.Errorf("with a property called geometry: got %s", head)
	}
}

// TestSpreadsheet holds that no text of the data is run as a formula, and that
// numbers stay numbers.
func TestSpreadsheet(t *testing.T) {
	for value, want := range map[string]string{
		`"=HYPERLINK(\"http://x\",\"y\")"`: `"'=HYPERLINK(""http://x"",""y"")"`, `"+1"`: "'+1", `"-1"`: "'-1", `"@SUM(A1)"`: "'@SUM(A1)",
		`"\tx"`: "'\tx", `"\r\nx"`: "\"'\r\nx\"", `"a=b"`: "a=b", `-1`: "-1", `"é"`: "é", `""`: `""`,
	} {
		r := answer(t, "v", "", "count", []string{value})
		got := string(r.AppendCSV(nil, true))
		if got != "\uFEFFv,count\r\n"+want+",1\r\n" {
			t.Errorf("%s: got %q, want %s", value, got, want)
		}
	}
}
