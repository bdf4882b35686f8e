package server

import (
	"hash/fnv"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"cairn/server/middleware"
)

// asset is a file of the page, as it is served.
type asset struct {
	media []string
	cache []string // Cache-Control
	hash  uint64
	body  []byte
	coded [len(middleware.Encodings)]struct {
		once sync.Once
		body []byte
	}
}

var forever = []string{"public, max-age=31536000, immutable"}

// loadAssets reads the files of the page, and the style sheet of the HTML pages.
func (s *Server) loadAssets() {
	style, err := pageFiles.ReadFile("page/style.css")
	if err != nil {
		panic("server: the style sheet is missing: " + err.Error())
	}
	a := newAsset("style.css", style)
	a.cache = forever
	s.style = "/page/style-" + strconv.FormatUint(a.hash, 16) + ".css"
	s.assets[s.style] = a
	if s.config.Web == nil {
		return
	}
	err = fs.WalkDir(s.config.Web, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		body, err := fs.ReadFile(s.config.Web, name)
		if err != nil {
			return err
		}
		a := newAsset(name, body)
		if strings.HasPrefix(name, "assets/") {
			a.cache = forever // the name has the hash of the content
		}
		s.assets["/"+name] = a
		return nil
	})
	if err != nil {
		panic("server: the page cannot be read: " + err.Error())
	}
}

func newAsset(name string, body []byte) *asset {
	h := fnv.New64a()
	h.Write(body)
	return &asset{media: []string{mediaOf(name, body)}, cache: revalidate, hash: h.Sum64(), body: body}
}

// mediaOf returns the Content-Type of a file. Those the page is made of are
// written out, so that they do not depend on the machine.
func mediaOf(name string, body []byte) string {
	switch path.Ext(name) {
	case ".html":
		return mediaHTML
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json", ".map":
		return mediaJSON
	case ".geojson":
		return mediaGeoJSON
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return http.DetectContentType(body)
}

// file answers with a file of the page.
func (x *exchange) file(a *asset) error {
	e := middleware.EncodingFor(header(x.r, "Accept-Encoding"))
	x.encoding, x.moment = middleware.Identity, nil
	x.tag.n = len(append(append(append(x.tag.text[:0], '"'), strconv.FormatUint(a.hash, 16)+e.String()...), '"'))
	h := x.w.Header()
	h["Cache-Control"] = a.cache
	if list := x.r.Header["If-None-Match"]; list != nil && x.isIn(list, true) {
		return x.send(http.StatusNotModified, nil, nil)
	}
	body := a.body
	if coded := a.codedAs(e, &x.server.coders); coded != nil {
		body = coded
		e.Set(h)
	}
	return x.send(http.StatusOK, a.media, body)
}

// codedAs returns the file compressed, nil if that makes it no shorter. It is
// done once.
func (a *asset) codedAs(e middleware.Encoding, c *middleware.Coders) []byte {
	if e == middleware.Identity || len(a.body) < middleware.WorthCoding || strings.HasPrefix(a.media[0], "font/") {
		return nil
	}
	coded := &a.coded[e]
	coded.once.Do(func() {
		if b := c.Append(nil, e, a.body); len(b) < len(a.body) {
			coded.body = b
		}
	})
	return coded.body
}
