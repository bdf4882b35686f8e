package cql2

import (
	"sync"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// Kinds tells the kinds of value a property has had, as a set of bits.
type Kinds uint16

// The kinds of value. Date and DateTime are texts that RFC 3339 can read.
const (
	Null Kinds = 1 << iota
	BooleanKind
	IntegerKind
	NumberKind
	TextKind
	DateKind
	DateTimeKind
	ArrayKind
	ObjectKind
	GeometryKind
)

// The numbers of what is no property but can be asked for like one.
const (
	GeometryField = -1
	IDField       = -2
)

// Types tells what properties can be asked for.
type Types interface {
	// Property returns the number of the property called name, and the kinds of
	// value it has had: [GeometryField] and [IDField] for the geometry and the id.
	Property(name string) (field int, kinds Kinds, ok bool)
	// Names lists the names there are, to suggest one.
	Names() []string
}

// Scope is the thing that a filter is matched against.
type Scope interface {
	// Value returns a property's value as compact JSON whose strings are escaped
	// no more than RFC 8259 demands; nil if there is none. It may be asked for
	// IDField.
	Value(field int) []byte
	// Point returns the geometry if it is a point.
	Point() (orb.Point, bool)
	// Bound returns the smallest lon/lat bound of the geometry, if there is one.
	Bound() (orb.Bound, bool)
	// Geometry returns the geometry, nil if there is none.
	Geometry() orb.Geometry
}

// Filter is a filter that has been checked and prepared, to be matched by any
// number of goroutines.
type Filter struct {
	expr    Expr
	test    func(Scope) bool
	implied Implied
	area    *relate.Prepared
	parts   []*Filter // if they are several
}

// Compile checks an expression against the properties there are and prepares it.
// The error is a *Error that tells the column.
//
// What the standard leaves open is settled so:
//
//   - Values of different kinds do not compare: the outcome is unknown, as with null.
//     It is an error where a property has never been of the kind it is compared with.
//   - A text that RFC 3339 can read is a time. Two such texts compare as times, and
//     so does one with a DATE or TIMESTAMP; all other texts compare by code points.
//   - A date is the whole day in UTC. It is equal to each instant of the day, before
//     those after it and after those before it. In the functions T_… it reaches from
//     its first microsecond to its last.
//   - A null end of an INTERVAL is open; one of which no end is known is unknown.
//   - BETWEEN holds both ends, and nothing if they stand the wrong way round.
//   - Numbers are float64. What is no finite number is null: 1/0, sqrt(-1).
//   - DIV cuts off towards zero; % has the sign of its first operand.
//   - Functions of arrays look at them as sets.
//   - Of a thing without a geometry, each S_… is unknown, S_DISJOINT too.
func Compile(e Expr, t Types) (*Filter, error) {
	pool := &sync.Pool{New: func() any { return newScratch() }}
	c := &compiler{types: t, pool: pool, scratch: newScratch()}
	p, err := c.predicate(e)
	if err != nil {
		return nil, err
	}
	f := p.filter()
	if len(p.parts) <= fewParts { // of more, not all are brought together in what is implied
		for i := range p.parts {
			f.parts = append(f.parts, p.parts[i].filter())
		}
	}
	return f, nil
}

// filter makes a filter of a predicate, without its parts.
func (p *predicate) filter() *Filter {
	return &Filter{expr: p.expr, test: p.asked(), implied: p.whenTrue.implied(), area: p.area}
}

// Expr returns the expression that f was compiled from.
func (f *Filter) Expr() Expr { return f.expr }

// Match reports whether the filter is true of x; unknown is not true (OGC
// 21-065r2 §6.2).
func (f *Filter) Match(x Scope) bool { return f.test(x) }

// Parts returns filters that are all true of what f is true of, and of nothing else:
// the conditions that AND brings together, or f alone. What each implies, f does:
// where that is all a part says, who holds to what f implies need not ask it.
func (f *Filter) Parts() []*Filter {
	if len(f.parts) > 0 {
		return f.parts
	}
	return []*Filter{f}
}

// Area returns the geometry that a thing's geometry must meet, if that is all that f
// says (S_INTERSECTS with a literal); otherwise nil.
func (f *Filter) Area() *relate.Prepared { return f.area }

// Implied returns what must hold of everything the filter is true of.
func (f *Filter) Implied() *Implied { return &f.implied }

// Implied is what an index can use of a filter: conditions that hold of everything
// it is true of. All of them must hold.
type Implied struct {
	Never bool // it is true of nothing
	// Exact says that the converse holds too: whatever meets Ranges and IDs, the
	// filter is true of (Bounds is never exact).
	Exact  bool
	IDs    []string    // the id is one of these, as text; nil if any will do
	Bounds []orb.Bound // the geometry's bound meets one of these (lon/lat, west ≤ east); nil if any will do
	Ranges []Range
}

// Range says that a property's value lies in one of some spans.
type Range struct {
	Field int
	Spans []Span // one at least; of one Class; ascending, apart from one another
}

// Class is an order in which values can stand.
type Class uint8

// The classes of order.
const (
	NumberClass  Class = iota // by number
	TextClass                 // by the bytes of the text, which is the order of code points
	TimeClass                 // dates and date-times, by their first microsecond
	BooleanClass              // false before true
)

// Span is what lies between two ends.
type Span struct {
	Class     Class
	Low, High End
}

// End is one end of a span.
type End struct {
	Open     bool // there is no end on this side
	Excluded bool // the end itself is not in the span
	Number   float64
	Text     string
	Micros   int64
	Boolean  bool
}
