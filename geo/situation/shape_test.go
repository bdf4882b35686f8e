package situation_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// What clients count on: every object has these members, null or not.
func TestMembers(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	b := must(view(t, base, at(t, "2026-01-20", "")).Document(t.Context(), "", ""))(t)
	said := "claimed_by reported_by reported_to claimed_at claimed_at_precision start end verification not_verified_by link paraphrase paraphrase_ar claimed_by_name claimed_by_name_ar claimed_by_party party"
	for _, c := range []struct{ path, want string }{
		{"", "rule datetime as_of according_to timeStamp range sources parties places elsewhere left_out"},
		{"rule", "id version href"},
		{"range", "start end"},
		{"sources", "id name name_ar party party_name party_name_ar"},
		{"parties", "id name name_ar"},
		{"places", "id name name_ar name_ku name_ku_basis name_en_variants kind reference_only position position_accuracy position_confidence position_source summary summary_ar control disputed attributes events"},
		{"places.control", "status controlled_by since disputed besieged_by parties basis claims"},
		{"places.control.parties", "party status claims"},
		{"places.control.basis", "rule claims"},
		{"places.control.claims", "id subject status besieged_by " + said},
		{"places.attributes", "attribute disputed min max qualifier_min qualifier_max unit claims"},
		{"places.attributes.claims", "id subject subject_collection attribute value_number value_text value_party qualifier unit stance " + said},
		{"places.events", "id kind title title_ar start end time_precision summary summary_ar claimed_by reported_by attributes"},
		{"places.events.attributes", "attribute disputed min max qualifier_min qualifier_max unit claims"},
		{"places.events.attributes.claims", "id " + said},
		{"elsewhere", "id kind title title_ar start end time_precision summary attributes"},
		{"elsewhere.attributes.claims", "id " + said},
	} {
		objects := walk(t, b, c.path)
		if len(objects) == 0 {
			t.Errorf("there is no %s", c.path)
		}
		for _, o := range objects {
			for name := range strings.FieldsSeq(c.want) {
				if o[name] == nil {
					t.Errorf("%s has no %s", c.path, name)
				}
			}
		}
	}
}

// walk returns every object at a path of members; arrays are gone through.
func walk(t *testing.T, b json.RawMessage, path string) (objects []map[string]json.RawMessage) {
	t.Helper()
	if b[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(b, &list); err != nil {
			t.Fatal(err)
		}
		for _, each := range list {
			objects = append(objects, walk(t, each, path)...)
		}
		return objects
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(b, &o); err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(path, ".")
	if first == "" {
		return []map[string]json.RawMessage{o}
	}
	return walk(t, o[first], rest)
}

// Those who act without speaking are parties, but nobody can be asked for their
// word.
func TestWhoSpeaks(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	d := read(t, view(t, base, at(t, "", "")), "")
	var sources, parties []string
	for _, s := range d.Sources {
		sources = append(sources, s.ID)
	}
	for _, p := range d.Parties {
		parties = append(parties, p.ID)
	}
	if want := []string{"syria-moi", "syria-mod", "syria-gov", "syria-state-media", "sdf", "sdf-shami", "cnn"}; !slices.Equal(sources, want) {
		t.Errorf("got sources %v, want %v", sources, want)
	}
	if want := []string{"syrian-government", "sdf", "press", "us-coalition", "united-states", "isis", "government-linked-groups"}; !slices.Equal(parties, want) {
		t.Errorf("got parties %v, want %v", parties, want)
	}
	if orNull(d.Range.Start) != "2026-01-19" || orNull(d.Range.End) != "2026-01-20" {
		t.Errorf("got range %v, want the two days", d.Range)
	}
	if d.Rule.ID != "newest-per-source" || d.Rule.Version != 1 || len(d.LeftOut) > 0 {
		t.Errorf("got rule %v, left out %v", d.Rule, d.LeftOut)
	}
}
