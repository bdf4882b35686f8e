package seeds_test

import (
	"testing"
)

// positions says where the places lie, how sure that is, and what they are:
// longitude, latitude in degrees, accuracy in metres.
var positions = []struct {
	id, kind   string
	lon, lat   float64
	accuracy   float64
	confidence string
	reference  bool
}{
	{"shaddadi-prison", "prison", 40.7348, 36.0576, 6000, "low", false},
	{"shaddadi", "town", 40.7348, 36.0576, 500, "high", false},
	{"aqtan-prison", "prison", 39.0200, 35.9900, 3500, "low", false},
	{"hol-camp", "camp", 41.1486, 36.3756, 1000, "high", false},
	{"raqqa", "city", 39.0079, 35.9528, 1000, "high", true},
}

func TestPlacesLieWhereTheySay(t *testing.T) {
	places := byID(t, "places")
	if len(places) != len(positions) {
		t.Errorf("got %d places, want %d", len(places), len(positions))
	}
	for _, want := range positions {
		f, ok := places[want.id]
		if !ok || f.Geometry == nil {
			t.Errorf("%s: not there, or without a position", want.id)
			continue
		}
		if got := f.Geometry.Coordinates; got != [2]float64{want.lon, want.lat} || f.Geometry.Type != "Point" {
			t.Errorf("%s: got %s %v, want Point %v %v", want.id, f.Geometry.Type, got, want.lon, want.lat)
		}
		for property, want := range map[string]any{
			"kind": want.kind, "position_accuracy": want.accuracy,
			"position_confidence": want.confidence, "reference_only": want.reference,
		} {
			if got := f.Properties[property]; got != want {
				t.Errorf("%s: got %s %v, want %v", f.ID, property, got, want)
			}
		}
	}
}

// What happened at a place, and what is said of it, is at its point; what has
// no place has no geometry.
func TestOthersLieAtTheirPlace(t *testing.T) {
	places := byID(t, "places")
	for _, c := range []string{"events", "claims", "control", "sources"} {
		for _, f := range load(t, c) {
			place, ok := places[f.text("place")]
			if !ok {
				if f.Geometry != nil || f.Properties["position_accuracy"] != nil {
					t.Errorf("%s/%s has no place but a position", c, f.ID)
				}
				continue
			}
			if f.Geometry == nil || *f.Geometry != *place.Geometry {
				t.Errorf("%s/%s: got %v, want the point of %s", c, f.ID, f.Geometry, place.ID)
			}
			if got, want := f.Properties["position_accuracy"], place.Properties["position_accuracy"]; got != want {
				t.Errorf("%s/%s: got position_accuracy %v, want %v", c, f.ID, got, want)
			}
		}
	}
}
