package format

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestFloat compares the numbers of positions with strconv, digit for digit.
func TestFloat(t *testing.T) {
	literals := []string{
		"0", "-0", "0.0", "-0.0", "1", "-1", "36.0561", "40.730300000000000001", "36.056100000000000287", "9007199254740991", "9007199254740992",
		"9007199254740993", "900719925474099.3", "0.9007199254740993", "123456789012345678", "1234567890123456789", "12345678901234567890",
		"0.000000000000000001", "0.0000000000000000001", "1e-7", "1E+2", "-2.5e-3", "1e22", "1e23", "4.9e-324", "2e-324", "1.7976931348623157e308",
		"0.1000000000000000055511151231257827", "179.99999999999997", "89.99999999999999",
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		v := (random.Float64() - 0.5) * 360
		literals = append(literals, strconv.FormatFloat(v, 'f', random.IntN(18), 64))
	}
	for range 10_000 {
		literals = append(literals, strconv.FormatFloat(random.NormFloat64(), 'g', -1, 64))
	}
	for _, literal := range literals {
		for _, after := range []string{",", "]", " ]"} {
			p := parser{data: []byte(literal + after)}
			got, ok := p.float()
			want, err := strconv.ParseFloat(literal, 64)
			if !ok || err != nil || got != want || p.pos != len(literal) {
				t.Fatalf("%s: got %v to byte %d (%t, %s), want %v", literal, got, p.pos, ok, p.failMsg, want)
			}
		}
		p := parser{data: []byte(literal)}
		if _, ok := p.float(); ok || !p.tooShort {
			t.Fatalf("%s, then nothing: got a number, want more digits asked for", literal)
		}
	}
}

func TestOrdinary(t *testing.T) {
	for n := range 40 {
		for at := 0; at <= n; at++ {
			for _, c := range []byte{'"', '\\', 0, 0x1f, 0x80, 0xff, '\n'} {
				d := make([]byte, n)
				for i := range d {
					d[i] = " ~a\x7f!#[]"[i%8]
				}
				want := n
				if at < n {
					d[at], want = c, at
				}
				if got := ordinary(d, 0); got != want {
					t.Fatalf("%q: got %d, want %d", d, got, want)
				}
			}
		}
	}
}
