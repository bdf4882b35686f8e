package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"cairn/geo"
	"cairn/geo/cql2"
)

const (
	longestKey = 512     // bytes of a value in a next link; what is longer is cut
	cursorRoom = 8 << 10 // by how much a next link may be longer than other addresses
)

// cutKey is what a next link has of a value that is too long for it.
type cutKey struct {
	Cut json.RawMessage `json:"cut"` // how a text begins; of a number, the one that is nearest
	Sum string          `json:"sum"` // tells whether a value is the one
	key int             // its place in sortby
}

// appendKey appends a value sorted by, as it stands in a next link.
func appendKey(b []byte, v geo.Value) []byte {
	if len(v) <= longestKey {
		return append(b, v...)
	}
	c := cutKey{Sum: sumOf(v)}
	if v[0] == '"' {
		text := v.String()
		for n := longestKey; ; n /= 2 {
			for n = min(n, len(text)); n > 0 && n < len(text) && !utf8.RuneStart(text[n]); n-- {
			}
			if c.Cut = geo.AppendString(nil, text[:n]); len(c.Cut) <= longestKey {
				break
			}
		}
	} else if f, ok := v.Float(); ok {
		c.Cut, _ = json.Marshal(f) // a finite number
	}
	if c.Cut == nil {
		return append(b, "null"...)
	}
	text, _ := json.Marshal(c) // of texts
	return append(b, text...)
}

// sumOf is short, and the same for the same value only.
func sumOf(v geo.Value) string {
	sum := sha256.Sum256(v)
	return hex.EncodeToString(sum[:10])
}

// parseKey reads what appendKey wrote of the value at a place in sortby.
func (q *request) parseKey(raw json.RawMessage, at int) (geo.Value, bool) {
	if raw[0] != '{' {
		return canonical(raw)
	}
	c := cutKey{key: at}
	if json.Unmarshal(raw, &c) != nil || len(c.Cut) == 0 {
		return nil, false
	}
	v, ok := canonical(c.Cut)
	q.cuts = append(q.cuts, c)
	return v, ok && v != nil
}

// recall puts the whole values in place of those that the next link had to cut: they
// are the feature's at the cursor. If somebody has changed that meanwhile, the page
// begins after all that begin like it, so that nothing comes twice.
func (x *exchange) recall() {
	q := &x.request
	if len(q.cuts) == 0 {
		return
	}
	var hit geo.Hit
	for one, err := range x.state.Find(x.ctx, geo.Query{From: q.From, After: q.After - 1, Limit: 1}) {
		if err == nil && one.At == q.After { // of another error the page itself tells
			hit = one
		}
	}
	for _, c := range q.cuts {
		o := q.Order[c.key]
		if !hit.IsZero() {
			if v := keyOf(hit, o); sumOf(v) == c.Sum {
				q.AfterKeys[c.key] = v
				continue
			}
		}
		if v := q.AfterKeys[c.key]; v[0] == '"' && !o.Descending {
			q.AfterKeys[c.key] = geo.AppendString(nil, v.String()+strings.Repeat("\U0010FFFF", 4))
		}
	}
}

// keyOf returns what a hit is sorted by.
func keyOf(hit geo.Hit, o geo.Order) geo.Value {
	if o.Field == cql2.IDField {
		return hit.RawID()
	}
	return hit.Value(o.Field)
}
