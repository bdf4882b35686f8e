package csv

import (
	"bytes"

	"cairn/geo"
)

// looked is what the first look has found in each column.
type looked struct {
	first [][]byte // the first cell that is not empty, a copy; nil if there is none
	some  []bool   // some cell is not empty
	not   [][text]bool
	comma []bool // some number has a decimal comma

	bare bool // some cell has no quotes
}

// look reads the records in the first part of the buffer, and forgets them again. A
// fault in them is left to be found when they are read.
func (d *reader) look() *looked {
	l := &looked{
		first: make([][]byte, len(d.columns)), some: make([]bool, len(d.columns)),
		not: make([][text]bool, len(d.columns)), comma: make([]bool, len(d.columns)),
	}
	back := d.source
	d.fields, d.plain = nil, nil
	for d.from-back.from < lookBytes {
		n, fault, _ := d.record()
		if n == 0 || fault != "" {
			break
		}
		d.from += n
		if len(d.fields) == len(d.columns) {
			for i, f := range d.fields {
				l.cell(i, f)
			}
		}
	}
	d.source = back
	return l
}

func (l *looked) cell(i int, f field) {
	t := f.text
	if len(t) == 0 {
		return
	}
	if !f.quoted {
		l.bare = true
	}
	if l.first[i] == nil {
		l.first[i] = bytes.Clone(t)
	}
	l.some[i] = true
	not := &l.not[i]
	if comma := isDecimalComma(t); comma {
		l.comma[i] = true
	} else {
		not[number] = not[number] || !isNumber(t)
	}
	not[boolean] = not[boolean] || !isBoolean(t)
	if !not[moment] {
		_, is := geo.ParseInstant(t)
		not[moment] = !is && !isMoment(t)
	}
	if !not[document] {
		_, ok := appendDocument(nil, t)
		not[document] = !ok
	}
}

// kinds settles what the columns have.
func (d *reader) kinds(l *looked) {
	d.manner.quotesMatter = d.manner.quotesMatter && l.bare
	d.manner.comma = d.sep == ';' && d.lon >= 0 && (l.comma[d.lon] || l.comma[d.lat])
	for i := range d.columns {
		c := &d.columns[i]
		switch {
		case !l.some[i]:
			c.kind = unknown
		case !l.not[i][number] && (d.manner.comma || !l.comma[i]):
			c.kind = number
		case !l.not[i][boolean]:
			c.kind = boolean
		case !l.not[i][moment]:
			c.kind = moment
		case !l.not[i][document]:
			c.kind = document
		default:
			c.kind = text
		}
	}
}
