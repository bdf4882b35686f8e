package situation_test

import (
	"testing"

	"cairn/geo/situation"
)

func TestVocabulary(t *testing.T) {
	words := map[string]string{}
	for _, w := range situation.Statuses() {
		words[string(w.Word)] = w.Meaning
	}
	for _, w := range situation.Qualifiers() {
		words[string(w.Word)] = w.Meaning
	}
	for _, w := range situation.Stances() {
		words[string(w.Word)] = w.Meaning
	}
	want := []string{"held", "contested", "besieged", "vacated", "unknown", "exact", "about", "at_least", "at_most", "word", "states", "could_not_verify"}
	if len(words) != len(want) {
		t.Errorf("got %d words, want %d", len(words), len(want))
	}
	for _, w := range want {
		if words[w] == "" {
			t.Errorf("%s is not in its list, or means nothing", w)
		}
	}
}
