package middleware

import "net/http"

// Address hands requests whose target is longer than most bytes to refuse
// (RFC 9110 §15.5.15). most of 0 or less sets no limit.
func Address(most int, refuse, next http.Handler) http.Handler {
	if most <= 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.RequestURI) > most || len(r.URL.Path)+len(r.URL.RawQuery) > most {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Body hands requests that announce a body of more than most bytes to refuse
// (RFC 9110 §15.5.14), and cuts off one that turns out to be longer. The request
// is left as it is for net/http, which, only if it finds its own body in it,
// answers a client that waits for 100 Continue without waiting for the body.
func Body(most int64, refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > most {
			refuse.ServeHTTP(w, r)
			return
		}
		if r.ContentLength != 0 {
			limited := *r
			limited.Body = http.MaxBytesReader(w, r.Body, most)
			r = &limited
		}
		next.ServeHTTP(w, r)
	})
}
