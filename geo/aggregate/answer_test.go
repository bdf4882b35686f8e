package aggregate_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// small is a collection of which every answer can be written down.
func small(t *testing.T, group, cell, value string) aggregate.Result {
	t.Helper()
	r, c := filled(t, 4, func(b *geo.Builder, i int) {
		if i < 3 {
			b.SetPoint(orb.Point{[]float64{1, 1, 179.9}[i], 1}, nil)
		}
		add(t, b, "name", []string{`"=1+1"`, `"a, \"b\""`, `""`, `"x"`}[i])
		add(t, b, "n", []string{"-0.5", "2", "null", `"none"`}[i])
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

func TestGeoJSON(t *testing.T) {
	tests := []struct{ group, cell, value, members, want string }{
		{"", "", "count,sum(n),avg(n)", "", `{"type":"FeatureCollection","aggregate":{"features":4},"features":[{"type":"Feature","geometry":null,"properties":{"count":4,"sum(n)":1.5,"avg(n)":0.75}}]}`},
		{"quadkey", "1", "max(n)", `"links":[]`, `{"type":"FeatureCollection","links":[],"aggregate":{"features":3,"withoutPlace":1,"cell":{"zoom":1}},"features":[` +
			`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[180,0],[180,90],[0,90],[0,0]]]},"properties":{"quadkey":"1","max(n)":2}}]}`},
		{"n", "", "count", "", `{"type":"FeatureCollection","aggregate":{"features":4},"features":[{"type":"Feature","geometry":null,"properties":{"n":-0.5,"count":1}},` +
			`{"type":"Feature","geometry":null,"properties":{"n":2,"count":1}},{"type":"Feature","geometry":null,"properties":{"n":"none","count":1}},{"type":"Feature","geometry":null,"properties":{"n":null,"count":1}}]}`},
	}
	for _, test := range tests {
		r := small(t, test.group, test.cell, test.value)
		if got := string(r.AppendGeoJSON(nil, test.members)); got != test.want || !json.Valid([]byte(got)) {
			t.Errorf("group=%s: got\n %s\nwant\n %s", test.group, got, test.want)
		}
	}
	r := small(t, "hex", "1000000", "count")
	if text := string(r.AppendGeoJSON(nil, "")); !strings.Contains(text, `"cell":{"area":`) || !strings.Contains(text, `"MultiPolygon"`) || !strings.Contains(text, `"hex":"0/`) {
		t.Errorf("hexagons are answered with %s", text)
	}
}

func TestCSV(t *testing.T) {
	r := small(t, "name,quadkey", "1", "count,min(n)")
	const outline = `"POLYGON ((0 0, 180 0, 180 90, 0 90, 0 0))"`
	want := "name,quadkey,count,min(n),geometry\r\n" + `"",1,1,,` + outline + "\r\n=1+1,1,1,-0.5," + outline + "\r\n" + `"a, ""b""",1,1,2,` + outline + "\r\n"
	if got := string(r.AppendCSV(nil, false)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	sheet := string(r.AppendCSV(nil, true))
	if !strings.HasPrefix(sheet, "\uFEFFname,") || !strings.Contains(sheet, "\r\n'=1+1,1,") || !strings.Contains(sheet, ",-0.5,") {
		t.Errorf("for a spreadsheet: %s", sheet)
	}
	rows, err := csv.NewReader(strings.NewReader(string(r.AppendCSV(nil, false)))).ReadAll()
	if err != nil || len(rows) != 4 || rows[3][0] != `a, "b"` {
		t.Errorf("read back: %q, %v", rows, err)
	}
}
