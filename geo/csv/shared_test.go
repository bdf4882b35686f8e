package csv_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/csv"
)

// shared opens a file of the data that is not in the repository, without its
// compression.
func shared(t testing.TB, path ...string) []byte {
	t.Helper()
	dir := os.Getenv("CAIRN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	text, err := os.ReadFile(filepath.Join(append([]string{dir, "data"}, path...)...))
	if err != nil {
		missing := "the file (CAIRN_SHARED/data, or ../shared/data beside the checkout) is not here and was not read: " + filepath.Join(path...)
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip("left out: " + missing)
	}
	if !strings.HasSuffix(path[len(path)-1], ".gz") {
		return text
	}
	in, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if text, err = io.ReadAll(in); err != nil {
		t.Fatal(err)
	}
	return text
}

// TestHardSet reads the tables of the hard set.
func TestHardSet(t *testing.T) {
	var set struct {
		Files []struct {
			File, Verdict string
			Features      int
			Near          []float64 `json:"if_accepted_near"`
		}
	}
	if err := json.Unmarshal(shared(t, "hard", "expectations.json"), &set); err != nil {
		t.Fatal(err)
	}
	// What becomes of those whose verdict is "either", and why the others are refused.
	refused := map[string]string{
		"csv-bad-coords.csv":       "line 4, column 5, lon",
		"csv-unbalanced-quote.csv": "line 2, column 1",
	}
	read := 0
	for _, e := range set.Files {
		if !strings.HasSuffix(e.File, ".csv") {
			continue
		}
		read++
		features, _, err := readAll(string(shared(t, "hard", e.File)), csv.Options{})
		if why, ok := refused[e.File]; ok {
			if e.Verdict == "accept" || err == nil || !strings.HasPrefix(err.Error(), why) {
				t.Errorf("%s (%s): got %v, want %s", e.File, e.Verdict, err, why)
			}
			continue
		}
		if e.Verdict == "reject" || err != nil || len(features) != e.Features {
			t.Errorf("%s (%s): got %d features and %v, want %d", e.File, e.Verdict, len(features), err, e.Features)
		}
		if p, _ := first(features); e.Near != nil && math.Hypot(p[0]-e.Near[0], p[1]-e.Near[1]) > 1e-9 {
			t.Errorf("%s: got %v, want %v", e.File, p, e.Near)
		}
	}
	if read != 8 {
		t.Errorf("read %d tables, want 8", read)
	}
}

func first(features []geo.Feature) (p [2]float64, ok bool) {
	if len(features) == 0 {
		return p, false
	}
	return features[0].Point()
}

func TestRowByRow(t *testing.T) {
	text := string(shared(t, "hard", "csv-bad-coords.csv"))
	rows := strings.Split(strings.TrimSpace(text), "\n")
	for i, want := range []string{"", "", "NaN", "inf", "east", "beyond ±90", "40°43'49", ""} {
		_, notes, err := readAll(rows[0]+"\n"+rows[i+1]+"\n", csv.Options{})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", rows[i+1], err, want)
		}
		if null := strings.HasPrefix(rows[i+1], "zero"); null != (len(notes) > 0) {
			t.Errorf("%s: got the notes %q", rows[i+1], notes)
		}
	}
}

// TestRealTables reads tables as they were published.
func TestRealTables(t *testing.T) {
	for _, c := range []struct {
		path              []string
		features, located int
		timed             int
		first             string
	}{
		{[]string{"events", "ged-syria-2016-2018.csv.gz"}, 14522, 14522, 14522, "214797"},
		{[]string{"events", "iraq-sigacts-sample.csv.gz"}, 19593, 19593, 19593, "1"},
		{[]string{"points", "navaids-ourairports.csv.gz"}, 11008, 11008, 0, "85050"},
		{[]string{"region", "places-of-interest.csv"}, 28, 28, 0, `"shaddadi-town"`},
	} {
		features, notes, err := readAll(string(shared(t, c.path...)), csv.Options{})
		located, timed := 0, 0
		ids := map[geo.ID]bool{}
		for _, f := range features {
			if f.Located() {
				located++
			}
			if p, ok := f.Period(); ok && p != geo.Unreadable() {
				timed++
			}
			ids[f.ID()] = true
		}
		if err != nil || len(features) != c.features || located != c.located || timed != c.timed || notes != nil {
			t.Errorf("%v: got %d features, %d with a place, %d with a time, %q and %v; want %d, %d and %d", c.path, len(features), located, timed, notes, err, c.features, c.located, c.timed)
			continue
		}
		if got := string(features[0].RawID()); got != c.first || len(ids) != len(features) {
			t.Errorf("%v: the first id is %s of %d, want %s", c.path, got, len(ids), c.first)
		}
	}
}

// TestRealEvents looks at what people ask of the events.
func TestRealEvents(t *testing.T) {
	features, _, err := readAll(string(shared(t, "events", "ged-syria-2016-2018.csv.gz")), csv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	exact, near, broken := 0, 0, 0
	for _, f := range features {
		for _, name := range []string{"low", "best", "high"} { // not always in this order
			if f.Property(name).Kind() != geo.Integer {
				t.Errorf("%s: %s is %s", f.RawID(), name, f.Property(name))
			}
		}
		title := f.Property("title").String()
		if !strings.Contains(title, " – ") || !strings.Contains(title, f.Property("side_a").String()) {
			t.Errorf("%s: the title is %q", f.RawID(), title)
		}
		accuracy := string(f.Property("position_accuracy"))
		switch prec := string(f.Property("where_prec")); {
		case prec == "2" && accuracy == "25000":
			near++
		case prec == "1" && accuracy == "null":
			exact++
		case prec == "2" || accuracy != "null":
			t.Errorf("%s: where_prec %s has the accuracy %s", f.RawID(), prec, accuracy)
		}
		for _, v := range f.Properties {
			if strings.Contains(string(v), `\n`) {
				broken++
				break
			}
		}
	}
	if exact == 0 || near == 0 || broken != 10 {
		t.Errorf("%d exact, %d within 25 km, %d with a line break; want 10 of the last", exact, near, broken)
	}
}
