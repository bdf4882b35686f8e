package cql2_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// TestScripts runs testdata/*.cql. A script has things, and filters that are asked
// of them:
//
//   - name {"property":"value"} POINT(1 2)   a thing; the geometry may be missing
//     filter => a b | c                        true of a and b, false of c, unknown of the rest
//     filter !! column 3: …                    cannot be compiled, and why
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s := script{types: &fields{}}
			for number, line := range scriptLines(t, file) {
				s.run(t, number, line)
			}
		})
	}
}

type script struct {
	types  *fields
	things []*thing
}

func (s *script) run(t *testing.T, number int, line string) {
	t.Helper()
	if rest, ok := strings.CutPrefix(line, "+ "); ok {
		name, rest, _ := strings.Cut(rest, " ")
		end := strings.LastIndexByte(rest, '}') + 1
		s.things = append(s.things, s.types.add(t, name, rest[:end], shapeOf(t, strings.TrimSpace(rest[end:]))))
		return
	}
	if text, want, ok := strings.Cut(line, " !! "); ok {
		e, err := cql2.Parse(strings.TrimSpace(text))
		if err == nil {
			_, err = cql2.Compile(e, s.types)
		}
		if err == nil || err.Error() != want {
			t.Errorf("line %d: %s\n got %v\nwant %s", number, text, err, want)
		}
		return
	}
	text, want, ok := strings.Cut(line, " =>")
	if !ok {
		t.Fatalf("line %d: expected a thing, a filter with => or one with !!", number)
	}
	is, isNot := compile(t, text, s.types), compile(t, "NOT ("+text+")", s.types)
	got := s.matches(is)
	if not := s.matches(isNot); not != "" {
		got += " |" + not
	}
	if want = strings.TrimRight(want, " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("line %d: %s\n got%s\nwant%s", number, text, got, want)
	}
}

// matches lists the things that a filter is true of.
func (s *script) matches(f *cql2.Filter) (names string) {
	for _, x := range s.things {
		if f.Match(x) {
			names += " " + x.name
		}
	}
	return names
}

// shapeOf reads well-known text as the language does.
func shapeOf(t *testing.T, wkt string) orb.Geometry {
	t.Helper()
	if wkt == "" {
		return nil
	}
	e, err := cql2.Parse("S_INTERSECTS(geometry," + wkt + ")")
	if err != nil {
		t.Fatal(err)
	}
	return e.(*cql2.Call).Args[1].(*cql2.Geometry).Shape
}
