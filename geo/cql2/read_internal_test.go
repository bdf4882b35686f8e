package cql2

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

func TestReadNumber(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	texts := []string{"0", "-0", "1", "-2.5", "0.1", "1e3", "1E-7", "9007199254740993", "9007199254740992", "123456789012345678901234567890",
		"0.000000000000000000000001", "1.7976931348623157e308", "5e-324", "0.30000000000000004", "1234567890.12345678"}
	for range 50_000 {
		texts = append(texts, strconv.FormatFloat(r.NormFloat64()*math.Pow(10, float64(r.IntN(12)-4)), 'f', r.IntN(12), 64))
	}
	for _, s := range texts {
		want, err := strconv.ParseFloat(s, 64)
		if got, ok := readNumber([]byte(s)); !ok || got != want || err != nil {
			t.Errorf("%s: got %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "null", "true", `"1"`, "[1]", "{}", "1e400", "-1e400", "-"} {
		if got, ok := readNumber([]byte(s)); ok {
			t.Errorf("%s: got %v, want no number", s, got)
		}
	}
}

func TestReadTime(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		at := time.UnixMicro(r.Int64N(253402300800e6+62167219200e6) - 62167219200e6).UTC()
		zone := time.FixedZone("", (r.IntN(47)-23)*1800)
		s := at.In(zone).Format(time.RFC3339Nano)
		if len(s) < 20 || s[4] != '-' {
			continue // a year of five digits or below 0, by the zone
		}
		if got, ok := readTime([]byte(s)); !ok || got.first != at.UnixMicro() || got.last != got.first {
			t.Fatalf("%s: got %v %v, want %d", s, got, ok, at.UnixMicro())
		}
		date := at.Format(time.DateOnly)
		midnight := at.Truncate(24 * time.Hour).UnixMicro()
		if got, ok := readTime([]byte(date)); !ok || got.first != midnight || got.last != midnight+day-1 {
			t.Fatalf("%s: got %v %v, want %d", date, got, ok, midnight)
		}
		if civilDate(at.UnixMicro()) != [3]int{at.Year(), int(at.Month()), at.Day()} || floorDay(at.UnixMicro()) != midnight {
			t.Fatalf("%s: its day is %v, %d", s, civilDate(at.UnixMicro()), floorDay(at.UnixMicro()))
		}
	}
}

func TestReadTimeRefuses(t *testing.T) {
	for _, s := range []string{
		"", "2024", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-1-1", "24-01-01", "2024/01/01", "abcd-ef-gh",
		"2024-01-01T", "2024-01-01T10:00Z", "2024-01-01T24:00:00Z", "2024-01-01T10:60:00Z", "2024-01-01T23:59:60Z", "2024-01-01T10:00:00",
		"2024-01-01T10:00:00.Z", "2024-01-01T10:00:00+0200", "2024-01-01T10:00:00+24:00", "2024-01-01X10:00:00Z", "2024-01-01T10:00:00Zz",
	} {
		if got, ok := readTime([]byte(s)); ok {
			t.Errorf("%q: got %v, want no time", s, got)
		}
	}
	for _, s := range []string{"2024-02-29", "2024-01-01t10:00:00z", "2024-01-01 10:00:00Z", "2024-01-01T10:00:00.1234567-23:59", "0000-01-01", "9999-12-31"} {
		if _, ok := readTime([]byte(s)); !ok {
			t.Errorf("%q: got no time", s)
		}
	}
}

func TestUnescape(t *testing.T) {
	for json, want := range map[string]string{
		`"plain"`: "plain", `"\""`: `"`, `"a\\b"`: `a\b`, `"\n\r\t\b\f\/"`: "\n\r\t\b\f/", `"\u0001x"`: "\x01x",
		`"\u00e9"`: "é", `"\ud83d\ude00"`: "😀", `"\ud83d"`: "\uFFFD", `"\u12"`: "\uFFFD", `"\`: ``,
	} {
		if len(json) < 2 {
			continue
		}
		for _, s := range []*scratch{nil, newScratch()} {
			if got := string(plain([]byte(json), s)); got != want {
				t.Errorf("%s: got %q, want %q", json, got, want)
			}
		}
	}
}

// TestScratchKeeps: what was kept stays as it is while the scratch grows.
func TestScratchKeeps(t *testing.T) {
	s := newScratch()
	for range 3 {
		var kept [][]byte
		var lists [][]value
		for i := range 200 {
			b := s.room()
			for range i * 7 % 50 {
				b = append(b, byte(i))
			}
			kept = append(kept, s.keep(b))
			list := s.list(i % 4)
			for j := range list {
				list[j].number = float64(i)
			}
			lists = append(lists, list)
		}
		for i, b := range kept {
			for _, c := range b {
				if c != byte(i) {
					t.Fatalf("text %d was overwritten", i)
				}
			}
			for _, v := range lists[i] {
				if v.number != float64(i) {
					t.Fatalf("list %d was overwritten", i)
				}
			}
		}
		s.reset()
	}
}

func TestLengthOf(t *testing.T) {
	for text, want := range map[string]int{
		`1,2`: 1, `"a,]",2`: 5, `"a\"",1`: 5, `[1,[2]],3`: 7, `{"a":"}"}]`: 9, `true]`: 4, `"x"`: 3, `[]`: 2,
	} {
		if got := lengthOf([]byte(text)); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"name", "population", "date", "geometry"}
	for wrong, want := range map[string]string{
		"nam": "name", "NAME": "name", "naem": "name", "populaton": "population", "dtae": "date", "xyz": "", "": "", "geom": "", "geometri": "geometry",
	} {
		if got := nearest(wrong, names); got != want {
			t.Errorf("%s: got %q, want %q", wrong, got, want)
		}
	}
}
