// Package middleware holds what every request passes through before it reaches
// a route and that needs neither a store nor a route: one file, one plain
// function from handler to handler. Which stand in which order is decided by the
// server.
//
//	var h http.Handler = routes
//	h = middleware.Headers(h)
//	h = middleware.Log(access, log, time.Now, h)
//
// What a middleware refuses, it hands to a handler it was given for that, so
// that refusals look like every other problem the server tells of.
package middleware
