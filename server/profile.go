package server

import (
	"errors"
	"slices"
	"strconv"

	"cairn/geo"
	"cairn/geo/situation"
)

// The ways to write a reference to another feature (OGC 23-058 §12).
const (
	relAsKey  = "rel-as-key"  // its id, as it is stored
	relAsURI  = "rel-as-uri"  // its address
	relAsLink = "rel-as-link" // an object with its address and its id
)

var profiles = []string{relAsKey, relAsURI, relAsLink}

// parseProfile reads profile.
func parseProfile(s string) (string, error) {
	if !slices.Contains(profiles, s) {
		return "", errors.New("is " + strconv.Quote(s) + ", which is no profile here")
	}
	return s, nil
}

// refersTo returns the collection whose ids a property's values are.
func (s *Server) refersTo(in geo.Name, property geo.Field) (to geo.Name, ok bool) {
	if l := property.Limits; l != nil && l.Refers != "" {
		return l.Refers, true
	}
	if s.config.Situation == nil {
		return "", false
	}
	return situation.References(in, property.Name)
}

// writeReferences sees to it that references are written as the profile says.
func (x *exchange) writeReferences(c geo.Collection) {
	q := &x.request
	if q.profile == "" || q.profile == relAsKey {
		return
	}
	to := make(map[int]geo.Name)
	for i, f := range c.Schema.Fields() {
		if name, ok := x.server.refersTo(c.Name, f); ok {
			to[i] = name
		}
	}
	if len(to) == 0 {
		return
	}
	base, link := x.base(), q.profile == relAsLink
	q.part.Value = func(b []byte, field int, v geo.Value) []byte {
		in, ok := to[field]
		if !ok || v.Kind() != geo.Text && v.Kind() != geo.Integer {
			return append(b, v...)
		}
		at := itemURL(base, in, geo.ID(v.String()))
		if !link {
			return geo.AppendString(b, at)
		}
		b = geo.AppendString(append(b, `{"href":`...), at)
		return append(geo.AppendString(append(b, `,"title":`...), v.String()), '}')
	}
}
