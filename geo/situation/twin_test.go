package situation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The rule once more, for control, in whole days and as its text reads: slow, and
// sharing nothing with the package.

const never = 1 << 20

// twinRow is a row of control with days for times; start and end 0, said
// 0 and party "" are not told.
type twinRow struct {
	id, source, status, party, by string
	start, end, said              int
}

func (r twinRow) line() string {
	day := func(name string, d int) string {
		if d == 0 {
			return ""
		}
		return fmt.Sprintf(" %s=2026-01-%02d", name, d)
	}
	text := func(name, s string) string {
		if s == "" {
			return ""
		}
		return " " + name + "=" + s
	}
	return "control " + r.id + " subject=p status=" + r.status + " claimed_by=" + r.source +
		text("party", r.party) + text("besieged_by", r.by) + day("start", r.start) + day("end", r.end) + day("claimed_at", r.said)
}

// stands on the day d: closed from the day of its end on, unless it is of that day
// alone (5).
func (r twinRow) stands(d int) bool {
	closes := never
	if r.end != 0 {
		closes = r.end
		if closes <= r.start {
			closes = r.end + 1
		}
	}
	return r.start <= d && d < closes
}

func (r twinRow) isNewer(than twinRow) bool {
	a, b := []int{r.start, r.said}, []int{than.start, than.said}
	if c := slices.Compare(a, b); c != 0 {
		return c > 0
	}
	return r.id > than.id
}

func (r twinRow) names() string {
	switch {
	case r.status == "vacated":
		return "nobody"
	case r.status == "contested":
		return "several"
	case r.status == "unknown":
		return ""
	}
	return r.party
}

func twinDiffer(a, b twinRow) bool {
	return a.names() != "" && b.names() != "" && a.names() != b.names()
}

// twinWord finds a source's word on the day (8), (9).
func twinWord(rows []twinRow, source string, day int) (word twinRow, ok bool) {
	var mine []twinRow
	for _, r := range rows {
		if r.source == source && r.start <= day {
			mine = append(mine, r)
		}
	}
	ended := func(r twinRow) bool {
		return slices.ContainsFunc(mine, func(n twinRow) bool {
			return (n.status == "held" || n.status == "vacated") && n.isNewer(r)
		})
	}
	for _, r := range mine {
		if r.stands(day) && !ended(r) && (!ok || r.isNewer(word)) {
			word, ok = r, true
		}
	}
	return word, ok
}

func twinGivesWay(a, b twinRow) bool {
	if !twinDiffer(a, b) {
		return false
	}
	couldNotKnow := b.start > a.start && a.said != 0 && a.said < b.start
	filled := a.status == "vacated" && (b.status == "held" || b.status == "besieged" && b.party != "") && b.party != a.party && b.start >= a.start
	return couldNotKnow || filled
}

// twinControl is the line that place.line prints, without the last cell.
func twinControl(rows []twinRow, sources []string, day int) string {
	var words, basis []twinRow
	for _, s := range sources {
		if w, ok := twinWord(rows, s, day); ok {
			words = append(words, w)
		}
	}
	for _, a := range words {
		if !slices.ContainsFunc(words, func(b twinRow) bool { return twinGivesWay(a, b) }) {
			basis = append(basis, a)
		}
	}
	if len(basis) == 0 {
		return twinGone(rows, sources, day)
	}
	slices.SortFunc(basis, func(a, b twinRow) int { return strings.Compare(a.id, b.id) })
	has := func(is func(r twinRow) bool) bool { return slices.ContainsFunc(basis, is) }
	status, holder := "unknown", ""
	switch {
	case has(func(a twinRow) bool {
		return a.status == "contested" || has(func(b twinRow) bool { return twinDiffer(a, b) })
	}):
		status = "contested"
	case has(func(r twinRow) bool { return r.status == "besieged" }):
		status = "besieged"
	case has(func(r twinRow) bool { return r.status == "held" }):
		status = "held"
	case has(func(r twinRow) bool { return r.status == "vacated" }):
		status = "vacated"
	}
	since, besiegers, disputed := 0, map[string]bool{}, false
	for _, r := range basis {
		names := (r.status == "held" || r.status == "besieged") && r.party != ""
		if (status == "held" || status == "besieged") && names {
			holder = r.party
		}
		if (status == "contested" || status == r.status || status == "held" && names) && r.start != 0 {
			if since == 0 || status == "contested" && r.start > since || status != "contested" && r.start < since {
				since = r.start
			}
		}
		if r.status == "besieged" && r.by != "" {
			besiegers[r.by] = true
		}
		for _, s := range basis {
			disputed = disputed || twinDiffer(r, s) || r.status == "vacated" && s.status == "vacated" && r.party != "" && s.party != "" && r.party != s.party
		}
	}
	by := ""
	if len(besiegers) == 1 {
		for by = range besiegers {
		}
	}
	return twinLine(status, holder, since, by, basis, disputed || len(besiegers) > 1)
}

