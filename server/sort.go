package server

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/cql2"
)

// maxOrder is by how many properties one request may sort.
const maxOrder = 8

// parseOrder reads sortby (OGC API Features Part 8, draft 24-030): names of
// properties, each with - before it for the other direction, or +.
func parseOrder(s string, schema *geo.Schema) ([]geo.Order, error) {
	var order []geo.Order
	for _, name := range splitNames(s) {
		o := geo.Order{}
		switch {
		case strings.HasPrefix(name, "-"):
			o.Descending, name = true, name[1:]
		case strings.HasPrefix(name, "+"), strings.HasPrefix(name, " "): // what + stands for in an address
			name = name[1:]
		}
		var known bool
		if o.Field, known = fieldCalled(schema, name); !known && name == "id" {
			o.Field, known = cql2.IDField, true
		}
		switch {
		case !known:
			msg := "names " + strconv.Quote(name) + ", which is no property here"
			if best := nearestName(name, sortableNames(schema)); best != "" {
				msg += "; perhaps " + best
			}
			return nil, errors.New(msg)
		case o.Field >= 0 && schema.Fields()[o.Field].Kinds&^geo.Null != 0 && schema.Fields()[o.Field].Kinds&scalarKinds == 0:
			return nil, errors.New("names " + strconv.Quote(name) + ", which holds lists or objects")
		case sortsBy(order, o.Field):
			return nil, errors.New("names " + strconv.Quote(name) + " twice")
		case len(order) == maxOrder:
			return nil, errors.New("names more than " + strconv.Itoa(maxOrder) + " properties")
		}
		order = append(order, o)
	}
	return order, nil
}

func sortsBy(order []geo.Order, field int) bool {
	for _, o := range order {
		if o.Field == field {
			return true
		}
	}
	return false
}

// sortableNames are the names of what can be sorted by.
func sortableNames(schema *geo.Schema) []string {
	names := []string{}
	for _, f := range schema.Fields() {
		if f.Kinds&scalarKinds != 0 {
			names = append(names, f.Name)
		}
	}
	if _, taken := schema.Field("id"); !taken {
		names = append(names, "id")
	}
	return names
}

// place is where a page ends: the last feature's cursor and, where the request
// sorts, what it is sorted by.
type place struct {
	at   geo.Cursor
	keys []geo.Value
}

// placeOfHit returns where a hit stands in the order asked for.
func (q *request) placeOfHit(hit geo.Hit) place {
	p := place{at: hit.At}
	for _, o := range q.Order {
		p.keys = append(p.keys, keyOf(hit, o))
	}
	return p
}

// appendCursor writes a place for a next link: the cursor, and the values sorted
// by, as far as they are not too long, after a tilde.
func appendCursor(b []byte, p place) []byte {
	b = strconv.AppendUint(b, uint64(p.at), 36)
	if p.keys == nil {
		return b
	}
	list := []byte{'['}
	for i, v := range p.keys {
		if i > 0 {
			list = append(list, ',')
		}
		if len(v) == 0 || v[0] == '[' || v[0] == '{' {
			v = geo.Value("null") // these stand with what is missing
		}
		list = appendKey(list, v)
	}
	return base64.RawURLEncoding.AppendEncode(append(b, '~'), append(list, ']'))
}

// setCursor takes in what appendCursor wrote.
func (q *request) setCursor(s string) error {
	at, keys, sorted := strings.Cut(s, "~")
	var err error
	if q.After, err = geo.ParseCursor(at); err != nil {
		return err
	}
	foreign := errors.New("does not come from a next link of this request")
	if sorted != (q.Order != nil) {
		return foreign
	}
	if !sorted {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(keys)
	if err != nil {
		return foreign
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil || len(list) != len(q.Order) {
		return foreign
	}
	q.AfterKeys = nil
	for i, raw := range list {
		v, ok := q.parseKey(raw, i)
		if !ok {
			return foreign
		}
		q.AfterKeys = append(q.AfterKeys, v)
	}
	return nil
}

// canonical returns a JSON scalar as features hold it.
func canonical(raw json.RawMessage) (geo.Value, bool) {
	switch raw[0] {
	case 'n':
		return nil, true
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return nil, false
		}
		return geo.AppendString(nil, s), true
	case '[', '{':
		return nil, false
	}
	return geo.Value(raw), true
}
