package cql2

import "strings"

// form is how an operator is written and what arguments it takes.
type form uint8

const (
	functionForm   form = iota // a function of any name
	junctionForm               // and, or
	notForm                    // not
	compareForm                // = <> < > <= >=
	likeForm                   // like
	betweenForm                // between
	inForm                     // in
	nullForm                   // isNull
	foldForm                   // casei, accenti
	relationForm               // S_… and T_…
	arrayForm                  // A_…
	arithmeticForm             // + - * / % div ^
)

// formOf returns the form of the operator called op in CQL2 JSON.
func formOf(op string) form {
	switch op {
	case "and", "or":
		return junctionForm
	case "not":
		return notForm
	case "=", "<>", "<", ">", "<=", ">=":
		return compareForm
	case "like":
		return likeForm
	case "between":
		return betweenForm
	case "in":
		return inForm
	case "isNull":
		return nullForm
	case "casei", "accenti":
		return foldForm
	case "s_intersects", "s_equals", "s_disjoint", "s_touches", "s_within", "s_overlaps", "s_crosses", "s_contains",
		"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes",
		"t_intersects", "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts":
		return relationForm
	case "a_equals", "a_contains", "a_containedBy", "a_overlaps":
		return arrayForm
	case "+", "-", "*", "/", "%", "div", "^":
		return arithmeticForm
	}
	return functionForm
}

// longestOperator is the number of bytes in t_overlappedBy.
const longestOperator = 14

// operatorNamed returns the operator that name means, in upper case or lower; a
// name that none has is that of a function and stays as it is.
func operatorNamed(name string) (op string, f form) {
	if len(name) > longestOperator {
		return name, functionForm
	}
	op = strings.ToLower(name)
	switch op {
	case "isnull":
		op = "isNull"
	case "t_finishedby", "t_metby", "t_overlappedby", "t_startedby", "a_containedby":
		op = op[:len(op)-2] + "By"
	}
	if f = formOf(op); f == functionForm {
		op = name
	}
	return op, f
}

// spoken tells whether a name has a letter, so that it can be that of a function.
func spoken(name string) bool {
	for _, c := range name {
		if identifierStart(c) {
			return true
		}
	}
	return false
}

// anyNumber is more arguments than there can be.
const anyNumber = MaxNodes + MaxBytes

// count returns how many arguments an operator takes at least and at most.
func (f form) count(op string) (least, most int) {
	switch f {
	case functionForm:
		return 0, anyNumber
	case junctionForm:
		return 2, anyNumber
	case notForm, nullForm, foldForm:
		return 1, 1
	case betweenForm:
		return 3, 3
	case arithmeticForm:
		if op == "-" {
			return 1, 2
		}
	}
	return 2, 2
}

// reserved tells whether a word has a meaning of its own wherever it stands, so
// that a property of that name must be put in double quotes.
func reserved(word string) bool {
	switch lower(word) {
	case "and", "or", "not", "like", "between", "in", "is", "null", "true", "false", "div":
		return true
	}
	return false
}

// lower returns a word in lower case, and nothing for a word too long to be one of
// the language.
func lower(word string) string {
	const longestWord = len("GEOMETRYCOLLECTIONZM")
	if len(word) > longestWord {
		return ""
	}
	return strings.ToLower(word)
}

// isCondition tells whether e can be true or false: everything but a literal of
// another kind, a text made comparable, and the result of arithmetic. What a
// property or a function is, the checker knows.
func isCondition(e Expr) bool {
	switch e := e.(type) {
	case *Boolean, *Property:
		return true
	case *Call:
		f := formOf(e.Op)
		return f != arithmeticForm && f != foldForm
	}
	return false
}
