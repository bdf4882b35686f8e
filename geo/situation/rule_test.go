package situation_test

import (
	"fmt"
	"strings"
	"testing"
)

// line prints a place as the tables of docs/situation-rule.md do.
func (p place) line() string {
	basis := strings.ReplaceAll(strings.Join(p.Control.Basis.Claims, ", "), "control-", "")
	if basis == "" {
		basis = "–"
	}
	c := p.Control
	return strings.Join([]string{c.Status, orNull(c.ControlledBy), orNull(c.Since), orNull(c.BesiegedBy), basis, yes(c.Disputed), yes(p.Disputed)}, " | ")
}

// The first table of §8: all sources.
func TestWorkedOnTheSeeds(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	for _, row := range []string{
		"shaddadi-prison | 2026-01-18 | held | sdf | null | null | shaddadi-prison-held-sdf | no | no",
		"shaddadi-prison | 2026-01-19 | held | syrian-government | 2026-01-19 | null | shaddadi-prison-held-government | no | yes",
		"shaddadi-prison | 2026-01-20 | held | syrian-government | 2026-01-19 | null | shaddadi-prison-held-government | no | yes",
		"shaddadi | 2026-01-18 | held | sdf | null | null | shaddadi-held-sdf | no | no",
		"shaddadi | 2026-01-20 | held | syrian-government | 2026-01-19 | null | shaddadi-held-government | no | no",
		"aqtan-prison | 2026-01-18 | held | sdf | null | null | aqtan-prison-held-sdf | no | no",
		"aqtan-prison | 2026-01-19 | held | sdf | null | null | aqtan-prison-held-sdf | no | no",
		"aqtan-prison | 2026-01-20 | besieged | sdf | 2026-01-20 | syrian-government | aqtan-prison-besieged, aqtan-prison-held-sdf | no | no",
		"hol-camp | 2026-01-19 | held | sdf | null | null | hol-camp-held-sdf | no | no",
		"hol-camp | 2026-01-20 | vacated | null | 2026-01-20 | null | hol-camp-vacated-sdf, hol-camp-vacated-syria-mod | no | no",
		"raqqa | 2026-01-20 | unknown | null | null | null | – | no | no",
	} {
		cells := strings.SplitN(row, " | ", 3)
		moments := []string{cells[1], "2026-01-01/" + cells[1], "../" + cells[1], cells[1] + "T12:00:00Z", cells[1] + "T00:00:00Z"}
		if cells[1] == "2026-01-20" {
			moments = append(moments, "", "2026-01-18/..", "2027-01-01")
		}
		for _, moment := range moments {
			got := read(t, view(t, base, at(t, moment, "")), "").place(t, cells[0]).line()
			if got != cells[2] {
				t.Errorf("%s at %q:\n got %s\nwant %s", cells[0], moment, got, cells[2])
			}
		}
	}
}

// span prints an attribute as the tables do.
func (a attribute) span() string {
	if a.Min == nil {
		return "null | null | " + yes(a.Disputed)
	}
	return fmt.Sprintf("%g %s | %g %s | %s", *a.Min, orNull(a.QualifierMin), *a.Max, orNull(a.QualifierMax), yes(a.Disputed))
}

// The second table of §8: the attributes of the escape.
func TestWorkedAttributes(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	escaped := "escaped | shaddadi-escaped-cnn shaddadi-escaped-sdf-shami shaddadi-escaped-syria-moi | 120 exact | 1500 about | yes"
	before := "held_before | shaddadi-held-before-cnn shaddadi-held-before-sdf | null | null | no"
	released := "released_by | shaddadi-released-by-sdf-shami shaddadi-released-by-syria-gov | null | null | yes"
	again := "recaptured | shaddadi-recaptured-syria-moi | 81 exact | 81 exact | no"
	for moment, want := range map[string][]string{
		"2026-01-18": nil,
		"2026-01-19": {escaped, before, released},
		"2026-01-20": {escaped, before, again, released},
	} {
		p := read(t, view(t, base, at(t, moment, "")), "").place(t, "shaddadi-prison")
		var got []string
		for _, a := range p.event("shaddadi-escape").Attributes {
			got = append(got, a.Attribute+" | "+ids(a.Claims)+" | "+a.span())
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("at %s:\n got %q\nwant %q", moment, got, want)
		}
	}
}

// The third table of §8: single sources.
func TestWorkedBySource(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	const unknown = "unknown | null | null | null | – | no | no"
	for _, row := range []struct{ sources, prison, aqtan, camp, escaped, disputed string }{
		{"sdf", unknown, "besieged | sdf | 2026-01-20 | syrian-government | aqtan-prison-besieged | no | no",
			"vacated | null | 2026-01-20 | null | hol-camp-vacated-sdf | no | no", "", ""},
		{"syria-moi", unknown, unknown, unknown, "120 exact | 120 exact | no", ""},
		{"syria-mod", unknown, unknown, "vacated | null | 2026-01-20 | null | hol-camp-vacated-syria-mod | no | no", "", ""},
		{"sdf-shami", unknown, unknown, unknown, "1500 about | 1500 about | no", ""},
		{"sdf-shami,syria-moi", "unknown | null | null | null | – | no | yes", unknown, unknown, "120 exact | 1500 about | yes", "shaddadi-prison"},
		{"cnn", "held | syrian-government | 2026-01-19 | null | shaddadi-prison-held-government | no | no",
			"held | sdf | null | null | aqtan-prison-held-sdf | no | no",
			"vacated | null | 2026-01-20 | null | hol-camp-held-sdf | no | no", "null | null | no", ""},
	} {
		d := read(t, view(t, base, at(t, "2026-01-20", row.sources)), "")
		for id, want := range map[string]string{"shaddadi-prison": row.prison, "aqtan-prison": row.aqtan, "hol-camp": row.camp} {
			if got := d.place(t, id).line(); got != want {
				t.Errorf("%s according to %s:\n got %s\nwant %s", id, row.sources, got, want)
			}
		}
		escaped := ""
		for _, a := range d.place(t, "shaddadi-prison").event("shaddadi-escape").Attributes {
			if a.Attribute == "escaped" {
				escaped = a.span()
			}
		}
		if escaped != row.escaped {
			t.Errorf("escaped according to %s: got %q, want %q", row.sources, escaped, row.escaped)
		}
		var disputed []string
		for _, p := range d.Places {
			if p.Disputed {
				disputed = append(disputed, p.ID)
			}
		}
		if got := strings.Join(disputed, " "); got != row.disputed {
			t.Errorf("disputed according to %s: got %q, want %q", row.sources, got, row.disputed)
		}
	}
}

// "According to the SDF on 19 January all five places are unknown."
func TestTheSDFSpeaksOnlyOnThe20th(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	for _, p := range read(t, view(t, base, at(t, "2026-01-19", "sdf")), "").Places {
		if p.Control.Status != "unknown" {
			t.Errorf("%s: got %s, want unknown", p.ID, p.Control.Status)
		}
	}
}
