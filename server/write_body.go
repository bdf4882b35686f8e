package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

// The media types that features, and changes to them, may be sent as.
var (
	sentAs    = []string{mediaGeoJSON, mediaJSON}
	patchedBy = []string{"application/merge-patch+json", mediaGeoJSON, mediaJSON}
)

// postedTo returns the media types that a resource takes by POST: features but where
// collections are made.
func postedTo(rt *route) []string {
	if rt.pattern == "/collections" {
		return []string{mediaJSON}
	}
	return sentAs
}

// bodyOf returns the request's body, which must be of one of the media types. One that
// does not say what it is is 400 (OGC 20-002r1, requirement
// /req/create-replace-delete/post-content-type and its like).
func (x *exchange) bodyOf(types ...string) (io.Reader, error) {
	if coding := x.r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, &refusal{http.StatusUnsupportedMediaType, "the body must be sent as it is, without Content-Encoding"}
	}
	says := x.r.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(says)
	if err == nil && slices.Contains(types, media) {
		return x.r.Body, nil
	}
	x.w.Header().Set("Accept", strings.Join(types, ", "))
	if says == "" {
		return nil, &refusal{http.StatusBadRequest, "there is no Content-Type; the body must be sent as " + strings.Join(types, " or ")}
	}
	return nil, &refusal{http.StatusUnsupportedMediaType, "the body must be sent as " + strings.Join(types, " or ")}
}

// system returns the system that Content-Crs says the body's positions are in (OGC
// 20-002r1, requirement /req/features/crs-other-crs), nil if they are longitudes and
// latitudes.
func (x *exchange) system() (*crs.CRS, error) {
	name := strings.TrimSpace(header(x.r, "Content-Crs"))
	if name == "" {
		return nil, nil
	}
	if strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">") {
		name = name[1 : len(name)-1]
	}
	c, err := crs.Parse(name)
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, "Content-Crs is " + strconv.Quote(name) + ": " + err.Error()}
	}
	if c.Degrees() && !c.NorthFirst() {
		return nil, nil
	}
	return c, nil
}

// fromSystem returns a body whose positions are in CRS84. What is no GeoJSON it returns
// as it is, so that whoever reads it tells what is wrong.
func (x *exchange) fromSystem(body io.Reader) (io.Reader, error) {
	c, err := x.system()
	if c == nil || err != nil {
		return body, err
	}
	text, err := readAll(body)
	if err != nil {
		return nil, err
	}
	if nesting(text) > maxNesting {
		return nil, &refusal{http.StatusBadRequest, "the body has more than " + strconv.Itoa(maxNesting) + " arrays and objects within one another"}
	}
	if !json.Valid(text) {
		return bytes.NewReader(text), nil
	}
	text, err = documentFrom(text, c)
	return bytes.NewReader(text), err
}

// patchFromSystem has the geometry in a patch in CRS84.
func (x *exchange) patchFromSystem(p map[string]json.RawMessage) error {
	c, err := x.system()
	if g := p["geometry"]; c != nil && err == nil && g != nil {
		p["geometry"], err = geometryFrom(g, c)
	}
	return err
}

// documentFrom returns a feature, or a collection of them, with its geometries in
// CRS84 that are in c.
func documentFrom(text []byte, c *crs.CRS) ([]byte, error) {
	return changeMembers(text, func(name string, v []byte) ([]byte, error) {
		switch {
		case name == "geometry":
			return geometryFrom(v, c)
		case name == "features":
			return changeItems(v, func(v []byte) ([]byte, error) { return documentFrom(v, c) })
		}
		return v, nil
	})
}

// geometryFrom returns a GeoJSON geometry in CRS84 that is in c.
func geometryFrom(text []byte, c *crs.CRS) ([]byte, error) {
	return changeMembers(text, func(name string, v []byte) ([]byte, error) {
		switch name {
		case "coordinates":
			return positionsFrom(v, c)
		case "geometries":
			return changeItems(v, func(v []byte) ([]byte, error) { return geometryFrom(v, c) })
		}
		return v, nil
	})
}

// positionsFrom returns a position in CRS84 that is in c, or an array of such at any
// depth. Degrees keep their digits; others get nine decimals, a tenth of a millimetre.
func positionsFrom(text []byte, c *crs.CRS) ([]byte, error) {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil || len(list) == 0 {
		return text, nil
	}
	if list[0][0] == '[' {
		return changeItems(text, func(v []byte) ([]byte, error) { return positionsFrom(v, c) })
	}
	var p [2]float64
	if len(list) < 2 || json.Unmarshal(list[0], &p[0]) != nil || json.Unmarshal(list[1], &p[1]) != nil {
		return text, nil
	}
	if c.Degrees() {
		list[0], list[1] = list[1], list[0]
	} else {
		q, ok := c.Inverse(c.EastNorth(p[0], p[1]))
		if !ok {
			return nil, &refusal{http.StatusBadRequest, fmt.Sprintf("the position %s lies outside of what %s reaches", text, c.URI())}
		}
		list[0], list[1] = degrees(q)
	}
	return json.Marshal(list)
}

func degrees(p orb.Point) (lon, lat json.RawMessage) {
	text := func(v float64) json.RawMessage {
		s := strings.TrimRight(strconv.FormatFloat(v, 'f', 9, 64), "0")
		return json.RawMessage(strings.TrimSuffix(s, "."))
	}
	return text(p[0]), text(p[1])
}

// changeMembers returns a JSON object with each member as change makes it; what is no
// object stays.
func changeMembers(object []byte, change func(name string, v []byte) ([]byte, error)) ([]byte, error) {
	if !isObject(object) {
		return object, nil
	}
	members, err := membersOf(object)
	if err != nil {
		return object, nil
	}
	out := []byte{'{'}
	for i, m := range members {
		v, err := change(m.name, m.value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), v...)
	}
	return append(out, '}'), nil
}

// changeItems returns a JSON array with each item as change makes it; what is no array
// stays.
func changeItems(array []byte, change func(v []byte) ([]byte, error)) ([]byte, error) {
	var items []json.RawMessage
	if json.Unmarshal(array, &items) != nil || items == nil {
		return array, nil
	}
	out := []byte{'['}
	for i, v := range items {
		v, err := change(v)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, v...)
	}
	return append(out, ']'), nil
}

// beginning keeps how a body begins.
type beginning []byte

// Write keeps what there is room for.
func (b *beginning) Write(p []byte) (int, error) {
	const room = 4 << 10
	*b = append(*b, p[:min(len(p), room-len(*b))]...)
	return len(p), nil
}

// isCollection reports whether it is that of a FeatureCollection.
func (b beginning) isCollection() bool {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for {
		name, err := d.Token()
		if err != nil || name == "features" {
			return err == nil
		}
		var v json.RawMessage
		if d.Decode(&v) != nil {
			return false
		}
		if name == "type" {
			return string(v) == `"FeatureCollection"`
		}
	}
}
