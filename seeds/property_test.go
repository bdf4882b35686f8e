package seeds_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// properties says for each collection which properties each of its features
// has, no more and no fewer. A question mark: it may be null.
var properties = map[string]string{
	"sources": "name:text name_ar:arabic party:text party_name:text party_name_ar:arabic role:text speaks:bool channel:text? reported_by:text link:link",
	"places": "name:text name_ar:arabic name_ku:text name_ku_basis:text name_en_variants:texts name_in_report:text kind:text reference_only:bool" +
		" position_accuracy:number position_confidence:text position_source:text summary:text summary_ar:arabic reported_by:text link:link",
	"events": "title:text title_ar:arabic kind:text place:text? start:date? end:date? start_latest:date? time_precision:text summary:text summary_ar:arabic" +
		" claimed_by:text reported_by:text link:link position_accuracy:number? note:text? note_ar:arabic?",
	"claims": "subject:text subject_collection:text place:text? attribute:text value_number:number? value_text:text? value_text_ar:arabic? value_party:text?" +
		" qualifier:text? unit:text? stance:text " + said,
	"control": "subject:text subject_collection:text place:text status:text party:text? besieged_by:text? " + said,
}

// said is what claims and control have in common: by whom, to whom, when.
const said = "claimed_by:text reported_by:text reported_to:text? claimed_at:date? claimed_at_precision:text start:date? end:date? time_precision:text" +
	" verification:text not_verified_by:text? link:link paraphrase:text paraphrase_ar:arabic note:text? note_ar:arabic? position_accuracy:number?"

func TestProperties(t *testing.T) {
	for collection, list := range properties {
		kinds := map[string]string{}
		for _, p := range strings.Fields(list) {
			name, kind, _ := strings.Cut(p, ":")
			kinds[name] = kind
		}
		for _, f := range load(t, collection) {
			for name, kind := range kinds {
				v, ok := f.Properties[name]
				if !ok || !fits(v, kind) {
					t.Errorf("%s/%s: %s is %v (there: %v), want %s", collection, f.ID, name, v, ok, kind)
				}
			}
			for name := range f.Properties {
				if kinds[name] == "" {
					t.Errorf("%s/%s: unexpected property %s", collection, f.ID, name)
				}
			}
		}
	}
}

// fits reports whether a property's value is of a kind of the table.
func fits(v any, kind string) bool {
	kind, nullable := strings.CutSuffix(kind, "?")
	switch v := v.(type) {
	case nil:
		return nullable
	case bool:
		return kind == "bool"
	case float64:
		return kind == "number" && v > 0
	case []any:
		return kind == "texts" && len(v) > 0 && !slices.ContainsFunc(v, func(e any) bool { return !fits(e, "text") })
	case string:
		return fitsText(v, kind)
	}
	return false
}

func fitsText(s, kind string) bool {
	if s == "" || s != strings.TrimSpace(s) || strings.ContainsAny(s, "\n\r\t") {
		return false
	}
	switch kind {
	case "text":
		return true
	case "link":
		return s == report
	case "arabic":
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
	case "date":
		d, err := time.Parse(time.DateOnly, s)
		return err == nil && !d.Before(date(2015, 1, 1)) && !d.After(date(2026, 1, 20))
	}
	return false
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// words lists the closed vocabularies; an empty word stands for null.
var words = map[string]map[string]string{
	"places":  {"kind": "prison camp town city", "name_ku_basis": "general knowledge", "position_confidence": "high medium low"},
	"events":  {"kind": "takeover escape search siege withdrawal accusation call background", "time_precision": "day year unknown", "reported_by": "cnn"},
	"claims":  {"qualifier": "exact about at_least at_most word ", "unit": "people ", "stance": "states could_not_verify", "claimed_at_precision": "day unknown", "verification": "unverified", "reported_by": "cnn", "not_verified_by": "cnn "},
	"control": {"status": "held besieged vacated contested unknown", "claimed_at_precision": "day unknown", "verification": "unverified", "reported_by": "cnn", "not_verified_by": ""},
}

func TestVocabularies(t *testing.T) {
	for collection, lists := range words {
		for _, f := range load(t, collection) {
			for property, list := range lists {
				got := f.text(property)
				if got != list && !slices.Contains(strings.Split(list, " "), got) {
					t.Errorf("%s/%s: got %s %q, want one of %q", collection, f.ID, property, got, list)
				}
			}
		}
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []string{"events", "claims", "control"} {
		for _, f := range load(t, c) {
			start, end := f.text("start"), f.text("end")
			if start != "" && end != "" && start > end {
				t.Errorf("%s/%s ends (%s) before it starts (%s)", c, f.ID, end, start)
			}
			if latest := f.text("start_latest"); latest != "" && latest <= start {
				t.Errorf("%s/%s: start_latest %s is not after start %s", c, f.ID, latest, start)
			}
			if p := f.Properties["claimed_at_precision"]; p != nil && (p == "day") != (f.text("claimed_at") != "") {
				t.Errorf("%s/%s: claimed_at %q with precision %v", c, f.ID, f.text("claimed_at"), p)
			}
		}
	}
}

var saying = regexp.MustCompile(`^[A-Z].* (says|say)\b.*\.$`)

// Nothing is told in our own voice: a paraphrase and the summary of an event say
// who says it, and quote nobody.
func TestSomebodySaysIt(t *testing.T) {
	for c, property := range map[string]string{"claims": "paraphrase", "control": "paraphrase", "events": "summary"} {
		for _, f := range load(t, c) {
			if s := f.text(property); !saying.MatchString(s) || strings.ContainsAny(s, "\"“”«»") {
				t.Errorf("%s/%s: %s %q does not read as \"X says …\", or quotes", c, f.ID, property, s)
			}
			if s := f.text(property + "_ar"); !strings.HasPrefix(s, "تقول ") && !strings.HasPrefix(s, "يقول ") || strings.ContainsAny(s, "\"“”«»") {
				t.Errorf("%s/%s: %s_ar %q does not begin with who says it, or quotes", c, f.ID, property, s)
			}
		}
	}
}

// A word is no number, and who could not verify states no value.
func TestValues(t *testing.T) {
	for _, f := range load(t, "claims") {
		number, text := f.Properties["value_number"] != nil, f.text("value_text") != ""
		switch q := f.text("qualifier"); {
		case f.text("stance") == "could_not_verify":
			if number || text || q != "" || f.text("value_party") != "" {
				t.Errorf("%s could not verify, but states a value", f.ID)
			}
		case number == text:
			t.Errorf("%s: number %v, text %v; want exactly one", f.ID, number, text)
		case number && (q == "" || q == "word"), text && q != "" && q != "word":
			t.Errorf("%s: got qualifier %q with number %v, text %v", f.ID, q, number, text)
		case text != (f.text("value_text_ar") != ""):
			t.Errorf("%s: the value has no Arabic, or only that", f.ID)
		case text && strings.ContainsFunc(f.text("value_text"), unicode.IsDigit):
			t.Errorf("%s: got a number in the words %q", f.ID, f.text("value_text"))
		}
	}
}
