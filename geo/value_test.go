package geo_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/geo"
)

func TestValueKind(t *testing.T) {
	for text, want := range map[string]geo.Kinds{
		"": 0, "null": geo.Null, "true": geo.Boolean, "false": geo.Boolean, "0": geo.Integer, "-12": geo.Integer, "12345678901234567890": geo.Integer,
		"1.0": geo.Number, "1e3": geo.Number, "-2E-3": geo.Number, "[]": geo.Array, "[1]": geo.Array, "{}": geo.Object, `""`: geo.Text, `"a"`: geo.Text,
		`"2026-01-19"`: geo.Date, `"2026-01-19T14:30:00Z"`: geo.DateTime, `"2026-01-19T14:30:00.123456+03:00"`: geo.DateTime,
		`"2026-02-30"`: geo.Text, `"2026-01-19 14:30"`: geo.Text, `"19-01-2026"`: geo.Text, `"2026-01-19T14:30:00"`: geo.Text, `"2026"`: geo.Text,
		`"2026-01-19\n"`: geo.Text, `"2026-01-19 and so on, longer than any date-time is"`: geo.Text,
	} {
		if got := geo.Value(text).Kind(); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
	seen := geo.Kinds(0)
	for _, k := range geo.AllKinds {
		if k.Kind == 0 || k.Kind&(k.Kind-1) != 0 || seen&k.Kind != 0 || k.Type == "" {
			t.Errorf("%+v is not one kind with its word, listed once", k)
		}
		seen |= k.Kind
	}
	if seen != geo.Object<<1-1 {
		t.Errorf("the list has %b, want every kind up to Object", seen)
	}
}

func TestValueFloat(t *testing.T) {
	for text, want := range map[string]float64{"0": 0, "-1.5": -1.5, "1e3": 1000, "12345678901234567890": 12345678901234567890} {
		if got, ok := geo.Value(text).Float(); !ok || got != want {
			t.Errorf("%s: got %v %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "null", `"1"`, "[1]", "{}", "true", "1e999"} {
		if got, ok := geo.Value(text).Float(); ok {
			t.Errorf("%s: got %v, want no number", text, got)
		}
	}
}

func TestValuePeriod(t *testing.T) {
	for text, want := range map[string]string{
		`"2026-01-19"`: "2026-01-19", `"2026-01-19T14:30:00Z"`: "2026-01-19T14:30:00Z", `"2026"`: "", `""`: "", "": "", "null": "", "20260119": "", `["2026-01-19"]`: "",
	} {
		p, ok := geo.Value(text).Period()
		if ok != (want != "") || ok && p.String() != want {
			t.Errorf("%s: got %v %t, want %q", text, p, ok, want)
		}
	}
}

func TestAppendString(t *testing.T) {
	for text, want := range map[string]string{
		"": `""`, "a": `"a"`, `a"b\c/`: `"a\"b\\c/"`, "\n\r\t": `"\n\r\t"`, "\x00\x1f\b\f": `"\u0000\u001f\u0008\u000c"`, "\x7f": "\"\x7f\"",
		"الشدادي 📍\u2028": "\"الشدادي 📍\u2028\"", "</script>&": `"</script>&"`, "a\xffb": "\"a\uFFFDb\"", "\xed\xa0\x80": "\"\uFFFD\uFFFD\uFFFD\"",
		"\xf0\x9f": "\"\uFFFD\uFFFD\"", "\uFFFD": "\"\uFFFD\"", "é\xe9": "\"é\uFFFD\"",
	} {
		if got := string(geo.AppendString(nil, text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
		if got := string(geo.AppendString([]byte("x"), []byte(text))); got != "x"+want {
			t.Errorf("%q as bytes: got %s, want x%s", text, got, want)
		}
	}
}

// FuzzString writes a text and reads it back, here and with encoding/json.
func FuzzString(f *testing.F) {
	for _, s := range []string{"", "a", "\x00\n\"\\", "الرقة", "\xff", "📍\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		quoted := geo.AppendString(nil, s)
		want := strings.ToValidUTF8(s, "\x00")
		if utf8.ValidString(s) {
			want = s
			if got := string(geo.AppendUnquoted(nil, quoted)); got != want {
				t.Errorf("%q: got %q", s, got)
			}
			if got := geo.Value(quoted).String(); got != want {
				t.Errorf("%q as a value: got %q", s, got)
			}
		}
		var got string
		if err := json.Unmarshal(quoted, &got); err != nil {
			t.Errorf("%q: %s is not JSON: %v", s, quoted, err)
		}
		if utf8.ValidString(s) && got != want {
			t.Errorf("%q: encoding/json reads %q", s, got)
		}
	})
}

func TestValueString(t *testing.T) {
	for text, want := range map[string]string{`"a\"b"`: `a"b`, `""`: "", "1.50": "1.50", "null": "null", `{"a":1}`: `{"a":1}`, "": ""} {
		if got := geo.Value(text).String(); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if _, ok := geo.Value("1" + strings.Repeat("0", 400)).Float(); ok {
		t.Error("a number too large for a float is one")
	}
}
