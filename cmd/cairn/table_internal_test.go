package main

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"cairn/geo"
)

// TestCell holds that a text from a file cannot steer the terminal that shows it:
// no colours, no moving about, no turned direction, no second line.
func TestCell(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "al-Hol", "al-Hol"},
		{"nothing", "", ""},
		{"escape", "\x1b[31mred\x1b[0m", "[31mred[0m"},
		{"title of the window", "\x1b]0;gone\a", "]0;gone"},
		{"eight-bit escape", "a\u009b31mb", "a31mb"},
		{"bell, backspace, delete", "a\ab\bc\x7fd", "abcd"},
		{"nul", "a\x00b", "ab"},
		{"carriage return", "shown\rhidden", "shown hidden"},
		{"lines", "one\ntwo\r\nthree", "one two  three"},
		{"tab", "a\tb", "a b"},
		{"line separators", "a\u2028b\u2029c\u0085d", "a b c d"},
		{"right-to-left override", "user\u202egnp.exe", "usergnp.exe"},
		{"isolates", "\u2066a\u2067b\u2068c\u2069", "abc"},
		{"embeddings and marks", "\u202aa\u202bb\u202cc\u202dd\u200ee\u200ff\u061cg", "abcdefg"},
		{"Arabic stays", "الشدادي", "الشدادي"},
		{"combining marks stay", "e\u0301", "e\u0301"},
		{"joined emoji stay", "👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
	} {
		if got := cell(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHarmless(t *testing.T) {
	const text = "line 3\n\tcolumn 2: \x1b[2J\u202e\rdone"
	if got, want := harmless(text), "line 3\n\tcolumn 2: [2Jdone"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCut holds that a text is cut between characters as people see them, and that
// its width is that of the columns it takes.
func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
		wide  int
	}{
		{"Raqqa", 5, "Raqqa", 5},
		{"Raqqa", 9, "Raqqa", 5},
		{"Raqqa", 4, "Raq…", 4},
		{"Raqqa", 1, "…", 1},
		{"", 3, "", 0},
		{"日本語", 6, "日本語", 6},
		{"日本語", 5, "日本…", 5},
		{"日本語", 4, "日…", 3}, // half of a wide one does not fit
		{"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301", 3},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", 2},
		{"👩\u200d👩\u200d👧🎈🎈", 5, "👩\u200d👩\u200d👧🎈…", 5},
		{"🇸🇾🇮🇶🇹🇷", 4, "🇸🇾…", 3}, // flags are not cut in two letters
	} {
		got, wide := cut(c.text, c.width)
		if got != c.want || wide != c.wide {
			t.Errorf("%q in %d columns: got %q of %d, want %q of %d", c.text, c.width, got, wide, c.want, c.wide)
		}
		if n := uniseg.StringWidth(got); n != wide || n > c.width {
			t.Errorf("%q in %d columns: %q takes %d, said to take %d", c.text, c.width, got, n, wide)
		}
	}
}

func TestDistance(t *testing.T) {
	for metres, want := range map[float64]string{
		0: "0.0 m", 0.04: "0.0 m", 12.34: "12.3 m", 999.94: "999.9 m", 1000: "1.00 km", 12345.6: "12.35 km", 20003931.46: "20003.93 km",
	} {
		if got := distance(metres); got != want {
			t.Errorf("%v metres: got %s, want %s", metres, got, want)
		}
	}
}

func TestLayOut(t *testing.T) {
	long := strings.Repeat("x", 50)
	for _, c := range []struct {
		name  string
		rows  [][]string
		width int
		want  string
	}{
		{"nothing found", [][]string{{"id", "name"}}, 80,
			"id  name\n────────\n0 features\n"},
		{"one", [][]string{{"id", "name"}, {"1", "a"}}, 80,
			"id  name\n────────\n1   a   \n1 feature\n"},
		{"wide characters", [][]string{{"id", "n", "z"}, {"日本", "é", "1"}, {"a", "🎈", "2"}}, 80,
			"id    n   z\n───────────\n日本  é   1\na     🎈  2\n2 features\n"},
		{"a long text", [][]string{{"id", "t", "z"}, {"1", long, "2"}}, 80,
			"id  t" + strings.Repeat(" ", 39) + "  z\n" + strings.Repeat("─", 47) + "\n1   " + long[:39] + "…  2\n1 feature\n"},
		{"what does not fit", [][]string{{"id", "aaaaaaaa", "bbbbbbbb", "cc"}, {"1", "2", "3", "4"}}, 14,
			"id  aaaaaaaa\n────────────\n1   2       \n1 feature; 2 more properties do not fit: choose with --properties: bbbbbbbb, cc\n"},
		{"what fits in part", [][]string{{"id", "aaaaaaaa", "bbbbbbbbbbbb"}, {"1", "2", "3"}}, 22,
			"id  aaaaaaaa  bbbbb…\n────────────────────\n1   2         3\n1 feature\n"},
		{"the first column always", [][]string{{"id", "a"}, {long, "b"}}, 20,
			"id" + strings.Repeat(" ", 38) + "\n" + strings.Repeat("─", 20) + "\n" + long[:39] + "…\n1 feature; 1 more properties do not fit: choose with --properties: a\n"},
	} {
		var b strings.Builder
		if err := layOut(&b, c.rows, c.width); err != nil {
			t.Fatal(err)
		}
		if got, want := trimmed(b.String()), trimmed(c.want); got != want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, want)
		}
	}
}

