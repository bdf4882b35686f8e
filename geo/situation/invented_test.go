package situation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
)

// feature makes a feature of "name=value" properties; values are JSON, or texts
// if they are not.
func feature(t testing.TB, b *geo.Builder, id, properties string) geo.Feature {
	t.Helper()
	b.SetID(geo.ID(id))
	for _, p := range strings.Fields(properties) {
		name, value, _ := strings.Cut(p, "=")
		v := geo.Value(value)
		if !json.Valid(v) {
			v = geo.AppendString(nil, value)
		}
		if err := b.Add([]byte(name), v); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatalf("%s %s: %v", id, properties, err)
	}
	return f
}

// world makes the five collections of lines "collection id name=value …".
func world(t testing.TB, lines ...string) []geo.Change {
	t.Helper()
	builders := map[string]*geo.Builder{}
	var changes []geo.Change
	for _, c := range []string{"places", "events", "claims", "control", "sources"} {
		builders[c] = geo.NewBuilder(nil)
		changes = append(changes, geo.Change{Op: geo.PutCollection, In: geo.Name(c), Collection: &geo.Collection{}})
	}
	for _, line := range lines {
		c, rest, _ := strings.Cut(line, " ")
		id, properties, _ := strings.Cut(rest, " ")
		changes = append(changes, geo.Change{Op: geo.Put, In: geo.Name(c), Feature: feature(t, builders[c], id, properties)})
	}
	return changes
}

// saying turns "x: held A from 1 to 20, said 10" into a row of control about p.
func saying(t testing.TB, id, s string) string {
	t.Helper()
	source, rest, _ := strings.Cut(s, ": ")
	words := strings.Fields(strings.ReplaceAll(rest, ",", ""))
	properties := []string{"control", id, "subject=p", "claimed_by=" + source, "status=" + words[0]}
	for i := 1; i+1 < len(words); i += 2 {
		name := map[string]string{"holder": "party", "left": "party", "by": "besieged_by", "from": "start", "to": "end", "said": "claimed_at"}[words[i]]
		if name == "" {
			t.Fatalf("%q: what is %s?", s, words[i])
		}
		value := words[i+1]
		if words[i] == "from" || words[i] == "to" || words[i] == "said" {
			value = fmt.Sprintf("2026-01-%02s", value)
		}
		properties = append(properties, name+"="+value)
	}
	return strings.Join(properties, " ")
}

// The table of §9, row by row, and more of the same kind. t is the 25th.
func TestWorkedOnInventedRows(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{"x: held holder A from 1 said 10 · y: held holder B from 20 said 21", "held B since 20"},
		{"x: held holder A from 1 said 22 · y: held holder B from 20 said 21", "contested since 20 disputed"},
		{"x: held holder A from 1 said 20 · y: held holder B from 20 said 21", "contested since 20 disputed"},
		{"x: held holder A from 1 · y: held holder B from 20 said 21", "contested since 20 disputed"},
		{"x: vacated left A from 20 said 20 · y: held holder B from 20 said 20", "held B since 20"},
		{"x: vacated left A from 20 said 20 · y: held holder A from 20 said 20", "contested since 20 disputed"},
		{"x: held holder A from 1 to 20", "vacated since 20"},
		{"x: held holder A from 1 to 20 · x: besieged holder A from 20 to 22", "unknown"},
		{"x: held holder A from 1 · x: besieged by B holder A from 20 to 22", "held A since 1"},
		{"x: held holder A from 1 · x: vacated from 20 to 22", "unknown"},
		{"x: besieged by B from 20", "besieged since 20 by B"},
		{"x: held holder A from 20 said 25 · y: besieged by A holder B from 20 said 25", "contested since 20 by A disputed"},
		{"x: contested from 20 said 25 · y: contested from 21 said 25", "contested since 21"},
		{"x: held holder A from 23 said 20 · y: held holder B from 22 said 22", "held A since 23"},
		{"x: unknown from 20", "unknown since 20"},
		{"x: held holder A from 25 to 25", "held A since 25"},

		{"x: held holder A", "held A"},
		{"x: held holder A · y: held holder A from 5", "held A since 5"},
		{"x: held holder A from 1 said 2 · y: unknown from 10 said 11", "held A since 1"},
		{"x: held holder A from 1 · x: unknown from 10", "unknown since 10"},
		{"x: held holder A from 26", "unknown"},
		{"x: vacated left A from 20 · y: vacated left B from 20", "vacated since 20 disputed"},
		{"x: vacated left A from 20 · y: vacated from 21", "vacated since 20"},
		{"x: besieged by A holder C from 20 · y: besieged by B holder C from 21", "besieged C since 20 disputed"},
		{"x: besieged by A from 20 · y: held holder C from 2 said 24", "besieged C since 20 by A"},
		{"x: besieged by A from 20 · x: held holder C from 21", "held C since 21"},
		{"x: held holder A from 1 · x: held holder B from 1 said 3", "held B since 1"},
		{"x: held holder A from 1 · y: contested from 2 said 3", "contested since 2 disputed"},
		{"x: vacated left A from 20 said 24 · y: held holder B from 19 said 24", "contested since 20 disputed"},
		{"x: vacated from 20 · y: held holder B from 20", "held B since 20"},
		{"x: vacated left A from 20 · y: besieged by C holder B from 21", "besieged B since 21 by C"},
		{"x: held holder A from 1 said 2 · y: held holder B from 5 said 6 · z: held holder C from 9 said 10", "held C since 9"},
		{"x: held holder A from 1 said 9 · y: held holder B from 5 said 6 · z: held holder C from 9 said 10", "contested since 9 disputed"},
	} {
		lines := []string{"places p name=P", "sources x name=X", "sources y name=Y", "sources z name=Z"}
		for i, s := range strings.Split(c.rows, " · ") {
			lines = append(lines, saying(t, fmt.Sprint("r", i+1), s))
		}
		base := state(t, store(t, world(t, lines...)...))
		d := read(t, view(t, base, at(t, "2026-01-25", "")), "p")
		if len(d.LeftOut) > 0 {
			t.Fatalf("%s: left out %v", c.rows, d.LeftOut)
		}
		if got := d.place(t, "p").words(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.rows, got, c.want)
		}
	}
}

func (p place) words() string {
	c := p.Control
	list := []string{c.Status}
	if c.ControlledBy != nil {
		list = append(list, *c.ControlledBy)
	}
	if c.Since != nil {
		list = append(list, "since", strings.TrimPrefix(strings.TrimPrefix(*c.Since, "2026-01-"), "0"))
	}
	if c.BesiegedBy != nil {
		list = append(list, "by", *c.BesiegedBy)
	}
	if c.Disputed {
		list = append(list, "disputed")
	}
	return strings.Join(list, " ")
}
