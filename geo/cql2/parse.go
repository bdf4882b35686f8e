package cql2

import (
	"strings"
	"unicode/utf8"
)

// Parse reads a filter in CQL2 text (OGC 21-065r2 Annex B). Keywords may be in
// upper case or lower. Beyond the standard it takes a sign before parentheses, NOT
// twice, offsets from UTC in timestamps, any name in double quotes, and measures
// in geometries, which it leaves out as it does heights.
//
// A chain of AND, or of OR, becomes one call, whatever its parentheses. The error
// is a *[Error] that tells the column.
func Parse(text string) (Expr, error) {
	if err := readable(text); err != nil {
		return nil, err
	}
	p := &parser{lex: newLexer(text)}
	p.next()
	e := p.scalar(p.or())
	if p.err == nil && p.tok.kind != endToken {
		p.trailing(e, "the end")
	}
	e = p.condition(e)
	if p.err == nil {
		if deep := beyond(e, MaxDepth); deep != nil {
			p.err = tooDeep(deep.Position())
		}
	}
	if p.err != nil {
		return nil, p.err
	}
	return e, nil
}

// readable refuses what is too long and what is not text.
func readable(text string) *Error {
	if len(text) > MaxBytes {
		return &Error{Msg: "the filter has " + number(len(text)) + " bytes, at most " + number(MaxBytes) + " are read"}
	}
	if !utf8.ValidString(text) {
		n := 0
		for c, size := utf8.DecodeRuneInString(text); c != utf8.RuneError || size > 1; c, size = utf8.DecodeRuneInString(text[n:]) {
			n += size
		}
		return &Error{Column: 1 + utf8.RuneCountInString(text[:n]), Msg: "the filter is not valid UTF-8"}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &Error{Column: 1 + utf8.RuneCountInString(text[:i]), Msg: "the character U+0000 is not allowed"}
	}
	return nil
}

func tooDeep(column int) *Error {
	return &Error{Column: column, Msg: "nested deeper than " + number(MaxDepth)}
}

// parser reads a text from left to right, one token ahead. After the first error
// the text is at its end for it, so that everything returns soon.
type parser struct {
	lex       lexer
	tok       token // the next one
	last      token // the one before
	err       *Error
	open      int // parentheses
	nodes     int
	positions int
}

// next goes to the next token.
func (p *parser) next() {
	if p.err != nil {
		return
	}
	p.last = p.tok
	tok, err := p.lex.next()
	if err != nil {
		p.fail(err)
		return
	}
	p.tok = tok
}

// fail notes the first error. What it returns stands for what was not found.
func (p *parser) fail(err *Error) Expr {
	if p.err == nil {
		p.err = err
	}
	p.tok = token{kind: endToken, at: p.tok.at}
	return &Boolean{}
}

// node counts one more node; it begins at a column.
func (p *parser) node(at int) At {
	p.nodes++
	if p.nodes > MaxNodes {
		p.fail(&Error{Column: int(p.tok.at), Msg: "the filter has more than " + number(MaxNodes) + " operators, names and values"})
	}
	return At(at)
}

// keyword tells whether the next token is the keyword, which is in lower case.
func (p *parser) keyword(word string) bool {
	return p.tok.kind == wordToken && len(p.tok.raw) == len(word) && strings.EqualFold(p.tok.raw, word)
}

// accept goes past the symbol if it is next.
func (p *parser) accept(symbol string) bool {
	if !p.tok.is(symbol) {
		return false
	}
	p.next()
	return true
}

// expect goes past the symbol, which must be next.
func (p *parser) expect(symbol string) {
	if !p.accept(symbol) {
		p.unexpected(quote(symbol))
	}
}

func (p *parser) or() Expr  { return p.junction("or", p.and) }
func (p *parser) and() Expr { return p.junction("and", p.not) }

// junction reads what is joined by op (productions booleanExpression and
// booleanTerm).
func (p *parser) junction(op string, part func() Expr) Expr {
	e := part()
	if !p.keyword(op) {
		return e
	}
	e = p.condition(p.scalar(e))
	call := &Call{At: p.node(e.Position()), Op: op}
	call.Args = spread(call.Args, op, e)
	for p.keyword(op) {
		p.next()
		call.Args = spread(call.Args, op, p.condition(p.scalar(part())))
	}
	return call
}

// spread appends an argument of a junction; if it is one of the same kind, its
// arguments instead.
func spread(args []Expr, op string, e Expr) []Expr {
	if c, ok := e.(*Call); ok && c.Op == op {
		return append(args, c.Args...)
	}
	return append(args, e)
}

// not reads booleanFactor.
func (p *parser) not() Expr {
	if !p.keyword("not") {
		return p.comparison()
	}
	var at []At
	for p.keyword("not") {
		if len(at) == MaxDepth {
			return p.fail(tooDeep(int(p.tok.at)))
		}
		at = append(at, p.node(int(p.tok.at)))
		p.next()
	}
	e := p.condition(p.scalar(p.comparison()))
	for len(at) > 0 {
		e = &Call{At: at[len(at)-1], Op: "not", Args: []Expr{e}}
		at = at[:len(at)-1]
	}
	return e
}

// scalar is e, out of the parentheses around it. Between "(" and ")" may stand one
// expression or the items of an array, and what was meant shows only afterwards:
// until then both are a *List.
func (p *parser) scalar(e Expr) Expr {
	for {
		list, ok := e.(*List)
		switch {
		case !ok:
			return e
		case len(list.Items) != 1:
			return p.fail(&Error{
				Column: list.Position(), Expected: "a single value", Found: "an array of " + number(len(list.Items)),
				Hint: "arrays stand only as arguments of A_ functions and of others, and after IN",
			})
		}
		e = list.Items[0]
	}
}

// condition is e, which must be true or false.
func (p *parser) condition(e Expr) Expr {
	if p.err == nil && !isCondition(e) {
		return p.unexpected("a comparison after " + p.before())
	}
	return e
}
