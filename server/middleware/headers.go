package middleware

import "net/http"

// Policy is the Content-Security-Policy of every answer: scripts, styles and
// connections of our own origin only, and no frame on another's page.
const Policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; " +
	"base-uri 'none'; frame-ancestors 'self'; form-action 'self'"

// Headers adds the security headers that every answer carries.
func Headers(next http.Handler) http.Handler {
	policy, nosniff, referrer := []string{Policy}, []string{"nosniff"}, []string{"no-referrer"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		// The keys are canonical, so they can be set without looking at them again.
		h["Content-Security-Policy"] = policy
		h["X-Content-Type-Options"] = nosniff
		h["Referrer-Policy"] = referrer
		next.ServeHTTP(w, r)
	})
}
