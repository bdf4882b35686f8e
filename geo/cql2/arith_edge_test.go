package cql2_test

import (
	"strings"
	"testing"
)

// TestArithmeticEdges: what a, an operator and b give, by the same rules where they
// are written in the filter as where they are properties. Empty: null.
func TestArithmeticEdges(t *testing.T) {
	for _, c := range []struct{ a, op, b, want string }{
		{"7", "DIV", "-2", "-3"}, {"-7", "DIV", "2", "-3"}, {"-7", "DIV", "-2", "3"}, {"-1", "DIV", "2", "0"},
		{"5.9", "DIV", "1", "5"}, {"0", "DIV", "-5", "0"}, {"5", "DIV", "0", ""}, {"0", "DIV", "0", ""}, {"1e308", "DIV", "1e-308", ""},
		{"7", "%", "-2", "1"}, {"-7", "%", "2", "-1"}, {"-7", "%", "-2", "-1"}, {"-4", "%", "2", "0"},
		{"5.5", "%", "2", "1.5"}, {"5", "%", "1e308", "5"}, {"5", "%", "0", ""}, {"0", "%", "0", ""}, {"0", "%", "3", "0"},
		{"0", "^", "0", "1"}, {"0", "^", "5", "0"}, {"0", "^", "-1", ""}, {"-8", "^", "0", "1"}, {"-2", "^", "3", "-8"}, {"-2", "^", "2", "4"},
		{"2", "^", "-1", "0.5"}, {"-8", "^", "0.5", ""}, {"10", "^", "309", ""}, {"-10", "^", "309", ""}, {"2", "^", "-1080", "0"},
		{"1e308", "+", "1e308", ""}, {"-1e308", "-", "1e308", ""}, {"1e308", "-", "1e308", "0"}, {"1e308", "*", "-10", ""},
		{"1e-200", "*", "1e-200", "0"}, {"0", "*", "-1", "0"}, {"1e-5", "/", "1e-320", ""}, {"0", "/", "-3", "0"}, {"-1", "/", "0", ""}, {"0", "/", "0", ""},
	} {
		types := &fields{}
		x := types.add(t, "x", `{"a":`+c.a+`,"b":`+c.b+`}`, nil)
		for _, of := range []string{"a " + c.op + " b", "(" + c.a + ") " + c.op + " (" + c.b + ")", "a " + c.op + " (" + c.b + ")"} {
			text := of + " IS NULL"
			if c.want != "" {
				text = of + " = " + c.want
			}
			if !compile(t, text, types).Match(x) {
				t.Errorf("%s is not true of a %s, b %s", text, c.a, c.b)
			}
		}
	}
}

// TestArithmeticOfOtherKinds: a property that is a number of some things has no sum,
// and its sign cannot be turned, where it is anything else; nor is that a match.
func TestArithmeticOfOtherKinds(t *testing.T) {
	types := &fields{}
	one := types.add(t, "one", `{"n":1}`, nil)
	var others []*thing
	for _, v := range []string{`{}`, `{"n":null}`, `{"n":"1"}`, `{"n":""}`, `{"n":true}`, `{"n":[1]}`, `{"n":{"n":1}}`, `{"n":"2024-01-01"}`} {
		others = append(others, types.add(t, v, v, nil))
	}
	for _, sum := range []string{"n + 0", "0 + n", "-n", "-(-n)", "n * 0", "n ^ 0", "1 ^ n", "n % 1", "n DIV 1", "(n + 1) - n", "(1 / 0) * n"} {
		isNull, any := compile(t, sum+" IS NULL", types), compile(t, sum+" = 0 OR "+sum+" <> 0", types)
		if null := strings.HasPrefix(sum, "(1 / 0)"); isNull.Match(one) != null || any.Match(one) == null {
			t.Errorf("%s of 1: null is %v, want %v", sum, isNull.Match(one), null)
		}
		for _, x := range others {
			if !isNull.Match(x) || any.Match(x) {
				t.Errorf("%s of %s is not null", sum, x.name)
			}
		}
	}
}
