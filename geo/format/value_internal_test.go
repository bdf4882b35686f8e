package format

import (
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
)

// TestDistinct looks for a name that repeats, at every place of objects of every
// size: small ones are compared pair by pair, large ones sorted.
func TestDistinct(t *testing.T) {
	for n := 2; n < 40; n++ {
		for second := 1; second < n; second++ {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("%c%d", 'z'-i%26, i)
			}
			first := second / 2
			names[second] = names[first]
			var b strings.Builder
			for i, name := range names {
				fmt.Fprintf(&b, "%c%q:%d", "{,"[min(i, 1)], name, i)
			}
			text := b.String() + "} "
			p := parser{data: []byte(text), b: geo.NewBuilder(nil)}
			at := strings.LastIndex(text, fmt.Sprintf("%q", names[second]))
			if p.copyValue() || p.failAt != at || !strings.Contains(p.failMsg, "twice") {
				t.Fatalf("%s: got %q at %d, want the second %s at %d", text, p.failMsg, p.failAt, names[second], at)
			}
		}
	}
}

func TestNameStack(t *testing.T) {
	var s nameStack
	add := func(want bool, names ...string) {
		t.Helper()
		for _, name := range names {
			if got := s.add([]byte(name)); got != want {
				t.Errorf("%q: added %t, want %t", name, got, want)
			}
		}
	}
	add(true, "a", "b", "")
	add(false, "a", "")
	outer := s.enter()
	add(true, "b", "c") // an object within has names of its own
	inner := s.enter()
	add(true, "c", "a")
	s.leave(inner)
	add(false, "b", "c")
	add(true, "a")
	s.leave(outer)
	add(false, "a", "b", "")
	add(true, "c")
	s.reset(0)
	add(true, "a")
	if s.full() {
		t.Error("one name is too many")
	}
}

func TestDoubleArea(t *testing.T) {
	for text, want := range map[string]float64{
		"[[0,0],[1,0],[1,1],[0,0]]": 1, "[[0,0],[1,1],[1,0],[0,0]]": -1, "[[0,0],[1,0],[0.5,0],[0,0]]": 0, "[[5,5],[5,5],[5,5],[5,5]]": 0,
		"[[40,36],[41,37],[41,36],[40,37],[40,36]]": 0, "[[170,80],[172,80],[172,81],[170,81],[170,80]]": 4,
	} {
		p := parser{data: []byte(text + " ")}
		ring, ok := p.positions()
		if got := doubleArea(ring); !ok || got != want {
			t.Errorf("%s: got %v (%s), want %v", text, got, p.failMsg, want)
		}
		if n := len(ring); p.written(0, 0) != p.written(0, n-1) || !sameHeight(p.first, p.height) {
			t.Errorf("%s: starts at %s and ends at %s", text, p.written(0, 0), p.written(0, n-1))
		}
		before := string(p.shape)
		p.turn(ring, 0)
		if got := doubleArea(ring); got != -want {
			t.Errorf("%s turned round: got %v, want %v", text, got, -want)
		}
		once := parser{data: append(p.shape, ' ')}
		if _, ok := once.positions(); !ok || len(p.shape) != len(before) {
			t.Errorf("%s turned round is written %s", text, p.shape)
		}
	}
}

func TestKinds(t *testing.T) {
	for k := point; k <= collection; k++ {
		if kindOf([]byte(kinds[k].name)) != k || !strings.Contains(kinds[k].opening, `"`+kinds[k].name+`"`) || kinds[k].content == "" || !strings.Contains(kindNames, kinds[k].name) {
			t.Errorf("kind %d is not whole: %+v", k, kinds[k])
		}
	}
	for _, name := range []string{"", "point", "Feature", "Point "} {
		if got := kindOf([]byte(name)); got != nowhere {
			t.Errorf("%q is kind %d", name, got)
		}
	}
}
