package cql2

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Function describes a function that a filter may call beside those of the standard
// (OGC 21-065r2 §7.10). Its name is found in upper case and lower.
type Function struct {
	Name        string
	Description string
	Arguments   []Argument
	Repeats     bool   // the last argument may be given again
	Returns     string // as Type of Argument
}

// Argument is what a function takes.
type Argument struct {
	Name string
	Type string // "string", "number", "boolean", "datetime" or "geometry"
}

// builtin is a function and what it does. Where an argument is null or not of its
// type, the function is null.
type builtin struct {
	Function
	apply func(args []value, s *scratch) value
}

// Functions lists what a filter may call.
func Functions() []Function {
	var list []Function
	for _, f := range builtins() {
		list = append(list, f.Function)
	}
	return list
}

func takesText(names ...string) []Argument   { return argumentsOf("string", names) }
func takesNumber(names ...string) []Argument { return argumentsOf("number", names) }
func takesTime(names ...string) []Argument   { return argumentsOf("datetime", names) }

func argumentsOf(kind string, names []string) (args []Argument) {
	for _, name := range names {
		args = append(args, Argument{name, kind})
	}
	return args
}

func builtins() []builtin {
	return []builtin{
		{Function{"lower", "the text in lower case, letter by letter", takesText("text"), false, "string"}, eachLetter(unicode.ToLower)},
		{Function{"upper", "the text in upper case, letter by letter", takesText("text"), false, "string"}, eachLetter(unicode.ToUpper)},
		{Function{"trim", "the text without the white space around it", takesText("text"), false, "string"}, trimText},
		{Function{"length", "how many characters the text has", takesText("text"), false, "number"}, textLength},
		{Function{"abs", "the number without its sign", takesNumber("number"), false, "number"}, ofNumber(math.Abs)},
		{Function{"round", "the nearest whole number, halves away from zero", takesNumber("number"), false, "number"}, ofNumber(math.Round)},
		{Function{"floor", "the greatest whole number that is not greater", takesNumber("number"), false, "number"}, ofNumber(math.Floor)},
		{Function{"ceil", "the least whole number that is not less", takesNumber("number"), false, "number"}, ofNumber(math.Ceil)},
		{Function{"sqrt", "the square root; null of a negative number", takesNumber("number"), false, "number"}, ofNumber(math.Sqrt)},
		{Function{"min", "the least of the numbers", takesNumber("number", "more"), true, "number"}, ofNumbers(math.Min)},
		{Function{"max", "the greatest of the numbers", takesNumber("number", "more"), true, "number"}, ofNumbers(math.Max)},
		{Function{"year", "the year of the time, in UTC", takesTime("time"), false, "number"}, ofDate(0)},
		{Function{"month", "the month of the time, 1 to 12, in UTC", takesTime("time"), false, "number"}, ofDate(1)},
		{Function{"day", "the day of the month of the time, 1 to 31, in UTC", takesTime("time"), false, "number"}, ofDate(2)},
		{Function{"hour", "the hour of the time, 0 to 23, in UTC; 0 of a date", takesTime("time"), false, "number"}, hourOf},
		{Function{"distance", "geodesic metres on WGS 84 between the geometry and a POINT; 0 where it lies in an area", argumentsOf("geometry", []string{"geometry", "point"}), false, "number"}, nil},
	}
}

// function compiles a call of one of [Functions].
func (c *compiler) function(e *Call) (node, error) {
	name := strings.ToLower(e.Op)
	if name == "distance" {
		return c.distanceTo(e)
	}
	all := builtins()
	for _, f := range all {
		if f.Name == name {
			return c.apply(e, f)
		}
	}
	err := &Error{Column: e.Position(), Msg: "there is no function called " + strconv.Quote(shortened(e.Op))}
	names := []string{"casei", "accenti"}
	for _, f := range all {
		names = append(names, f.Name)
	}
	if near := nearest(e.Op, names); near != "" {
		err.Hint = "did you mean " + near + "?"
	} else {
		err.Expected = "one of " + strings.Join(names, ", ")
	}
	return node{}, err
}

func (c *compiler) apply(e *Call, f builtin) (node, error) {
	n := len(f.Arguments)
	if f.Repeats {
		n = max(len(e.Args), n)
	}
	args, err := c.nodes(e, n)
	if err != nil {
		return node{}, err
	}
	for i, a := range args {
		wants := sortNamed(f.Arguments[min(i, len(f.Arguments)-1)].Type)
		if a.sorts&wants == 0 {
			return node{}, wrongSort(a.expr, a.sorts, wants.String()+" for "+f.Name)
		}
	}
	apply := f.apply
	return c.made(node{expr: e, sorts: sortNamed(f.Returns), cost: 3, makes: true, value: func(x Scope, s *scratch) value {
		list := s.list(len(args))
		for i := range args {
			list[i] = args[i].value(x, s)
		}
		return apply(list, s)
	}}, args...), nil
}

func sortNamed(kind string) sorts {
	switch kind {
	case "string":
		return sortText
	case "number":
		return sortNumber
	case "boolean":
		return sortBoolean
	case "datetime":
		return sortTime
	}
	return sortShape
}

func ofNumber(f func(float64) float64) func([]value, *scratch) value {
	return func(args []value, _ *scratch) value {
		if args[0].class != aNumber {
			return value{}
		}
		return numberValue(f(args[0].number))
	}
}

func ofNumbers(f func(a, b float64) float64) func([]value, *scratch) value {
	return func(args []value, _ *scratch) value {
		best := args[0]
		for _, v := range args {
			if v.class != aNumber {
				return value{}
			}
			best.number = f(best.number, v.number)
		}
		return best.asNumber()
	}
}

func eachLetter(f func(rune) rune) func([]value, *scratch) value {
	return func(args []value, s *scratch) value {
		if args[0].class != aText {
			return value{}
		}
		b := s.room()
		for i, text := 0, args[0].text; i < len(text); {
			r, n := utf8.DecodeRune(text[i:])
			b = utf8.AppendRune(b, f(r))
			i += n
		}
		return value{class: aText, text: s.keep(b)}
	}
}

func trimText(args []value, _ *scratch) value {
	v := args[0]
	if v.class != aText {
		return value{}
	}
	v.text = bytes.TrimSpace(v.text)
	return v
}

func textLength(args []value, _ *scratch) value {
	if args[0].class != aText {
		return value{}
	}
	return numberValue(float64(utf8.RuneCount(args[0].text)))
}

// ofDate returns the year (0), the month (1) or the day (2) of a time.
func ofDate(part int) func([]value, *scratch) value {
	return func(args []value, _ *scratch) value {
		when, ok := args[0].time()
		if !ok {
			return value{}
		}
		return numberValue(float64(civilDate(when.first)[part]))
	}
}

func hourOf(args []value, _ *scratch) value {
	when, ok := args[0].time()
	if !ok {
		return value{}
	}
	return numberValue(math.Floor(float64(when.first-floorDay(when.first)) / 3_600_000_000))
}
