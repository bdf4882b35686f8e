package middleware_test

import (
	"fmt"
	"net/http"
	"time"

	"cairn/server/middleware"
)

func Example() {
	var h http.Handler = http.HandlerFunc(ok)
	h = middleware.Headers(h)
	h = middleware.Log(nil, nil, time.Now, h)

	answer := ask(h, get("/"))
	fmt.Println(answer.Code, answer.Body, answer.Header().Get("X-Content-Type-Options"))
	// Output: 200 ok nosniff
}
