package situation_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"cairn/geo"
	"cairn/geo/situation"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a document with the file of that name.
func golden(t *testing.T, name string, document []byte) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, document, "", " "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs from what is answered; see the difference with -update", file)
	}
}

// The seeds day by day, and by each source. Look at every change of these files:
// they are what people read.
func TestGolden(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	for name, m := range map[string]situation.Moment{
		"2026-01-18":            at(t, "2026-01-18", ""),
		"2026-01-19":            at(t, "2026-01-19", ""),
		"2026-01-20":            at(t, "2026-01-20", ""),
		"sdf":                   at(t, "2026-01-20", "sdf"),
		"sdf-shami":             at(t, "2026-01-20", "sdf-shami"),
		"syria-moi":             at(t, "2026-01-20", "syria-moi"),
		"syria-mod":             at(t, "2026-01-20", "syria-mod"),
		"syria-gov":             at(t, "2026-01-20", "syria-gov"),
		"syria-state-media":     at(t, "2026-01-20", "syria-state-media"),
		"cnn":                   at(t, "2026-01-20", "cnn"),
		"sdf-shami-syria-moi":   at(t, "2026-01-20", "sdf-shami,syria-moi"),
		"before-anything-known": {AsOf: new(situation.AsOfRev(0))},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := view(t, base, m).Document(t.Context(), "", "https://example.org")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, b)
		})
	}
}

// The latest moment of the seeds is the end of 20 January.
func TestLatest(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	day := must(view(t, base, at(t, "2026-01-20", "")).Document(t.Context(), "", ""))(t)
	for _, moment := range []string{"", "2026-01-20/..", "2015-01-01/"} {
		m := at(t, moment, "")
		got := must(view(t, base, m).Document(t.Context(), "", ""))(t)
		got = bytes.Replace(got, []byte(`"datetime":"`+moment+`"`), []byte(`"datetime":null`), 1)
		got = bytes.Replace(got, []byte(`"datetime":"2015-01-01/.."`), []byte(`"datetime":null`), 1)
		if want := bytes.Replace(day, []byte(`"datetime":"2026-01-20"`), []byte(`"datetime":null`), 1); !bytes.Equal(got, want) {
			t.Errorf("%q: %s", moment, difference(got, want))
		}
	}
}

func TestGoldenPlaceFeatures(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	b := []byte(`[`)
	for hit, err := range view(t, base, at(t, "", "")).Find(t.Context(), geo.Query{From: "places"}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, hit.GeoJSON()...)
	}
	golden(t, "places", append(b, ']'))
}

func TestDocumentOfOnePlace(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	v := view(t, base, at(t, "2026-01-20", ""))
	all := read(t, v, "")
	for _, want := range all.Places {
		d := read(t, v, geo.ID(want.ID))
		if len(d.Places) != 1 || d.Places[0].ID != want.ID || d.Places[0].line() != want.line() {
			t.Errorf("got %v, want %s alone", d.Places, want.ID)
		}
		if len(d.Elsewhere) != 0 {
			t.Errorf("%s: got %d events elsewhere, want none", want.ID, len(d.Elsewhere))
		}
	}
	_, err := v.Document(t.Context(), "atlantis", "")
	if e, ok := err.(*geo.Error); !ok || e.Kind != geo.NotFound || e.Path != "place" {
		t.Errorf("got error %v, want NotFound of place", err)
	}
}

// What is asked and where is said back; what is derived is the same.
func TestDocumentSaysWhatWasAsked(t *testing.T) {
	s := situation.New()
	base := state(t, store(t, seedChanges(t)...))
	now := must(situation.ParseAsOf("2026-02-01"))(t)
	for _, c := range []struct {
		moment   situation.Moment
		datetime string
		asOf     any
		sources  string
	}{
		{at(t, "", ""), "null", nil, ""},
		{at(t, "2026-01-20", ""), "2026-01-20", nil, ""},
		{at(t, "2026-01-20T00:00:00Z", ""), "2026-01-20T00:00:00Z", nil, ""},
		{at(t, "2026-01-20T08:30:00.5+03:00", ""), "2026-01-20T05:30:00.5Z", nil, ""},
		{at(t, "2026-01-18/2026-01-20", ""), "2026-01-18/2026-01-20", nil, ""},
		{at(t, "../2026-01-20T00:00:00Z", ""), "../2026-01-20T00:00:00Z", nil, ""},
		{at(t, "2026-01-18T01:00:00Z/..", ""), "2026-01-18T01:00:00Z/..", nil, ""},
		{at(t, "", "syria-moi,sdf,syria-moi"), "null", nil, "syria-moi,sdf"},
		{situation.Moment{AsOf: new(situation.AsOfRev(7000))}, "null", 7000.0, ""},
		{situation.Moment{AsOf: &now}, "null", "2026-02-01", ""},
	} {
		for _, host := range []string{"https://a.example", "https://b.example/x"} {
			v, err := s.View(t.Context(), base, c.moment)
			if err != nil {
				t.Fatal(err)
			}
			b, err := v.Document(t.Context(), "", host)
			if err != nil {
				t.Fatal(err)
			}
			var d document
			if err := json.Unmarshal(b, &d); err != nil {
				t.Fatal(err)
			}
			if got := orNull(d.Datetime); got != c.datetime {
				t.Errorf("got datetime %s, want %s", got, c.datetime)
			}
			if d.AsOf != c.asOf {
				t.Errorf("got as_of %v, want %v", d.AsOf, c.asOf)
			}
			if got := join(d.AccordingTo); got != c.sources {
				t.Errorf("got according_to %q, want %q", got, c.sources)
			}
			if d.Rule.Href != host+"/situation/rule" {
				t.Errorf("got href %s, want that of %s", d.Rule.Href, host)
			}
		}
	}
}

// Same state, same bytes: from what is kept and from a fresh start.
func TestDocumentIsDeterministic(t *testing.T) {
	changes := seedChanges(t)
	s := situation.New()
	base := state(t, store(t, changes...))
	for _, m := range []situation.Moment{at(t, "", ""), at(t, "2026-01-19", "sdf,cnn")} {
		var first []byte
		for range 3 {
			v, err := s.View(t.Context(), base, m)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range []*situation.View{v, view(t, base, m), view(t, state(t, store(t, changes...)), m)} {
				b, err := v.Document(t.Context(), "", "")
				if err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = b
				}
				if !bytes.Equal(b, first) {
					t.Fatal(difference(b, first))
				}
			}
		}
	}
}

func TestClaimsNameWhoSpeaks(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	d := read(t, view(t, base, at(t, "", "")), "")
	siege := d.place(t, "aqtan-prison").Control.Claims[0]
	if siege.ID != "control-aqtan-prison-besieged" || orNull(siege.Party) != "sdf" || siege.ClaimedByParty != "sdf" {
		t.Errorf("got %+v, want the siege, told by the SDF of the SDF", siege)
	}
	taken := d.place(t, "shaddadi").Control.Claims[0]
	if orNull(taken.Party) != "syrian-government" || taken.ClaimedByParty != "press" || taken.ClaimedByName != "CNN" {
		t.Errorf("got %+v, want CNN telling of the government", taken)
	}
	for _, a := range d.place(t, "shaddadi-prison").event("shaddadi-escape").Attributes {
		for _, c := range a.Claims {
			if orNull(c.Party) != c.ClaimedByParty || c.ClaimedByName == "" {
				t.Errorf("%s: got party %s, claimed by %q of %s", c.ID, orNull(c.Party), c.ClaimedByName, c.ClaimedByParty)
			}
		}
	}
}
