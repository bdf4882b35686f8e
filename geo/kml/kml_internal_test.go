package kml

import (
	"io"
	"strings"
	"testing"

	"cairn/geo"
)

// repeated is a reader of one character.
type repeated byte

func (r repeated) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r)
	}
	return len(b), nil
}

// TestTooLong holds that a text without an end takes no memory without one, and that
// features are measured one by one.
func TestTooLong(t *testing.T) {
	const limit = 256 << 10
	features := strings.Repeat("<Placemark><name>"+strings.Repeat("x", 100)+"</name></Placemark>", 10_000)
	for _, c := range []struct {
		in      io.Reader
		want    int
		refused bool
	}{
		{strings.NewReader(features), 10_000, false},
		{io.MultiReader(strings.NewReader("<Placemark/><Placemark><name>"), repeated('x')), 1, true},
		{io.MultiReader(strings.NewReader("<Placemark/>"), repeated(' ')), 1, true},
	} {
		n, err := 0, error(nil)
		for _, e := range readWithin(io.MultiReader(strings.NewReader("<kml>"), c.in, strings.NewReader("</kml>")), geo.NewBuilder(nil), Options{}, limit) {
			if err = e; err == nil {
				n++
			}
		}
		refused := geo.KindOf(err) == geo.Invalid && err != nil && strings.Contains(err.Error(), "one Placemark")
		if n != c.want || refused != c.refused || err != nil && !refused {
			t.Errorf("got %d features and %v, want %d", n, err, c.want)
		}
	}
}
