// Package server answers for a geo.Store over HTTP: OGC API - Features Part 1:
// Core 1.0.1 (OGC 17-069r4) with the conformance classes Core, GeoJSON, HTML and
// OpenAPI 3.0, and beside it nearest features, the situation, and the page that
// people see. It keeps nothing, and derives nothing from features.
//
//	s := server.New(server.Config{Store: store, Title: "Cairn"})
//	err := server.HTTP("127.0.0.1:8080", s, server.Limits{}).ListenAndServe()
//
// How a request goes: the middleware (see package middleware), the route
// (server.go), the adapter (handle.go: query string, format, state of the store),
// the handler, which is parse, ask, write, and returns an error. One place
// (problem.go) turns an error into a problem document (RFC 9457) or a page. An
// error after the first byte cuts the connection, so that nobody takes half a
// collection for a whole one.
//
// What the standards leave open is decided like this:
//
//   - Every answer speaks of one revision of the store. timeStamp and
//     Last-Modified are when that revision was made, so that an answer's bytes
//     depend on nothing but revision and request, and the strong ETag is honest.
//     An ETag does not outlive the process.
//   - Coordinates are CRS84 only (Part 2 is not declared); the parameters crs and
//     bbox-crs are taken with that one value and refused with any other.
//   - as-of takes an instant or a revision number. All that a store holds counts
//     as one revision for now: an instant before it, or revision 0, gives an empty
//     state, anything after it the current one. Places are listed all the same,
//     with nothing known about them.
//   - A parameter that a resource does not know is refused, except by the page at
//     "/", whose parameters are the page's own.
//   - Vary names Origin, because the headers that pages of other origins may read
//     are only named to them.
//   - limit may be left out for application/geo+json-seq: then all that matches
//     is sent.
package server
