package server_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is a server's own OpenAPI document, to hold its answers to.
type contract struct {
	doc    *openapi3.T
	router routers.Router
}

func contractOf(t testing.TB, w *world) *contract {
	t.Helper()
	answer := w.get("/api")
	doc, err := openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
	if err != nil {
		t.Fatalf("load /api: %v", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("/api is no OpenAPI document: %v", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatalf("route by /api: %v", err)
	}
	return &contract{doc, router}
}

// check holds an answer to the document: its status, its media type, its body.
func (c *contract) check(t *testing.T, sc *scene) {
	t.Helper()
	method := sc.method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if method != http.MethodGet {
		return
	}
	r := httptest.NewRequest(method, sc.target, nil)
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return // files of the page, and what is not there
	}
	registerText()
	body := sc.answer.Body.Bytes()
	if sc.method == http.MethodHead || sc.answer.Code >= 300 && sc.answer.Code < 400 || sc.answer.Header().Get("Content-Encoding") != "" {
		return
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 sc.answer.Code,
		Header:                 sc.answer.Header(),
		Body:                   io.NopCloser(bytes.NewReader(body)),
	}
	if err := openapi3filter.ValidateResponse(context.Background(), in); err != nil {
		text := err.Error()
		sc.errorf("not what /api says: %.500s", strings.ReplaceAll(text, "\n", " "))
	}
}

// registerText teaches the validator media types that it reads as text.
func registerText() {
	for _, media := range []string{"application/geo+json-seq", "text/html", "text/markdown"} {
		if openapi3filter.RegisteredBodyDecoder(media) == nil {
			openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
		}
	}
}
