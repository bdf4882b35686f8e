package server

import (
	"fmt"
	"iter"
	"net/http"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
)

// download answers with a file: all that matches, or a page if limit is given. A
// file has no place for numbers and links, so headers say them: OGC-NumberMatched,
// OGC-NumberReturned, and Link with the next page.
func (x *exchange) download(c geo.Collection) error {
	f, err := x.fileFormat()
	if err != nil {
		return err
	}
	hits, err := x.selected()
	if err != nil {
		return err
	}
	if x.request.hits {
		return x.send(http.StatusOK, x.media, nil)
	}
	if err := x.fits(c, func() iter.Seq2[geo.Hit, error] { return hits }); err != nil {
		return err
	}
	x.w.Header()["Content-Disposition"] = []string{`attachment; filename="` + string(c.Name) + f.Endings[0] + `"`}
	x.body = x.body[:0]
	return x.pass(hits, f, c)
}

// pass answers with hits in a format. The writer is closed in any case; what it
// writes after a failure is not sent, so that a failure before the first byte can
// still be told.
func (x *exchange) pass(hits iter.Seq2[geo.Hit, error], f format.Format, c geo.Collection) (err error) {
	out := &flowing{x: x}
	w := f.Write(out, x.output(c))
	for hit, e := range hits {
		if err = e; err != nil {
			break
		}
		if err = w.Write(hit.Feature); err != nil {
			break
		}
	}
	out.failed = err
	if e := w.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.Title, err)
	}
	return x.done()
}

// fileFormat is the format of the file asked for. The error says so where it
// cannot hold the system asked for.
func (x *exchange) fileFormat() (format.Format, error) {
	f, _ := format.ByName(x.form.name)
	if x.request.part.CRS == nil || f.Systems {
		return f, nil
	}
	able := []string{"geojson"}
	for _, other := range format.Formats {
		if other.Write != nil && other.Systems && other.Name != able[0] {
			able = append(able, other.Name)
		}
	}
	for i := range x.query {
		if p := &x.query[i]; p.name == "crs" {
			return f, faults{faultAt(p, "is a system that "+f.Title+" cannot hold", "none, or f one of "+strings.Join(able, ", "))}
		}
	}
	return f, nil
}

// output tells the writer of a file what is coming.
func (x *exchange) output(c geo.Collection) geo.Output {
	q := &x.request
	return geo.Output{
		Collection: c, Fields: q.part.Fields, SkipGeometry: q.part.SkipGeometry,
		CRS: q.part.CRS, Source: x.here(""), Spreadsheet: q.bom,
	}
}

// selected yields what a file holds, and tells of it in headers; nothing if only
// the number was asked for.
func (x *exchange) selected() (iter.Seq2[geo.Hit, error], error) {
	q := &x.request
	matched, err := x.state.Count(x.ctx, q.Query)
	if err != nil {
		return nil, err
	}
	x.count("OGC-NumberMatched", matched)
	if q.hits {
		x.count("OGC-NumberReturned", 0)
		return nil, nil
	}
	if !q.limited {
		q.Limit = 0
		if q.After == 0 {
			x.count("OGC-NumberReturned", matched)
		}
		return x.state.Find(x.ctx, q.Query), nil
	}
	hits, next, err := x.hits()
	if err != nil {
		return nil, err
	}
	x.count("OGC-NumberReturned", len(hits))
	x.linkNext(next)
	return each(hits), nil
}

// each yields the hits of a list.
func each(hits []geo.Hit) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		for _, hit := range hits {
			if !yield(hit, nil) {
				return
			}
		}
	}
}

// sequenceOf writes hits of nearest as a GeoJSON text sequence (RFC 8142), each
// between a record separator and a line feed.
func (x *exchange) sequenceOf(hits iter.Seq2[geo.Hit, error]) error {
	x.body = x.body[:0]
	for hit, err := range hits {
		if err != nil {
			return err
		}
		if x.body, err = x.appendHit(append(x.body, 0x1e), hit); err != nil {
			return err
		}
		x.body = append(x.body, '\n')
		if err := x.flow(); err != nil {
			return err
		}
	}
	return x.done()
}

// flowing is the answer as an io.Writer: what is written goes out in pieces.
type flowing struct {
	x      *exchange
	failed error // why nothing goes out any more
}

func (w *flowing) Write(p []byte) (int, error) {
	if w.failed != nil {
		return 0, w.failed
	}
	w.x.body = append(w.x.body, p...)
	return len(p), w.x.flow()
}
