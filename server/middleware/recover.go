package middleware

import (
	"fmt"
	"net/http"
	"runtime/debug"
)

// Recover turns a panic into the answer of broken, which is given the panic's
// value and stack as an error, unless the answer has begun: then the connection
// is cut. http.ErrAbortHandler always cuts it. It stands inside [Log].
func Recover(broken func(w http.ResponseWriter, r *http.Request, cause error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			cause := fmt.Errorf("panic: %v\n%s", v, debug.Stack())
			if e := EntryOf(w); e != nil {
				e.Err = cause
				if e.Status != 0 {
					panic(http.ErrAbortHandler)
				}
			}
			broken(w, r, cause)
		}()
		next.ServeHTTP(w, r)
	})
}
