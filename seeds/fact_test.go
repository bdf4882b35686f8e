package seeds_test

import (
	"slices"
	"strconv"
	"testing"
)

// What the report tells, as rows. The data must hold these and no others, each
// once. Days are days of January 2026; "-" stands for what is not told.

// claim is one row of the claims: about what, which attribute, its value, by
// whom, to whom and when it was said.
type claim struct{ subject, attribute, value, qualifier, by, to, at string }

var claims = []claim{
	{"shaddadi-escape", "escaped", "120", "exact", "syria-moi", "-", "20"},
	{"shaddadi-escape", "escaped", "1500", "about", "sdf-shami", "Rudaw", "-"},
	{"shaddadi-escape", "escaped", "could not verify", "-", "cnn", "-", "20"},
	{"shaddadi-escape", "recaptured", "81", "exact", "syria-moi", "-", "20"},
	{"shaddadi-escape", "held_before", "thousands", "word", "sdf", "-", "19"},
	{"shaddadi-escape", "held_before", "could not verify", "-", "cnn", "-", "20"},
	{"shaddadi-escape", "released_by", "government-linked armed groups = government-linked-groups", "-", "sdf-shami", "-", "-"},
	{"shaddadi-escape", "released_by", "the SDF = sdf", "-", "syria-gov", "-", "-"},
	{"fugitive-hunt", "under_way", "yes", "-", "syria-moi", "-", "20"},
	{"aqtan-siege", "water_supply", "cut off", "-", "sdf", "-", "20"},
	{"aqtan-siege", "responsible_for_consequences", "the government = syrian-government", "-", "sdf", "-", "20"},
	{"aqtan-prison", "holds", "ISIS detainees", "-", "cnn", "-", "20"},
	{"hol-withdrawal", "reason", "international indifference, failure of the international community to take responsibility", "-", "sdf", "-", "20"},
	{"hol-withdrawal", "effect", "those held are able to leave", "-", "syria-mod", "-", "20"},
	{"hol-withdrawal", "intent", "ready to take over the camp and ISIS prisons", "-", "syria-mod", "-", "20"},
	{"hol-camp", "holds", "tens of thousands of ISIS-linked family members, civilians", "word", "cnn", "-", "20"},
	{"hol-withdrawal", "told_united_states", "yes", "-", "syria-gov", "-", "-"},
	{"hol-withdrawal", "motive", "trying to export a new security crisis", "-", "syria-gov", "-", "-"},
	{"coalition-absence", "accusation", "yes", "-", "sdf", "-", "-"},
	{"trump-sharaa-call", "reported", "yes", "-", "syria-state-media", "-", "-"},
}

// control is one row of who holds what: the place, how, the holder (of a vacated
// place the one that left), the besieger, from when, until when, by whom.
type control struct{ place, status, party, besieger, start, end, by string }

var controls = []control{
	{"shaddadi", "held", "sdf", "-", "-", "19", "cnn"},
	{"shaddadi", "held", "syrian-government", "-", "19", "-", "cnn"},
	{"shaddadi-prison", "held", "sdf", "-", "-", "19", "cnn"},
	{"shaddadi-prison", "held", "syrian-government", "-", "19", "-", "cnn"},
	{"aqtan-prison", "held", "sdf", "-", "-", "-", "cnn"},
	{"aqtan-prison", "besieged", "sdf", "syrian-government", "20", "-", "sdf"},
	{"hol-camp", "held", "sdf", "-", "-", "20", "cnn"},
	{"hol-camp", "vacated", "sdf", "-", "20", "-", "sdf"},
	{"hol-camp", "vacated", "sdf", "-", "20", "-", "syria-mod"},
}

// event is one row of what happened: what, where, from when, until when, how
// precisely, by whom.
type event struct{ id, kind, place, start, end, precision, by string }

var events = []event{
	{"shaddadi-taken", "takeover", "shaddadi", "19", "19", "day", "cnn"},
	{"shaddadi-escape", "escape", "shaddadi-prison", "19", "19", "day", "cnn"},
	{"fugitive-hunt", "search", "shaddadi-prison", "19 or 20", "-", "day", "syria-moi"},
	{"aqtan-siege", "siege", "aqtan-prison", "20", "-", "day", "sdf"},
	{"hol-withdrawal", "withdrawal", "hol-camp", "20", "20", "day", "sdf"},
	{"coalition-absence", "accusation", "-", "-", "20", "unknown", "sdf"},
	{"trump-sharaa-call", "call", "-", "-", "20", "unknown", "syria-state-media"},
	{"us-partnership", "background", "-", "2015-01-01", "2015-12-31", "year", "cnn"},
}

func TestClaimsAreTheFacts(t *testing.T) {
	compare(t, "claims", claims, func(f feature) claim {
		value := f.text("value_text")
		if n, ok := f.Properties["value_number"].(float64); ok {
			value = strconv.FormatFloat(n, 'f', -1, 64)
		}
		if party := f.text("value_party"); party != "" {
			value += " = " + party
		}
		if f.text("stance") == "could_not_verify" {
			value = "could not verify"
		}
		return claim{f.text("subject"), f.text("attribute"), value, told(f, "qualifier"), f.text("claimed_by"), told(f, "reported_to"), day(f, "claimed_at")}
	})
}

func TestControlIsTheFacts(t *testing.T) {
	compare(t, "control", controls, func(f feature) control {
		return control{f.text("subject"), f.text("status"), told(f, "party"), told(f, "besieged_by"), day(f, "start"), day(f, "end"), f.text("claimed_by")}
	})
}

func TestEventsAreTheFacts(t *testing.T) {
	compare(t, "events", events, func(f feature) event {
		start := day(f, "start")
		if f.text("start_latest") != "" {
			start += " or " + day(f, "start_latest")
		}
		return event{f.ID, f.text("kind"), told(f, "place"), start, day(f, "end"), f.text("time_precision"), f.text("claimed_by")}
	})
}

// Who could not verify is named on the claims that were to be verified, and on
// no others.
func TestNotVerified(t *testing.T) {
	var got []string
	for _, f := range load(t, "claims") {
		if f.text("not_verified_by") == "cnn" {
			got = append(got, f.ID)
		}
	}
	want := []string{"shaddadi-escaped-syria-moi", "shaddadi-escaped-sdf-shami", "shaddadi-held-before-sdf"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// compare reads a collection as rows and wants exactly the given ones, each once.
func compare[Row comparable](t *testing.T, collection string, want []Row, read func(feature) Row) {
	t.Helper()
	count := map[Row]int{}
	for _, f := range load(t, collection) {
		row := read(f)
		count[row]++
		if !slices.Contains(want, row) {
			t.Errorf("%s/%s is no fact of the report: %+v", collection, f.ID, row)
		}
	}
	for _, row := range want {
		if count[row] != 1 {
			t.Errorf("%s: got it %d times, want once: %+v", collection, count[row], row)
		}
	}
}

// told returns the text of a property, "-" for null.
func told(f feature, property string) string {
	if s := f.text(property); s != "" {
		return s
	}
	return "-"
}

// day returns a date, the days of January 2026 as their number.
func day(f feature, property string) string {
	s := told(f, property)
	const month = "2026-01-"
	if len(s) == len(month)+2 && s[:len(month)] == month {
		return s[len(month):]
	}
	return s
}
