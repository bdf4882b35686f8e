package geo_test

import (
	"strings"
	"testing"

	"cairn/geo"
)

func TestParseName(t *testing.T) {
	long := strings.Repeat("a", 128)
	for _, s := range []string{"a", "places", "Ne_110m-towns.v2", "2026", "_", "-", "a.", long} {
		if got, err := geo.ParseName(s); err != nil || string(got) != s {
			t.Errorf("%q: got %q (%v)", s, got, err)
		}
	}
	for _, s := range []string{"", ".", ".a", "..", "a b", "a/b", "ä", "الرقة", "a\x00", "a?b", "a%20b", long + "a"} {
		if _, err := geo.ParseName(s); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%q: got %v, want Invalid", s, err)
		}
	}
}

func TestNameFrom(t *testing.T) {
	for text, want := range map[string]geo.Name{
		"": "data", "places": "places", "my places (2)": "my_places__2_", ".hidden": "_hidden", "..": "_.", "a/b\\c": "a_b_c", "بلدة": "____",
		"a\xffb": "a_b", strings.Repeat("é", 200): geo.Name(strings.Repeat("_", 128)),
	} {
		got := geo.NameFrom(text)
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if _, err := geo.ParseName(string(got)); err != nil {
			t.Errorf("%q gives %q, which is no name: %v", text, got, err)
		}
	}
}

func TestParseID(t *testing.T) {
	for _, s := range []string{"a", "7", "a/b c?", "الرقة", "\x00", strings.Repeat("é", 512)} {
		if got, err := geo.ParseID(s); err != nil || string(got) != s {
			t.Errorf("%q: got %q (%v)", s, got, err)
		}
	}
	for _, s := range []string{"", "\xff", strings.Repeat("é", 512) + "a"} {
		if _, err := geo.ParseID(s); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%q: got %v, want Invalid", s, err)
		}
	}
}
