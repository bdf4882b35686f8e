package middleware

import "net/http"

// Policy is the Content-Security-Policy of every answer that a browser could
// show as a document: scripts, styles and connections of our own origin only, and
// no frame on another's page.
const Policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; " +
	"base-uri 'none'; frame-ancestors 'self'; form-action 'self'"

var policy, nosniff, referrer = []string{Policy}, []string{"nosniff"}, []string{"no-referrer"}

// Headers keeps browsers from taking an answer for anything but what its
// Content-Type says. What else a document needs, [Document] adds.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The key is canonical, so it can be set without looking at it again.
		w.Header()["X-Content-Type-Options"] = nosniff
		next.ServeHTTP(w, r)
	})
}

// Document adds the security headers of answers that a browser could show as a
// document. Features are none: with nosniff no browser runs anything in them, and
// they are answered so often that each header counts.
func Document(h http.Header) {
	h["Content-Security-Policy"] = policy
	h["Referrer-Policy"] = referrer
}
