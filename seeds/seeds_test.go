package seeds_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"testing"

	"cairn/seeds"
)

// report is where every row of the set comes from.
const report = "https://www.cnn.com/2026/01/20/middleeast/syria-isis-fugitives-prison-break-intl"

type feature struct {
	Type     string `json:"type"`
	ID       string `json:"id"` // a number would not decode
	Geometry *struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	} `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// text returns a property that is text, or "" if it is null.
func (f feature) text(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// load reads one collection of the set.
func load(t *testing.T, collection string) []feature {
	t.Helper()
	set, ok := seeds.Lookup("syria-2026-01-20")
	if !ok {
		t.Fatal("the set is not there")
	}
	f, err := set.Open(collection)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var doc struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("%s: %v", collection, err)
	}
	if doc.Type != "FeatureCollection" {
		t.Errorf("%s: got type %q, want FeatureCollection", collection, doc.Type)
	}
	return doc.Features
}

// byID reads one collection as a map.
func byID(t *testing.T, collection string) map[string]feature {
	t.Helper()
	m := map[string]feature{}
	for _, f := range load(t, collection) {
		m[f.ID] = f
	}
	return m
}

func TestSets(t *testing.T) {
	sets := seeds.Sets()
	if len(sets) != 1 {
		t.Fatalf("got %d sets, want 1", len(sets))
	}
	var got []string
	for _, c := range sets[0].Collections {
		got = append(got, c.Name)
		if c.Title == "" || c.Description == "" {
			t.Errorf("%s has no title or no description", c.Name)
		}
	}
	want := []string{"places", "events", "claims", "control", "sources"}
	if !slices.Equal(got, want) {
		t.Errorf("got collections %v, want %v", got, want)
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	for _, name := range []string{"", "rumours", "README", "../seeds", "places.geojson"} {
		if _, err := seeds.Sets()[0].Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q): got error %v, want fs.ErrNotExist", name, err)
		}
	}
}

func TestIDsAreUnique(t *testing.T) {
	for _, c := range seeds.Sets()[0].Collections {
		seen := map[string]bool{}
		for _, f := range load(t, c.Name) {
			if f.Type != "Feature" || f.ID == "" || seen[f.ID] {
				t.Errorf("%s: got type %q, id %q, seen before: %v", c.Name, f.Type, f.ID, seen[f.ID])
			}
			seen[f.ID] = true
		}
	}
}

// Every reference resolves: property → where its value must be an id.
func TestReferences(t *testing.T) {
	ids := map[string]map[string]bool{"party": {}, "speaker": {}}
	for _, c := range []string{"places", "events", "sources"} {
		ids[c] = map[string]bool{}
		for _, f := range load(t, c) {
			ids[c][f.ID] = true
			if c == "sources" {
				ids["party"][f.text("party")] = true
				ids["speaker"][f.ID] = f.Properties["speaks"] == true
			}
		}
	}
	references := map[string]string{
		"place": "places", "claimed_by": "speaker", "reported_by": "speaker", "not_verified_by": "speaker",
		"value_party": "party", "besieged_by": "party", "party": "party",
	}
	for _, c := range seeds.Sets()[0].Collections {
		for _, f := range load(t, c.Name) {
			for property, in := range references {
				if id := f.text(property); id != "" && !ids[in][id] {
					t.Errorf("%s/%s: %s %q is no id of %s", c.Name, f.ID, property, id, in)
				}
			}
			if in, ok := f.Properties["subject_collection"].(string); ok && !ids[in][f.text("subject")] {
				t.Errorf("%s/%s: subject %q is not in %q", c.Name, f.ID, f.text("subject"), in)
			}
		}
	}
}

// A claim about an event is at the place of the event; one about a place is there.
func TestClaimsAreWhereTheirSubjectIs(t *testing.T) {
	events := byID(t, "events")
	for _, f := range append(load(t, "claims"), load(t, "control")...) {
		want := f.text("subject")
		if f.text("subject_collection") == "events" {
			want = events[want].text("place")
		}
		if got := f.text("place"); got != want {
			t.Errorf("%s: got place %q, want %q", f.ID, got, want)
		}
	}
}
