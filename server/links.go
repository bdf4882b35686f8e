package server

import (
	"net/url"
	"strings"

	"cairn/geo"
)

// link is a web link (RFC 8288) as OGC 17-069r4 §7.5 has it in JSON.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// Direct returns the address under which a browser, too, gets the link's type: a
// page's links say which format they lead to, and browsers prefer HTML.
func (l link) Direct() string {
	name := ""
	switch l.Type {
	case mediaJSON, mediaSchema, mediaAPI:
		name = "json"
	case mediaGeoJSON:
		name = "geojson"
	case mediaText:
		name = "md"
	}
	if name == "" || strings.Contains(l.Href, "?") {
		return l.Href
	}
	return l.Href + "?f=" + name
}

// Relations of the standard that are not registered words.
const (
	relConformance = "conformance"
	relData        = "data"
	relSchema      = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relQueryables  = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSortables   = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
	relFunctions   = "http://www.opengis.net/def/rel/ogc/1.0/functions"
)

// here returns the request's own address with further parameters; those called
// names are left out.
func (x *exchange) here(more string, names ...string) string {
	b := append([]byte(x.base()), x.path()...)
	b = append(without(append(b, '?'), x.r.URL.RawQuery, names...), more...)
	for len(b) > 0 && (b[len(b)-1] == '&' || b[len(b)-1] == '?') {
		b = b[:len(b)-1]
	}
	return string(b)
}

// path is the request's path as it stands in an address.
func (x *exchange) path() string {
	if u := x.r.URL; u.RawPath != "" || !isPlain(u.Path) {
		return string(appendURL(nil, u.EscapedPath()))
	}
	return x.r.URL.Path
}

// isPlain reports whether a path can stand in an address and in JSON as it is.
func isPlain(path string) bool {
	for i := range len(path) {
		c := path[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '/' && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

// ownLinks are the links of a resource to itself and to its other formats.
func (x *exchange) ownLinks() []link {
	links := []link{{x.here(""), "self", x.media[0], "this document"}}
	for i := range x.rt.formats {
		if f := &x.rt.formats[i]; f != x.form && !f.isListed() {
			links = append(links, link{x.here("f="+f.name, "f"), "alternate", f.media[0], "this document as " + f.title})
		}
	}
	return links
}

// isListed reports whether a format is one of the files that collections list:
// documents do not lead to each of them.
func (f *form) isListed() bool {
	return f.file && f.name != "geojsonseq" && f != &aggregates[1]
}

// itemURL returns the address of a feature.
func itemURL(base string, in geo.Name, id geo.ID) string {
	return base + "/collections/" + url.PathEscape(string(in)) + "/items/" + url.PathEscape(string(id))
}
