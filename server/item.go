package server

import "cairn/geo"

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
	switch {
	case x.form.is("html"):
		return x.itemPage(c, f)
	case x.form.is("geojsonseq"):
		x.body = append(append(append(x.body[:0], 0x1e), f.GeoJSON()...), '\n')
		return x.done()
	}
	json := f.GeoJSON()
	b := append(x.body[:0], json[:len(json)-1]...)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	b = x.appendOwnLinks(b)
	b = append(append(b, `,{"href":"`...), x.base()...)
	b = append(append(b, `/collections/`...), x.collection...)
	x.body = append(b, `","rel":"collection","type":"application/json","title":"the collection"}]}`...)
	return x.done()
}
