package cql2

// What a filter may take at most. Both parsers refuse what is beyond, before it
// costs more than reading it: parsing is linear in the bytes, and nothing nests
// deeper than a few thousand bytes of stack.
const (
	// MaxBytes is the length of a filter in bytes: room for the outline of a
	// country, eight times the longest address that servers usually take.
	MaxBytes = 64 << 10
	// MaxDepth is how deep a tree may be, and how many parentheses may be open at
	// once. Filters written by people are less than ten deep, those that programs
	// make from forms less than twenty; AND and OR of any number count once, so 64
	// is far from both and keeps every recursion over a tree small.
	MaxDepth = 64
	// MaxNodes is how many operators, names and values there may be: more than IN
	// with all identifiers that MaxBytes has room for, in practice.
	MaxNodes = 10_000
	// MaxPositions is how many positions all geometries of a filter may have
	// together.
	MaxPositions = 10_000
)