// twinGone is (13).
func twinGone(rows []twinRow, sources []string, day int) string {
	var n twinRow
	for _, r := range rows {
		if slices.Contains(sources, r.source) && r.start <= day && (n.id == "" || r.isNewer(n)) {
			n = r
		}
	}
	if n.status == "held" {
		return twinLine("vacated", "", n.end, "", []twinRow{n}, false)
	}
	return twinLine("unknown", "", 0, "", nil, false)
}

func twinLine(status, holder string, since int, by string, basis []twinRow, disputed bool) string {
	null := func(s string) string {
		if s == "" {
			return "null"
		}
		return s
	}
	date := "null"
	if since != 0 {
		date = fmt.Sprintf("2026-01-%02d", since)
	}
	list := "–"
	for i, r := range basis {
		if i == 0 {
			list = r.id
		} else {
			list += ", " + r.id
		}
	}
	return strings.Join([]string{status, null(holder), date, null(by), list, yes(disputed)}, " | ")
}

// twinRandom makes a few rows of three sources about two parties within nine days.
func twinRandom(r *rand.Rand) []twinRow {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	rows := make([]twinRow, r.IntN(6))
	for i := range rows {
		x := twinRow{
			id: fmt.Sprintf("r%d", r.IntN(1000)), source: pick("x", "y", "z"), status: pick("held", "held", "held", "besieged", "vacated", "contested", "unknown"),
			party: pick("A", "B"), start: r.IntN(9), said: r.IntN(12),
		}
		if x.status != "held" {
			x.party = pick("A", "B", "")
		}
		if x.status == "besieged" {
			x.by = pick("A", "B", "")
		}
		if r.IntN(2) == 0 {
			x.end = max(1, x.start) + r.IntN(4)
		}
		rows[i] = x
	}
	slices.SortFunc(rows, func(a, b twinRow) int { return strings.Compare(a.id, b.id) })
	return slices.CompactFunc(rows, func(a, b twinRow) bool { return a.id == b.id })
}

func TestTwin(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 8))
		rows := twinRandom(r)
		lines := []string{"places p name=P", "sources x name=X", "sources y name=Y", "sources z name=Z"}
		for _, x := range rows {
			lines = append(lines, x.line())
		}
		base := state(t, store(t, world(t, lines...)...))
		for _, sources := range []string{"", "x", "y,z"} {
			heard := strings.Split(sources, ",")
			if sources == "" {
				heard = []string{"x", "y", "z"}
			}
			day := 1 + r.IntN(12)
			p := read(t, view(t, base, at(t, fmt.Sprintf("2026-01-%02d", day), sources)), "p").Places[0]
			got, want := strings.TrimSuffix(p.line(), " | "+yes(p.Disputed)), twinControl(rows, heard, day)
			if got != want {
				t.Fatalf("seed %d, on the %d, according to %q:\n got %s\nwant %s\nrows\n%s", seed, day, sources, got, want, strings.Join(lines, "\n"))
			}
			seen[p.Control.Status]++
		}
	}
	for _, s := range []string{"held", "contested", "besieged", "vacated", "unknown"} {
		if seen[s] < 100 {
			t.Errorf("%s was met %d times only", s, seen[s])
		}
	}
}
