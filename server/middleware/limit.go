package middleware

import (
	"net/http"
	"sync/atomic"
)

// Limit lets at most `most` requests in at a time and hands the others to busy.
// most of 0 or less sets no limit.
func Limit(most int, busy, next http.Handler) http.Handler {
	if most <= 0 {
		return next
	}
	var inside atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer inside.Add(-1)
		if inside.Add(1) > int64(most) {
			busy.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
