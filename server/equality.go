package server

import (
	"strconv"
	"strings"

	"cairn/geo"
)

// Kinds of value that a property can be asked for by.
const (
	numberKinds = geo.Integer | geo.Number
	timeKinds   = geo.Date | geo.DateTime
	scalarKinds = geo.Boolean | numberKinds | geo.Text | timeKinds
)

// misfit returns what is wrong with asking for the property that p names by p's
// value, which must be one that the property's schema allows (OGC 17-069r4
// §7.6, requirement /req/core/query-param-invalid); ok is false if nothing is. A
// property that is true or false is asked for by 1 and 0 as well, which it turns
// into the words: GDAL knows no others.
func misfit(p *parameter, schema *geo.Schema) (f fault, ok bool) {
	i, _ := schema.Field(p.name)
	kinds := schema.Fields()[i].Kinds
	if kinds&^geo.Null == geo.Boolean {
		switch p.value {
		case "1":
			p.value = "true"
		case "0":
			p.value = "false"
		}
	}
	switch {
	case kinds&geo.Text != 0, kinds&^geo.Null == 0, // any text; or nothing is known of it yet
		kinds&geo.Boolean != 0 && (p.value == "true" || p.value == "false"),
		kinds&numberKinds != 0 && isNumber(p.value),
		kinds&timeKinds != 0 && isTime(p.value):
		return fault{}, false
	case kinds&scalarKinds == 0:
		return faultAt(p, "is a property that holds lists or objects, which only a filter can ask for", "a property that /sortables lists; for a list, filter=A_CONTAINS("+p.name+",(…))"), true
	}
	var words []string
	if kinds&geo.Boolean != 0 {
		words = append(words, "true or false")
	}
	if kinds&numberKinds != 0 {
		words = append(words, "a number")
	}
	if kinds&timeKinds != 0 {
		words = append(words, "an RFC 3339 time such as 2026-01-20 or 2026-01-20T08:00:00Z")
	}
	return faultAt(p, "is "+strconv.Quote(p.value)+", which no value of this property could be", strings.Join(words, ", or ")), true
}

func isNumber(s string) bool {
	_, ok := parseNumber(s)
	return ok
}

func isTime(s string) bool {
	_, ok := geo.ParseInstant([]byte(s))
	return ok
}
