package format

import (
	"strconv"
	"strings"

	"cairn/geo"
)

// The members of a Feature (RFC 7946 §3.2) as bits of what has been seen.
const (
	sawType = 1 << iota
	sawID
	sawGeometry
	sawProperties
	sawNull  // "geometry" is null
	sawPlace // "place", the geometry of JSON-FG in another system, is not
)

// feature reads a Feature and gives its parts to the builder. number is its
// position in the file from 1, which is its id if it has none.
func (p *parser) feature(number int) bool {
	if p.next() != '{' {
		return p.unexpected("a Feature, which is an object")
	}
	start := p.pos
	seen := 0
	empty, ok := p.open('}')
	for again := ok && !empty; again; {
		if !p.featureMember(&seen) {
			return false
		}
		again, ok = p.more('}')
	}
	p.depth--
	switch {
	case !ok:
		return false
	case seen&sawType == 0:
		return p.fail(start, `the object has no "type"; expected "type":"Feature"`)
	case seen&sawGeometry == 0:
		return p.fail(start, `the feature has no "geometry"; expected one, or "geometry":null for a thing without a place`)
	case seen&sawProperties == 0:
		return p.fail(start, `the feature has no "properties"; expected an object, or "properties":null`)
	case seen&sawNull != 0 && seen&sawPlace != 0:
		return p.fail(start, `the feature has its geometry in "place" alone, in a system of JSON-FG's "coordRefSys"; expected it in "geometry" too, in WGS 84 longitude and latitude`)
	}
	if !p.b.HasID() {
		p.b.SetMissingID(number)
	}
	return true
}

func (p *parser) featureMember(seen *int) bool {
	p.next()
	at := p.pos
	name, ok := p.memberName()
	if !ok {
		return false
	}
	saw := 0
	switch string(name) {
	case "type":
		saw = sawType
	case "id":
		saw = sawID
	case "geometry":
		saw = sawGeometry
	case "properties":
		saw = sawProperties
	case "crs":
		return p.crsMember(at, name)
	case "place":
		if p.next() == '{' {
			*seen |= sawPlace
		}
		return p.foreign(at, name)
	default:
		return p.foreign(at, name)
	}
	if *seen&saw != 0 {
		return p.twice(at, name)
	}
	*seen |= saw
	switch saw {
	case sawType:
		return p.featureType()
	case sawID:
		return p.id()
	case sawGeometry:
		if p.next() == 'n' {
			*seen |= sawNull
		}
		return p.place()
	}
	return p.properties()
}

func (p *parser) featureType() bool {
	p.next()
	at := p.pos
	name, ok := p.word(`"Feature"`)
	switch {
	case !ok || string(name) == "Feature":
		return ok
	case strings.EqualFold(string(name), "Feature"):
		return p.fail(at, "the type "+shownText(name)+" is not written as GeoJSON writes it; expected Feature")
	case kindOf(name) != nowhere:
		return p.fail(at, "a bare "+string(name)+" stands where a Feature should; expected it inside of one: {\"type\":\"Feature\",\"geometry\":…,\"properties\":{}}")
	}
	return p.fail(at, "the type is "+shownText(name)+"; expected Feature")
}

// id reads a feature's id: a text, or a number without a fraction, which is kept
// digit by digit. null is no id, as many programs write it.
func (p *parser) id() bool {
	c := p.next()
	start := p.pos
	switch {
	case c == '"':
		text, ok := p.word("a text")
		if !ok {
			return false
		}
		if len(text) == 0 {
			return p.fail(start, "the id is empty; expected a text or an integer: leave \"id\" away to have the features numbered")
		}
		if len(text) > geo.MaxIDBytes {
			return p.fail(start, "the id has "+strconv.Itoa(len(text))+" bytes; expected at most "+strconv.Itoa(geo.MaxIDBytes))
		}
		p.b.SetID(geo.ID(text))
		return true
	case c == '-' || c-'0' <= 9:
		if !p.number() {
			return false
		}
		literal := p.data[start:p.pos]
		if !isInteger(literal) {
			return p.fail(start, "the id "+shortened(literal)+" is a number with a fraction or an exponent; expected an integer, or a text in quotes: two ways to write one number would be two addresses")
		}
		if string(literal) == "-0" {
			literal = literal[1:]
		}
		p.b.SetNumericID(string(literal))
		return true
	case c == 'n':
		return p.constant()
	}
	return p.unexpected("an id: a text or an integer")
}

func isInteger(literal []byte) bool {
	if literal[0] == '-' {
		literal = literal[1:]
	}
	return digits(literal, 0) == len(literal)
}

// properties reads the value of "properties".
func (p *parser) properties() bool {
	switch p.next() {
	case 'n':
		p.b.SetNullProperties()
		return p.constant()
	case '{':
	default:
		return p.unexpected("properties, which are an object, or null")
	}
	empty, ok := p.open('}')
	for again := ok && !empty; again; {
		p.next()
		at := p.pos
		name, named := p.memberName()
		if !named {
			return false
		}
		value, read := p.value()
		if !read {
			return false
		}
		if err := p.b.Add(name, value); err != nil {
			return p.refused(at, err, false)
		}
		again, ok = p.more('}')
	}
	p.depth--
	return ok
}
