package server

import (
	"strings"

	"cairn/geo"
	"cairn/geo/crs"
)

// contentCRS84 is the Content-Crs of an answer in CRS84.
var contentCRS84 = []string{"<" + crs84 + ">"}

// tellSystem sets Content-Crs (OGC 18-058r1 §6.6): the system as the client wrote
// it, if that was an address. Pages are in CRS84 whatever was asked for: the system
// is for the files that they lead to.
func (x *exchange) tellSystem() {
	q := &x.request
	if q.crs == nil || x.form.is("html") {
		x.w.Header()["Content-Crs"] = contentCRS84
		return
	}
	name := x.param("crs")
	if !strings.HasPrefix(name, "http") {
		name = q.crs.URI()
	}
	x.w.Header()["Content-Crs"] = []string{"<" + name + ">"}
	if q.crs.EPSG() != 0 {
		q.part.CRS = q.crs
	}
}

// systemsOf are the systems a collection is served in, CRS84 first.
func systemsOf(c geo.Collection) []*crs.CRS {
	if !c.Extent.IsLocated() {
		return []*crs.CRS{crs.CRS84}
	}
	b := c.Extent.Box
	return crs.For(b.West, b.South, b.East, b.North, c.Heights)
}

// storageOf is the system a collection's positions are kept in.
func storageOf(c geo.Collection) string {
	if c.Heights {
		return crs84h
	}
	return crs84
}

func addresses(list []*crs.CRS) []string {
	var uris []string
	for _, c := range list {
		uris = append(uris, c.URI())
	}
	return uris
}
