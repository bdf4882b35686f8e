package server

import (
	"iter"

	"cairn/geo"
	"cairn/geo/format"
)

// item answers with one feature (OGC 17-069r4 §7.16).
func (s *Server) item(x *exchange) error {
	if _, err := geo.ParseID(string(x.feature)); err != nil {
		return &geo.Error{Kind: geo.NotFound, Path: "feature", Msg: "no feature has such an id"}
	}
	c, err := x.ask(itemParameters, false)
	if err != nil {
		return err
	}
	f, err := x.state.Feature(x.ctx, x.collection, x.feature)
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	if x.form.is("html") {
		return x.itemPage(c, f)
	}
	if x.request.part.CRS != nil {
		if err := x.fits(c, func() iter.Seq2[geo.Hit, error] { return each([]geo.Hit{{Feature: f}}) }); err != nil {
			return err
		}
	}
	if x.form.file {
		return x.itemFile(c, f)
	}
	var b []byte
	if x.form.is("jsonfg") {
		b, err = format.AppendJSONFGDocument(x.body[:0], f, x.output(c), x.request.part)
	} else {
		b, err = format.AppendFeature(x.body[:0], f, x.request.part)
	}
	if err != nil {
		return err
	}
	b = b[:len(b)-1]
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	b = x.appendOwnLinks(b)
	x.body = append(x.appendCollectionLink(append(b, ',')), `]}`...)
	return x.done()
}

// itemFile answers with one feature as a file.
func (x *exchange) itemFile(c geo.Collection, f geo.Feature) error {
	as, err := x.fileFormat()
	if err != nil {
		return err
	}
	x.w.Header()["Content-Disposition"] = []string{`attachment; filename="` + string(c.Name) + as.Endings[0] + `"`}
	x.body = x.body[:0]
	return x.pass(each([]geo.Hit{{Feature: f}}), as, c)
}
