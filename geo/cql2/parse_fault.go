package cql2

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// unexpected notes that something else than the next token was expected.
func (p *parser) unexpected(expected string) Expr {
	return p.fail(&Error{Column: int(p.tok.at), Expected: expected, Found: p.found(), Hint: p.hint()})
}

// trailing notes that e is whole, but neither goes on nor is followed by what could
// come next.
func (p *parser) trailing(e Expr, end string) {
	if _, list := e.(*List); list || isCondition(e) {
		if _, property := e.(*Property); property {
			p.unexpected("a comparison, AND, OR or " + end)
			return
		}
		p.unexpected("AND, OR or " + end)
		return
	}
	p.unexpected("a comparison after " + p.before())
}

// missing notes that a value was expected here.
func (p *parser) missing() Expr {
	expected := "a condition"
	if p.last.kind != endToken {
		expected = "a value after " + p.before()
	}
	hint := p.hint()
	if joins := p.keyword("and") || p.keyword("or"); hint == "" && p.tok.kind == wordToken && (!joins || p.last.kind == endToken) {
		hint = "a property of that name is written in double quotes"
	}
	return p.fail(&Error{Column: int(p.tok.at), Expected: expected, Found: p.found(), Hint: hint})
}

// before describes the token before.
func (p *parser) before() string {
	if p.last.kind == textToken {
		return short(p.last.raw)
	}
	return quote(p.last.raw)
}

// found describes the next token.
func (p *parser) found() string {
	switch p.tok.kind {
	case endToken:
		return "the end"
	case textToken:
		return short(p.tok.raw)
	}
	return quote(p.tok.raw)
}

// hint says what was perhaps meant by the next token; empty if nobody knows.
func (p *parser) hint() string {
	switch p.tok.kind {
	case symbolToken:
		return symbolHint(p.tok.raw)
	case nameToken:
		return "text is written in single quotes, names in double quotes"
	case wordToken, numberToken:
		return p.wordHint()
	}
	return ""
}

func (p *parser) wordHint() string {
	word := lower(p.tok.raw)
	switch {
	case word == "ilike":
		return "write CASEI(…) LIKE CASEI('…') for ILIKE"
	case word == "null":
		return "write IS NULL to ask for what is missing"
	case word == "mod":
		return "write % for MOD"
	case p.last.kind == wordToken && !reserved(p.last.raw) && !reserved(word):
		return "text is written in single quotes: '" + short(p.last.raw+" "+p.tok.raw) + "'"
	case p.last.kind == textToken && int(p.tok.at-p.last.at) == utf8.RuneCountInString(p.last.raw):
		return "a ' within a text is written twice"
	}
	return ""
}

func symbolHint(symbol string) string {
	switch symbol {
	case "==":
		return "write = for =="
	case "!=":
		return "write <> for !="
	case "&&", "&":
		return "write AND for " + symbol
	case "||", "|":
		return "write OR for " + symbol
	case "!":
		return "write NOT for !"
	case "**":
		return "write ^ for **"
	case "[", "]":
		return "arrays are written in parentheses"
	case "‘", "’", "‚", "´", "`":
		return "text is written in straight single quotes: '"
	case "“", "”", "„":
		return `text is written in straight single quotes: ', names in double ones: "`
	case ";":
		return "a filter is one expression without ;"
	}
	return ""
}

// quote puts something from the text in double quotes, shortened.
func quote(raw string) string {
	if strings.HasPrefix(raw, `"`) {
		return short(raw)
	}
	return `"` + short(raw) + `"`
}

// short cuts something from the text to what a message can hold.
func short(raw string) string {
	const most = 40
	if utf8.RuneCountInString(raw) <= most {
		return raw
	}
	n := 0
	for i := range raw {
		if n == most {
			return raw[:i] + "…"
		}
		n++
	}
	return raw
}

func number(n int) string { return strconv.Itoa(n) }