// trimmed takes the spaces at the ends of lines away.
func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// wells makes n features that share a property.
func wells(t *testing.T, n int) (iter.Seq2[geo.Hit, error], geo.Output) {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("a")
	if err := errors.Join(b.AddText("name", "South"), b.AddText("\x1b[31mred", "x"), b.Add([]byte("list"), geo.Value("[1]")), b.Add([]byte("gone"), geo.Value("null"))); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(geo.Hit, error) bool) {
		for range n {
			if !yield(geo.Hit{Feature: f, Metres: 1500}, nil) {
				return
			}
		}
	}, geo.Output{Collection: geo.Collection{Schema: b.Schema()}}
}

func TestWriteTable(t *testing.T) {
	var b strings.Builder
	hits, o := wells(t, 2)
	if err := writeTable(&destination{Writer: &b}, hits, o, true); err != nil {
		t.Fatal(err)
	}
	const want = `id  distance  name   [31mred  gone
──────────────────────────────────
a   1.50 km   South  x
a   1.50 km   South  x
2 features
`
	if got := trimmed(b.String()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	b.Reset()
	o.Fields = []int{2, 0}
	if err := writeTable(&destination{Writer: &b}, hits, o, false); err != nil {
		t.Fatal(err)
	}
	if got, want := trimmed(b.String()), "id  list  name\n───────────────\na   [1]   South\na   [1]   South\n2 features\n"; got != want {
		t.Errorf("chosen: got\n%swant\n%s", got, want)
	}
}

// TestTooManyRows holds that a table too long to lay out is refused, and not cut
// where nobody sees it.
func TestTooManyRows(t *testing.T) {
	var b strings.Builder
	hits, o := wells(t, tableRows+1)
	o.Fields = []int{}
	err := writeTable(&destination{Writer: &b}, hits, o, false)
	if err == nil || !strings.Contains(err.Error(), "--limit") || b.Len() > 0 {
		t.Errorf("got %v and %d bytes, want an error that names --limit, and nothing", err, b.Len())
	}
	hits, _ = wells(t, tableRows)
	if err := writeTable(&destination{Writer: &b}, hits, o, false); err != nil || !strings.HasSuffix(b.String(), "\n100000 features\n") {
		t.Errorf("the most that can be: got %v", err)
	}
}

// TestTableFault holds that a table of which the rest could not be read is not shown.
func TestTableFault(t *testing.T) {
	var b strings.Builder
	hits, o := wells(t, 1)
	broken := errors.New("broken")
	err := writeTable(&destination{Writer: &b}, func(yield func(geo.Hit, error) bool) {
		hits(yield)
		yield(geo.Hit{}, broken)
	}, o, false)
	if !errors.Is(err, broken) || b.Len() > 0 {
		t.Errorf("got %v and %q, want the error and nothing", err, b.String())
	}
}
