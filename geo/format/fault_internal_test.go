package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
)

func TestFound(t *testing.T) {
	for text, want := range map[string]string{
		`"a", 1`: `the text "a"`, `"a\"b"]`: `the text "a\"b"`, `"` + strings.Repeat("é", 60) + `"`: `the text "` + strings.Repeat("é", 39) + "…", `"open`: `the text "open`,
		"{": "an object", "[1]": "an array", "-12.5,": "-12.5", "0]": "0", "null}": "null", "true": "true", "nil ": "nil",
		"NaN,": "NaN, which is not JSON (RFC 8259 §6)", "None}": "None, which is not JSON (it has null, true and false)",
		"'a'": "a single quote (JSON has its texts in double quotes)", "//": "'/' (JSON has no comments)", "# x": "'#' (JSON has no comments)",
		"}": "'}'", "é": "'é'", "\x1e{": "a record separator, U+001E", "\xff": "the byte 0xff", "\u202e": `the character '\u202e'`, "\x00": `the character '\x00'`,
	} {
		if got := found([]byte(text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if got := printable(nil); got != "nothing" {
		t.Errorf("nothing: got %s", got)
	}
}

func TestCounted(t *testing.T) {
	for n, want := range map[int]string{0: "0 positions", 1: "1 position", 2: "2 positions"} {
		if got := counted(n, "position"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestFirstFaultCounts checks that what follows from a fault does not hide it.
func TestFirstFaultCounts(t *testing.T) {
	var p parser
	if p.fail(3, "first") || p.fail(1, "second") {
		t.Error("a fault is reported as none")
	}
	p.refused(0, &geo.Error{Kind: geo.Invalid, Path: "id", Msg: "third"}, true)
	if p.failAt != 3 || p.failMsg != "first" || p.failIn != "" {
		t.Errorf("got %q at %d in %q, want the first", p.failMsg, p.failAt, p.failIn)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		err         error
		whole       bool
		msg, member string
	}{
		{&geo.Error{Path: "id", Msg: "m"}, true, "m", "id"},
		{&geo.Error{Path: "id", Msg: "m"}, false, "m", ""},
		{fmt.Errorf("wrapped: %w", &geo.Error{Path: "p", Msg: "m"}), true, "m", "p"},
		{errors.New("other"), true, "other", ""},
	} {
		var p parser
		p.refused(0, c.err, c.whole)
		if p.failMsg != c.msg || p.failIn != c.member {
			t.Errorf("%v: got %q in %q, want %q in %q", c.err, p.failMsg, p.failIn, c.msg, c.member)
		}
	}
}
