package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
)

// serveCeiling answers every request with a ready-made buffer: what net/http and
// chi cost when nothing else is done.
func serveCeiling(args []string) error {
	flags := flag.NewFlagSet("ceiling", flag.ExitOnError)
	size := flags.Int("size", 1000, "bytes in an answer")
	if err := flags.Parse(args); err != nil {
		return err
	}
	body := make([]byte, *size)
	for i := range body {
		body[i] = 'x'
	}
	write := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/geo+json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	}
	r := chi.NewRouter()
	r.Get("/collections/{collection}/items", write)
	r.Get("/collections/{collection}/items/{id}", write)
	r.Get("/collections/{collection}/nearest", write)
	r.Get("/collections/{collection}/aggregate", write)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	return http.Serve(listener, r)
}
