package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cairn/geo/format"
	"cairn/server/middleware"
)

// form is one way to write an answer down.
type form struct {
	name  string   // the value of f that asks for it
	alias string   // another such value, or ""
	title string   // for people
	media []string // the Content-Type, first as it is, then those it may also be sent as
	file  bool     // it holds all that matches unless limit is given
}

// is reports whether it is the format of that name.
func (f *form) is(name string) bool { return f != nil && f.name == name }

// mediaJSON and the others are Content-Types.
const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaSeq     = "application/geo+json-seq"
	mediaFG      = format.MediaJSONFG
	mediaEvents  = "text/event-stream"
	mediaHTML    = "text/html; charset=utf-8"
	mediaSchema  = "application/schema+json"
	mediaAPI     = "application/vnd.oai.openapi+json;version=3.0"
	mediaProblem = "application/problem+json"
	mediaText    = "text/markdown; charset=utf-8"
	mediaCSV     = "text/csv; charset=utf-8; header=present"
)

// The formats a resource can be answered in, best first. They never change.
var (
	htmlFormat   = form{name: "html", title: "HTML", media: []string{mediaHTML}}
	metadata     = []form{{name: "json", title: "JSON", media: []string{mediaJSON}}, htmlFormat}
	features     = featureForms()
	nearestForms = []form{features[0], {name: "geojsonseq", title: "GeoJSON text sequence", media: []string{mediaSeq}, file: true}, htmlFormat}
	aggregates   = []form{features[0], {name: "csv", title: "CSV", media: []string{mediaCSV}, file: true}}
	// Events are asked for by Accept, as browsers do.
	changeForms = []form{metadata[0], {name: "event-stream", title: "events", media: []string{mediaEvents}}, htmlFormat}
	apiFormats  = []form{{name: "json", title: "OpenAPI 3.0", media: []string{mediaAPI, mediaJSON}}, htmlFormat}
	schemas     = []form{{name: "json", title: "JSON Schema", media: []string{mediaSchema, mediaJSON}}, htmlFormat}
	texts       = []form{{name: "md", title: "Markdown", media: []string{mediaText, "text/plain"}}, htmlFormat}
)

// featureForms are the formats that features come in: GeoJSON and its kin, pages,
// and the other files.
func featureForms() []form {
	kin := []form{{name: "geojson", alias: "json", title: "GeoJSON", media: []string{mediaGeoJSON, mediaJSON}}}
	var files []form
	for _, f := range format.Formats {
		one := form{name: f.Name, title: f.Title, media: append([]string{f.Media}, f.Aliases...), file: true}
		switch {
		case f.Write == nil || f.Name == kin[0].name:
		case f.Media == mediaFG:
			one.file = false
			kin = append(kin, one)
		case f.Media == mediaSeq:
			kin = append(kin, one)
		default:
			files = append(files, one)
		}
	}
	return slices.Concat(kin, []form{htmlFormat}, files)
}

// negotiate settles the answer's format by f, or by Accept (RFC 9110 §12.5.1),
// and its encoding by Accept-Encoding.
func (x *exchange) negotiate() error {
	x.encoding = middleware.EncodingFor(header(x.r, "Accept-Encoding"))
	formats := x.rt.formats
	for i := range x.query {
		if p := &x.query[i]; p.name == "f" {
			return x.byName(p)
		}
	}
	var ok bool
	if x.form, x.media, ok = choose(formats, header(x.r, "Accept")); ok {
		return nil
	}
	var offer []string
	for _, f := range formats {
		offer = append(offer, f.media...)
	}
	return &refusal{status: http.StatusNotAcceptable, detail: "this resource comes as " + strings.Join(offer, ", ")}
}

func (x *exchange) byName(p *parameter) error {
	var names []string
	for i := range x.rt.formats {
		f := &x.rt.formats[i]
		if p.value == f.name || f.alias != "" && p.value == f.alias {
			x.form, x.media, x.asked = f, f.media[:1:1], p.value
			return nil
		}
		if names = append(names, f.name); f.alias != "" {
			names = append(names, f.alias)
		}
	}
	return faults{faultAt(p, "is "+strconv.Quote(p.value)+", which is no format of this resource", "one of "+strings.Join(names, ", "))}
}

// header returns the request's header of that name, lines joined.
func header(r *http.Request, name string) string {
	switch lines := r.Header[name]; len(lines) {
	case 0:
		return ""
	case 1:
		return lines[0]
	default:
		return strings.Join(lines, ",")
	}
}

// choose returns the format that an Accept header likes best, the first among
// equals, and the media type to send it as. ok is false if it accepts none.
func choose(formats []form, accept string) (best *form, media []string, ok bool) {
	if accept == "" || accept == "*/*" {
		return &formats[0], formats[0].media[:1:1], true
	}
	most := 0
	for i := range formats {
		f := &formats[i]
		for j := range f.media {
			q, exact := quality(accept, f.media[j])
			if q > most && (j == 0 || exact) {
				best, media, most = f, f.media[j:j+1:j+1], q
			}
		}
	}
	return best, media, best != nil
}

// quality returns how much an Accept header likes a media type, in thousandths,
// by the most specific range that fits, and whether that range names it in full.
// Parameters other than q are not looked at.
func quality(accept, media string) (q int, exact bool) {
	media, _, _ = strings.Cut(media, ";")
	kind, _, _ := strings.Cut(media, "/")
	rank := 0
	for accept != "" {
		var entry string
		entry, accept, _ = strings.Cut(accept, ",")
		name, weight, _ := strings.Cut(entry, ";")
		name = strings.TrimSpace(name)
		r := 0
		switch {
		case strings.EqualFold(name, media):
			r = 3
		case len(name) == len(kind)+2 && strings.HasSuffix(name, "/*") && strings.EqualFold(name[:len(kind)], kind):
			r = 2
		case name == "*/*":
			r = 1
		}
		if r > rank {
			rank, q = r, middleware.Weight(weight)
		}
	}
	return q, rank == 3
}
