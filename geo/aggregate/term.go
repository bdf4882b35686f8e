package aggregate

import (
	"strconv"
	"strings"

	"cairn/geo"
)

// term is one of the things between commas: a word, and what it is of.
type term struct {
	written                string // as it stands there
	word, argument         string
	called                 bool // there are brackets
	quoted, argumentQuoted bool
}

// parser reads terms.
type parser struct {
	param string
	rest  string
	at    int // how many bytes have been read
}

// done reports whether there is no further term, and otherwise takes the comma.
func (p *parser) done() bool {
	if p.rest == "" {
		return true
	}
	p.take(1)
	return false
}

func (p *parser) take(n int) (taken string) {
	taken, p.rest = p.rest[:n], p.rest[n:]
	p.at += n
	return taken
}

// term reads one up to the comma or the end.
func (p *parser) term() (t term, err error) {
	whole := p.rest
	if t.word, t.quoted, err = p.name("a name"); err != nil {
		return t, err
	}
	if strings.HasPrefix(p.rest, "(") {
		t.called = true
		p.take(1)
		if !strings.HasPrefix(p.rest, ")") {
			if t.argument, t.argumentQuoted, err = p.name("a property"); err != nil {
				return t, err
			}
		}
		if !strings.HasPrefix(p.rest, ")") {
			return t, p.fail("')'")
		}
		p.take(1)
	}
	if p.rest != "" && p.rest[0] != ',' {
		return t, p.fail("a comma or the end")
	}
	t.written = whole[:len(whole)-len(p.rest)]
	if t.quoted && !t.called {
		t.written = t.word
	}
	return t, nil
}

// name reads a name, in quotes or not.
func (p *parser) name(what string) (name string, quoted bool, err error) {
	if !strings.HasPrefix(p.rest, `"`) {
		n := strings.IndexAny(p.rest, `,()"`)
		if n < 0 {
			n = len(p.rest)
		}
		if n == 0 {
			return "", false, p.fail(what)
		}
		return p.take(n), false, nil
	}
	p.take(1)
	for {
		n := strings.IndexByte(p.rest, '"')
		if n < 0 {
			p.take(len(p.rest))
			return "", true, p.fail("the second '\"'")
		}
		name += p.take(n)
		p.take(1)
		if !strings.HasPrefix(p.rest, `"`) {
			return name, true, nil
		}
		name += p.take(1)
	}
}

// fail says what was expected where the parser is.
func (p *parser) fail(expected string) error {
	found := "nothing"
	if p.rest != "" {
		r := []rune(p.rest)[0]
		found = strconv.QuoteRune(r)
	}
	return invalid(p.param, "character "+strconv.Itoa(p.at+1)+": there is "+found+"; expected "+expected)
}

// names lists the properties.
func names(s *geo.Schema) (list []string) {
	for _, f := range s.Fields() {
		list = append(list, f.Name)
	}
	return list
}

// numbers lists the properties that have numbers.
func numbers(s *geo.Schema) (list []string) {
	for _, f := range s.Fields() {
		if f.Kinds&(geo.Integer|geo.Number) != 0 {
			list = append(list, f.Name)
		}
	}
	return list
}

// some writes a list of names that may be long.
func some(list []string) string {
	const most = 12
	switch {
	case len(list) == 0:
		return "none"
	case len(list) > most:
		return strings.Join(list[:most], ", ") + ", …"
	}
	return strings.Join(list, ", ")
}

// unknown says that there is no such name, and which may have been meant.
func unknown(param, name, expected string, known []string) error {
	msg := "there is no " + strconv.Quote(name) + "; expected " + expected
	if near := nearest(name, known); near != "" {
		msg += ": did you mean " + near + "?"
	}
	return invalid(param, msg)
}

// nearest returns the known name with the fewest differences from a misspelt one;
// "" if there are too many in each.
func nearest(wrong string, known []string) (near string) {
	least := len(wrong)/3 + 2
	for _, name := range known {
		if d := differences(strings.ToLower(wrong), strings.ToLower(name)); d < least {
			near, least = name, d
		}
	}
	return near
}

// differences counts the letters to put in, take out or change to make b of a
// (Levenshtein 1965).
func differences(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
