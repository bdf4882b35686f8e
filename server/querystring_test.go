package server_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/server"
)

func TestParseQuery(t *testing.T) {
	for _, c := range []struct {
		raw           string
		names, values []string
		wrong         string // in the error; "" for none
	}{
		{"", nil, nil, ""},
		{"&&&", nil, nil, ""},
		{"a=1", []string{"a"}, []string{"1"}, ""},
		{"a=1&b=2&", []string{"a", "b"}, []string{"1", "2"}, ""},
		{"a=b=c", []string{"a"}, []string{"b=c"}, ""},
		{"a=x+y%2Bz", []string{"a"}, []string{"x y+z"}, ""},
		{"a=x%20+%20y&b=x+y", []string{"a", "b"}, []string{"x + y", "x y"}, ""},
		{"%D8%B3=%D8%AC", []string{"س"}, []string{"ج"}, ""},
		{"س=ج", []string{"س"}, []string{"ج"}, ""},
		{"a=1;b=2", []string{"a"}, []string{"1;b=2"}, ""},
		{"a", nil, nil, `"a" is empty`},
		{"a=", nil, nil, `"a" is empty`},
		{"a=1&a=1", []string{"a"}, []string{"1"}, `"a" is given twice`},
		{"a=1&%61=2", []string{"a"}, []string{"1"}, `"a" is given twice`},
		{"a=%", nil, nil, "not percent-encoded UTF-8"},
		{"a=%80", nil, nil, "not percent-encoded UTF-8"},
		{"a=\xff", nil, nil, "not percent-encoded UTF-8"},
		{"a=%00", nil, nil, "not percent-encoded UTF-8"},
		{"a=1&b=2&c=3&d=4", []string{"a", "b", "c"}, []string{"1", "2", "3"}, "one parameter too many"},
		{"a=&b=%&c=1", []string{"c"}, []string{"1"}, `"a" is empty; the parameter "b" has a value`},
	} {
		names, values, err := server.ParseQuery(c.raw, 3)
		if !slices.Equal(names, c.names) || !slices.Equal(values, c.values) {
			t.Errorf("%q: %q = %q, want %q = %q", c.raw, names, values, c.names, c.values)
		}
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q: error %v, want %q", c.raw, err, c.wrong)
		}
	}
}
