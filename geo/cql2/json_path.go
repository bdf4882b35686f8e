package cql2

import "strings"

// jsonPath is the way to a value, from the top of a document.
type jsonPath []jsonStep

// jsonStep goes to a member of an object, or to an item of an array if it has no
// key.
type jsonStep struct {
	name  string
	item  int
	array bool
}

func (p jsonPath) key(name string) jsonPath { return append(p, jsonStep{name: name}) }
func (p jsonPath) index(i int) jsonPath     { return append(p, jsonStep{item: i, array: true}) }
func (p jsonPath) up() jsonPath             { return p[:len(p)-1] }

// String returns the way as args[1].args[0].
func (p jsonPath) String() string {
	var b strings.Builder
	for _, step := range p {
		switch {
		case step.array:
			b.WriteString("[" + number(step.item) + "]")
		case b.Len() > 0:
			b.WriteString("." + short(step.name))
		default:
			b.WriteString(short(step.name))
		}
	}
	return b.String()
}
