package csv_test

import (
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/csv"
)

const ucdpHeader = "id,year,type_of_violence,side_a,side_b,source_headline,where_prec,where_coordinates,adm_1,latitude,longitude,geom_wkt,country,date_prec,date_start,date_end,best,high,low\r\n"

func TestUCDP(t *testing.T) {
	for _, c := range []struct {
		row  string
		want map[string]string
	}{
		{"7,2016,1,Party A,Party B,,1,Invented town,Invented province,36.5,40.7,POINT (40.7 36.5),X,1,2016-01-05 00:00:00.000,2016-01-05 00:00:00.000,3,5,2", map[string]string{
			"title": `"Party A – Party B, Invented town"`, "start": `"2016-01-05"`, "end": `"2016-01-05"`, "period": "2016-01-05",
			"actors": `["Party A","Party B"]`, "where_prec": "1", "where_precision": `"exact place"`, "position_accuracy": "null",
			"date_prec": "1", "date_precision": `"the day"`, "date_start": `"2016-01-05 00:00:00.000"`,
			"best": "3", "high": "5", "low": "2", "latitude": "", "longitude": "", "geom_wkt": "", "id": "",
			"where": `{"type":"Point","coordinates":[40.7,36.5]}`,
		}},
		{"8,2016,3,Party A,Civilians,,2,,Invented province,36.5,40.7,,X,3,2016-01-04,2016-01-10,3,5,2", map[string]string{
			"title": `"Party A – Civilians, Invented province"`, "position_accuracy": "25000", "where_precision": `"within about 25 km of the point"`,
			"period": "2016-01-04/2016-01-10", "date_precision": `"the week"`,
		}},
		{"9,2016,2,Party A,Party A,\"\"\"two\r\nlines\"\"\",6,X,,36.5,40.7,,X,5,1/2/2016,1/3/2016,3,5,2", map[string]string{
			"title": `"Party A – Party A, X"`, "actors": `["Party A"]`, "start": "null", "end": "null", "period": "", "date_start": `"1/2/2016"`,
			"where_precision": `"known to the country"`, "position_accuracy": "null", "date_precision": `"longer than 30 days"`,
			"source_headline": `"\"two\r\nlines\""`,
		}},
		{"10,2016,2,,,,9,,,,,,,x,2016-01-04,2016-01-04,3,5,2", map[string]string{
			"title": "null", "actors": "[]", "where_precision": "null", "date_precision": "null", "where": "null", "where_prec": "9", "date_prec": `"x"`,
		}},
	} {
		checkKnown(t, ucdpHeader+c.row+"\r\n", c.want)
	}
}

const acledHeader = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,actor2,region,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp\n"

func TestACLED(t *testing.T) {
	for _, c := range []struct {
		row  string
		want map[string]string
	}{
		{`XYZ1,19 January 2026,2026,1,Political violence,Battles,Armed clash,Party A,Party B,R,C,P,Invented town,36.5,40.7,1,"S; T",N,0,1768900000`, map[string]string{
			"ID": `"XYZ1"`, "title": `"Armed clash, Invented town"`, "start": `"2026-01-19"`, "end": `"2026-01-19"`, "period": "2026-01-19",
			"actors": `["Party A","Party B"]`, "geo_precision": "1", "where_precision": `"exact place"`, "time_precision": "1", "date_precision": `"the day"`,
			"event_date": `"19 January 2026"`, "timestamp": "1768900000", "fatalities": "0", "event_id_cnty": "",
		}},
		{`XYZ2,2026-01-19,2026,2,Political violence,Battles,,Party A,,R,C,P,,36.5,40.7,3,S,N,0,1768900000`, map[string]string{
			"title": `"Battles, P"`, "actors": `["Party A"]`, "period": "2026-01-16/2026-01-22", "date_precision": `"the week"`,
			"where_precision": `"the capital of the province stands for it"`,
		}},
		{`XYZ3,14 February 2026,2026,3,Political violence,Battles,Armed clash,,,R,C,P,L,36.5,40.7,2,S,N,0,1768900000`, map[string]string{
			"period": "2026-02-01/2026-02-28", "date_precision": `"the month"`, "where_precision": `"a place nearby stands for it"`,
		}},
		{`XYZ4,14.2.2026,2026,1,Political violence,Battles,Armed clash,,,R,C,P,L,36.5,40.7,2,S,N,0,1768900000`, map[string]string{
			"start": "null", "end": "null", "period": "",
		}},
	} {
		checkKnown(t, acledHeader+c.row+"\n", c.want)
	}
}

func checkKnown(t *testing.T, text string, want map[string]string) {
	t.Helper()
	features, notes, err := readAll(text, csv.Options{})
	if err != nil || len(features) != 1 || notes != nil {
		t.Fatalf("got %d features, %q and %v:\n%s", len(features), notes, err, text)
	}
	f := features[0]
	period := ""
	if p, timed := f.Period(); timed {
		period = p.String()
	}
	for name, w := range want {
		got := string(f.Property(name))
		switch name {
		case "ID":
			got = string(f.RawID())
		case "period":
			got = period
		case "where":
			got = string(f.GeometryJSON())
		}
		if got != w {
			t.Errorf("%s of %s: got %s, want %s", name, f.RawID(), got, w)
		}
	}
}

// TestKnownAgain holds that a known table that was written here is read as it was.
func TestKnownAgain(t *testing.T) {
	s := newTable()
	row := "7,2016,1,Party A,Party B,,2,Invented town,Invented province,36.5,40.7,POINT (40.7 36.5),X,1,2016-01-05,2016-01-05,3,5,2\r\n"
	for f, err := range csv.Read(strings.NewReader(ucdpHeader+row), s.b, csv.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		s.features = append(s.features, f)
	}
	s.kinds["Point"] = true
	text := s.write(t, s.output())
	again, _, err := readAll(text, csv.Options{})
	if err != nil || len(again) != 1 || string(again[0].GeoJSON()) != string(s.features[0].GeoJSON()) {
		t.Errorf("got %s and %v, want %s", fmt.Sprint(lines(again)), err, s.features[0].GeoJSON())
	}
	// With the names of its columns it is still known: the title is not made anew.
	if again[0].Property("title").Kind() != geo.Text {
		t.Errorf("title: got %s", again[0].Property("title"))
	}
}
