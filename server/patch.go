package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// patch changes the feature that the path names by a merge patch (RFC 7396) of its
// GeoJSON (OGC 20-002 §8).
func (s *Server) patch(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	body, err := x.bodyOf(patchedBy...)
	if err != nil {
		return err
	}
	text, err := readAll(body)
	if err != nil {
		return err
	}
	if nesting(text) > maxNesting {
		return &refusal{http.StatusBadRequest, "the patch has more than " + strconv.Itoa(maxNesting) + " arrays and objects within one another"}
	}
	var p map[string]json.RawMessage
	if err := json.Unmarshal(text, &p); err != nil {
		if errors.As(err, new(*json.UnmarshalTypeError)) {
			err = errors.New("expected {…}") // and no word of how it is read here
		}
		return &refusal{http.StatusBadRequest, "the body is no JSON object: " + err.Error()}
	}
	if p == nil { // in its place there would be nothing (RFC 7396 §2)
		return &refusal{http.StatusBadRequest, "the body is null; expected an object, or DELETE"}
	}
	if kind, ok := p["type"]; ok && string(bytes.TrimSpace(kind)) != `"Feature"` {
		return &refusal{http.StatusUnprocessableEntity, "the patch makes something else of the feature: its type is " + string(kind)}
	}
	if err := x.patchFromSystem(p); err != nil {
		return err
	}
	condition := strings.TrimSpace(header(x.r, "If-Match"))
	_, dated := instant(x.r.Header["If-Unmodified-Since"])
	conditional := condition != "" && condition != "*" || condition == "" && dated
	for {
		rev, err := x.patchOnce(c, p)
		if err == nil {
			return x.changed(rev)
		}
		// Somebody else was faster, so that it gets on; who set no state as the
		// condition has the patch made anew, for as long as the request has time.
		if geo.KindOf(err) != geo.Stale || conditional || x.ctx.Err() != nil {
			return err
		}
		if err := x.again(); err != nil {
			return err
		}
	}
}

// patchOnce patches the feature as it stands in the request's state.
func (x *exchange) patchOnce(c geo.Collection, p map[string]json.RawMessage) (geo.Rev, error) {
	old, err := x.state.Feature(x.ctx, c.Name, x.feature)
	if err != nil {
		return 0, err
	}
	merged, err := merge(old.GeoJSON(), p)
	if err != nil {
		return 0, err
	}
	f, err := x.readOne(c, bytes.NewReader(merged))
	if err != nil {
		return 0, err
	}
	change := geo.Change{Op: geo.Put, In: c.Name, Feature: f, By: x.who.Name}
	if err := x.conditions(&change); err != nil {
		return 0, err
	}
	if change.If == 0 {
		change.If, _ = x.state.Rev()
	}
	return x.apply(change)
}

// merge applies a merge patch to a feature whose members keep their order; new ones
// come last. Its geometry is replaced as a whole.
func merge(feature []byte, patch map[string]json.RawMessage) ([]byte, error) {
	return mergeObject(feature, patch, true)
}

// mergeObject is merge for any JSON object: only a feature's own geometry and
// properties are special, not what is called so within it.
func mergeObject(target []byte, patch map[string]json.RawMessage, isFeature bool) ([]byte, error) {
	members, err := membersOf(target)
	if err != nil {
		return nil, err
	}
	out, seen := []byte{'{'}, map[string]bool{}
	add := func(name string, value []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(geo.AppendString(out, name), ':'), value...)
	}
	for _, m := range members {
		seen[m.name] = true
		p, ok := patch[m.name]
		switch {
		case !ok:
			add(m.name, m.value)
		case isFeature && isNull(p) && (m.name == "geometry" || m.name == "properties"):
			add(m.name, p) // a feature has both, be they null
		case isNull(p):
		case !(isFeature && m.name == "geometry") && isObject(p) && isObject(m.value):
			value, err := mergeNested(m.value, p)
			if err != nil {
				return nil, err
			}
			add(m.name, value)
		default:
			value, err := withoutNulls(p, isFeature && m.name == "geometry")
			if err != nil {
				return nil, err
			}
			add(m.name, value)
		}
	}
	for _, name := range sortedKeys(patch) {
		if !seen[name] && !isNull(patch[name]) {
			value, err := withoutNulls(patch[name], isFeature && name == "geometry")
			if err != nil {
				return nil, err
			}
			add(name, value)
		}
	}
	return append(out, '}'), nil
}

func mergeNested(target, patch []byte) ([]byte, error) {
	var p map[string]json.RawMessage
	if err := json.Unmarshal(patch, &p); err != nil {
		return nil, &refusal{http.StatusBadRequest, "the patch cannot be read: " + err.Error()}
	}
	return mergeObject(target, p, false)
}

// withoutNulls is what becomes of a value that replaces another (RFC 7396 §2): an
// object loses its nulls. A geometry is taken as it is.
func withoutNulls(v []byte, geometry bool) ([]byte, error) {
	if geometry || !isObject(v) {
		return v, nil
	}
	return mergeNested([]byte("{}"), v)
}

func isNull(v []byte) bool   { return bytes.Equal(bytes.TrimSpace(v), []byte("null")) }
func isObject(v []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(v), []byte("{")) }

// rawMember is one member of a JSON object.
type rawMember struct {
	name  string
	value json.RawMessage
}

// membersOf lists the members of a JSON object in their order.
func membersOf(object []byte) (list []rawMember, err error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err = d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := rawMember{name: name.(string)}
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func sortedKeys(m map[string]json.RawMessage) []string { return slices.Sorted(maps.Keys(m)) }

// maxNesting is how deep a patch may go: each level is read anew to be merged.
const maxNesting = 100

// nesting counts the arrays and objects of a JSON text that stand within one another.
func nesting(text []byte) (deepest int) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth--
		}
	}
	return deepest
}
