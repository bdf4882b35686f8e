package server

import (
	"cmp"
	"net/http"
	"time"
)

// Limits bound what a request may cost. Zero means the default.
type Limits struct {
	Requests   int           // being answered at once; 512, a negative number for no limit
	Listeners  int           // to changes, at once; 20,000, a negative number for no limit
	Address    int           // bytes of the request target, in which a filter may hold a polygon; 64 KiB
	Parameters int           // in a query string; 64
	Header     int           // bytes of the request's head; 96 KiB
	Body       int64         // bytes; 16 MiB
	Duration   time.Duration // for the store to answer, and for each further piece of a long answer; 30 s
	Read       time.Duration // for the request to come in; 15 s
	Write      time.Duration // for the answer to be taken, or each piece of a long one; 60 s
	Idle       time.Duration // between requests on one connection; 2 min
}

func (l Limits) orDefault() Limits {
	l.Requests = cmp.Or(l.Requests, 512)
	l.Listeners = cmp.Or(l.Listeners, 20_000)
	l.Address = cmp.Or(l.Address, 64<<10)
	l.Parameters = cmp.Or(l.Parameters, 64)
	l.Header = cmp.Or(l.Header, 96<<10)
	l.Body = cmp.Or(l.Body, 16<<20)
	l.Duration = cmp.Or(l.Duration, 30*time.Second)
	l.Read = cmp.Or(l.Read, 15*time.Second)
	l.Write = cmp.Or(l.Write, time.Minute)
	l.Idle = cmp.Or(l.Idle, 2*time.Minute)
	return l
}

// HTTP returns an http.Server for the TCP address addr that holds requests to
// the limits of time and size that a handler cannot see to.
func HTTP(addr string, h http.Handler, l Limits) *http.Server {
	l = l.orDefault()
	return &http.Server{
		Addr:           addr,
		Handler:        h,
		ReadTimeout:    l.Read, // one limit for head and body: each further one is a timer set per request
		WriteTimeout:   l.Write,
		IdleTimeout:    l.Idle,
		MaxHeaderBytes: l.Header,
	}
}
