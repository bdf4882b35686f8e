package geoparquet

import (
	"errors"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"cairn/geo"
)

// maxDepth is how deep columns may be nested.
const maxDepth = 64

// errLevels is of values whose levels do not fit the schema.
var errLevels = errors.New("the levels of the values do not fit the schema")

// node is a column or a group of them, with all that is needed to put rows together
// (Melnik et al. 2010, "Dremel", §4.3).
type node struct {
	name     string
	def, rep int // levels of a value that is there
	optional bool
	list     bool     // values repeat: elements are fields[0]
	some     int      // the definition level from which on a list has an element
	mapped   bool     // a list of pairs of key and value
	first, n int      // leaf columns
	fields   []*node  // nil for a leaf
	leaf     leafKind // of a leaf
}

// nodeFrom makes the node of a column of the schema; leaves counts the leaf columns
// before it.
func nodeFrom(c *parquet.Column, leaves *int, def, rep int) (*node, error) {
	return nodeAt(c, leaves, def, rep, 0)
}

func nodeAt(c *parquet.Column, leaves *int, def, rep, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, invalid("schema", "columns are nested more than "+strconv.Itoa(maxDepth)+" deep")
	}
	n := &node{name: c.Name(), def: def, rep: rep, first: *leaves}
	switch {
	case depth == 0: // the root is what it is
	case c.Repeated():
		return repeated(c, leaves, def, rep, depth)
	case c.Optional():
		n.optional = true
		n.def++
	}
	if c.Leaf() {
		n.leaf, n.n = kindOfLeaf(c.Type()), 1
		if *leaves++; *leaves > maxLeaves {
			return nil, invalid("schema", "it has more than "+strconv.Itoa(maxLeaves)+" columns")
		}
		return n, nil
	}
	n.fields = []*node{}
	for _, child := range c.Columns() {
		f, err := nodeAt(child, leaves, n.def, n.rep, depth+1)
		if err != nil {
			return nil, err
		}
		n.fields = append(n.fields, f)
	}
	n.n = *leaves - n.first
	if depth > 0 {
		n.unwrap()
	}
	return n, nil
}

// repeated makes the node of a repeated field: a list of what it is.
func repeated(c *parquet.Column, leaves *int, def, rep, depth int) (*node, error) {
	list := &node{name: c.Name(), def: def + 1, rep: rep + 1, list: true, some: def + 1, first: *leaves}
	element := &node{name: c.Name(), def: def + 1, rep: rep + 1, first: *leaves}
	if c.Leaf() {
		element.leaf, element.n = kindOfLeaf(c.Type()), 1
		*leaves++
	} else {
		element.fields = []*node{}
		for _, child := range c.Columns() {
			f, err := nodeAt(child, leaves, element.def, element.rep, depth+1)
			if err != nil {
				return nil, err
			}
			element.fields = append(element.fields, f)
		}
		element.n = *leaves - element.first
	}
	list.fields, list.n = []*node{element}, element.n
	return list, nil
}

// unwrap makes a list of a group that holds nothing but a repeated field, which is
// how lists and maps are written: the group may be null, its field is the elements, and
// they stand in a group once more.
func (n *node) unwrap() {
	if len(n.fields) != 1 || !n.fields[0].list || n.fields[0].mapped {
		return
	}
	list := n.fields[0]
	element := list.fields[0]
	n.list, n.some, n.mapped = true, list.some, isPair(element)
	n.fields = list.fields
	if !n.mapped && len(element.fields) == 1 && element.name != "array" && !strings.HasSuffix(element.name, "_tuple") {
		n.fields = element.fields
	}
	n.rep = list.rep
}

func isPair(n *node) bool {
	return len(n.fields) == 2 && n.fields[0].name == "key" && !n.fields[0].optional && n.fields[0].fields == nil && n.fields[1].name == "value"
}

// row is the values of one row, by leaf column, and how many of them are used.
type row struct {
	values [][]parquet.Value
	used   []int
}

func newRow(leaves int) *row {
	return &row{make([][]parquet.Value, leaves), make([]int, leaves)}
}

// set takes the values of a row.
func (r *row) set(values parquet.Row) error {
	clear(r.values)
	clear(r.used)
	for from := 0; from < len(values); {
		column, to := values[from].Column(), from+1
		for to < len(values) && values[to].Column() == column {
			to++
		}
		if column < 0 || column >= len(r.values) {
			return errLevels
		}
		r.values[column] = values[from:to]
		from = to
	}
	return nil
}

// next returns the next value of a leaf column.
func (r *row) next(leaf int) (v parquet.Value, ok bool) {
	if r.used[leaf] >= len(r.values[leaf]) {
		return v, false
	}
	return r.values[leaf][r.used[leaf]], true
}

// pass passes over one value of each leaf below n.
func (r *row) pass(n *node) {
	for i := n.first; i < n.first+n.n; i++ {
		r.used[i]++
	}
}

// append appends the value of a node as JSON.
func (n *node) append(b []byte, r *row) ([]byte, error) {
	if n.n == 0 {
		return append(b, "{}"...), nil // a group of nothing
	}
	v, ok := r.next(n.first)
	if !ok {
		return b, errLevels
	}
	def := v.DefinitionLevel()
	switch {
	case n.optional && def < n.def:
		r.pass(n)
		return append(b, "null"...), nil
	case n.list:
		return n.appendList(b, r, def)
	case n.fields == nil:
		r.used[n.first]++
		return n.leaf.append(b, v), nil
	}
	b = append(b, '{')
	for i, f := range n.fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(geo.AppendString(b, f.name), ':')
		var err error
		if b, err = f.append(b, r); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

// appendList appends an array, or an object for a map. def is the level of the first
// value.
func (n *node) appendList(b []byte, r *row, def int) ([]byte, error) {
	element := n.fields[0]
	brackets := "[]"
	if n.mapped {
		brackets = "{}"
	}
	if def < n.some {
		r.pass(n)
		return append(b, brackets...), nil
	}
	b = append(b, brackets[0])
	var taken map[string]bool // the names of a map
	if n.mapped {
		taken = map[string]bool{}
	}
	for i := 0; ; i++ {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if n.mapped {
			b, err = element.appendPair(b, r, taken)
		} else {
			b, err = element.append(b, r)
		}
		if err != nil {
			return b, err
		}
		if v, ok := r.next(n.first); !ok || v.RepetitionLevel() < n.rep {
			return append(b, brackets[1]), nil
		}
	}
}

// appendPair appends a pair of a map as a member of an object, whose name must not be
// taken.
func (n *node) appendPair(b []byte, r *row, taken map[string]bool) ([]byte, error) {
	start := len(b)
	b, err := n.fields[0].append(b, r)
	if err != nil {
		return b, err
	}
	if key := b[start:]; len(key) == 0 || key[0] != '"' {
		b = geo.AppendString(b[:start], string(key))
	}
	name := string(b[start:])
	if taken[name] {
		return b, invalid("", "a map has the key "+name+" twice; expected each once")
	}
	taken[name] = true
	return n.fields[1].append(append(b, ':'), r)
}
