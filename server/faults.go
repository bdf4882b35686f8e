package server

import (
	"strconv"
	"strings"
)

// fault is one thing that is wrong with a request's query string, as the
// member "invalid" of a problem document lists it (RFC 9457 §3.2).
type fault struct {
	Parameter string `json:"parameter"`
	Position  int    `json:"position"` // of the value in the query string, in bytes from 0
	Reason    string `json:"reason"`
	Expected  string `json:"expected,omitempty"`
}

// Hint returns what was expected, "" if the reason says that itself.
func (f fault) Hint() string {
	if strings.Contains(f.Reason, "expected") {
		return ""
	}
	return f.Expected
}

// faults are all that is wrong with a query string.
type faults []fault

// Error joins the faults.
func (f faults) Error() string {
	var b strings.Builder
	for i, one := range f {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString("the parameter " + strconv.Quote(one.Parameter) + " " + one.Reason)
		if hint := one.Hint(); hint != "" {
			b.WriteString(" (expected: " + hint + ")")
		}
	}
	return b.String()
}

func (f faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func faultAt(p *parameter, reason, expected string) fault {
	return fault{p.name, p.at, reason, expected}
}

// unknown is the fault of a parameter that the resource does not know: it names
// the nearest of those it does, among them more, or else all of known.
func unknown(p *parameter, known []string, more []string) fault {
	best := nearestName(p.name, known, more, []string{"f"})
	f := faultAt(p, "is not known here", "")
	switch {
	case best != "":
		f.Expected = "perhaps " + best
	case len(known) > 0:
		f.Expected = "one of f, " + strings.Join(known, ", ")
	default:
		f.Expected = "only f"
	}
	return f
}

// nearestName returns the name nearest to a misspelt one, "" if none is near.
func nearestName(wrong string, lists ...[]string) string {
	best, least := "", 1+len(wrong)/2
	for _, list := range lists {
		for _, name := range list {
			if d := distance(strings.ToLower(wrong), strings.ToLower(name), least); d < least {
				best, least = name, d
			}
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to make b of a, up to most (Damerau 1964, without repeated edits of a place).
func distance(a, b string, most int) int {
	if len(a)-len(b) >= most || len(b)-len(a) >= most || len(a) > 64 {
		return most
	}
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		row, above, twoAbove := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return rows[len(x)%3][len(y)]
}
