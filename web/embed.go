// Package web carries the page that people see: the built contents of dist/,
// inside the binary. It knows nothing of requests or of features; the server
// hands the files out.
//
// The page is built by npm (`npm ci && npm run build`) and is not part of the
// repository. A binary made without it has a file system with no index.html
// in it, and everything but the page works:
//
//	page := web.FS()
//	if _, err := fs.Stat(page, "index.html"); err != nil {
//		// no page was built: answer with the plain HTML pages instead
//	}
package web

import (
	"embed"
	"io/fs"
)

// dist always holds at least the file .keep, so that the embedding compiles on
// a fresh clone.
//
//go:embed all:dist
var dist embed.FS

// FS returns the built page: index.html, icon.svg and assets/ at the root of
// the file system. The names in assets/ carry a hash of their content and may
// be cached for ever. Without a built page there is no index.html; the result
// is never nil.
func FS() fs.FS {
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		// "dist" is a valid path written here; only a broken build can fail.
		panic("web: sub dist: " + err.Error())
	}
	return page
}
