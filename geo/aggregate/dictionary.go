package aggregate

import (
	"bytes"
	"math"

	"cairn/geo"
)

// dictionary numbers the values of a property.
type dictionary struct {
	numbers map[string]uint64
	values  []string // as JSON
	last    []byte   // what came last, and
	number  uint64   // its number
}

// numberOf returns the number of a value.
func (d *dictionary) numberOf(v geo.Value, scratch *[]byte) uint64 {
	if len(v) == 0 || v[0] == 'n' {
		return null
	}
	if bytes.Equal(d.last, v) {
		return d.number
	}
	d.last = v
	if kind := v[0]; kind == '-' || kind >= '0' && kind <= '9' {
		v = plain(v, scratch)
	}
	n, ok := d.numbers[string(v)]
	if !ok {
		n = d.put(string(v))
	}
	d.number = n
	return n
}

func (d *dictionary) put(v string) uint64 {
	n := uint64(len(d.values))
	d.numbers[v], d.values = n, append(d.values, v)
	return n
}

// plain writes a number so that equal ones are written alike.
func plain(v geo.Value, scratch *[]byte) geo.Value {
	if string(v) == "-0" {
		return geo.Value("0")
	}
	if !bytes.ContainsAny(v, ".eE") {
		return v
	}
	f, ok := v.Float()
	if !ok || math.IsInf(f, 0) {
		return v
	}
	if f == 0 {
		f = 0 // not -0
	}
	*scratch = geo.AppendFloat((*scratch)[:0], f)
	return *scratch
}

// known returns the number of a value that another dictionary has.
func (d *dictionary) known(v string) uint64 {
	if n, ok := d.numbers[v]; ok {
		return n
	}
	return d.put(v)
}
