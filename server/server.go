package server

import (
	"hash/maphash"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"cairn/geo"
	"cairn/geo/situation"
	"cairn/server/middleware"
)

// Config is what a server needs. Only Store must be set.
type Config struct {
	Store geo.Store
	Web   fs.FS // the built page, index.html at its root; without one the HTML landing page stands in

	// Base is the public address, such as "https://example.org/cairn", without
	// which it is taken from each request's Host header. Only what comes from one
	// of TrustedProxies may say otherwise, by X-Forwarded-Proto, -Host and -Prefix.
	Base           string
	TrustedProxies []netip.Prefix

	Title, Description, Version string // for people

	Situation *situation.Situation // nil: the data are not about places and who holds them
	Rule      []byte               // the text (Markdown) of the rule that Situation follows
	Ready     func() error         // why the server should not be sent requests yet; nil: it always may
	Guard     Guard                // who may write; nil: nobody
	Limits    Limits
	Access    *middleware.Access // one line for each request that did not fail; nil: Log gets it
	Log       *slog.Logger       // what went wrong; nil: nothing is told
	Now       func() time.Time   // nil: time.Now
}

// Server answers for a store. It is safe for use by several goroutines at once.
type Server struct {
	config  Config
	routes  []route
	router  *chi.Mux
	handler http.Handler
	assets  map[string]*asset // by path
	style   string            // path of the style sheet of the pages
	pages   pages
	seed    maphash.Seed // of ETags

	exchanges sync.Pool
	coders    middleware.Coders
	origin    atomic.Pointer[origin]   // the last one made, most often the next one asked for
	moment    atomic.Pointer[moment]   // the last revision answered from, as headers say it
	api       atomic.Pointer[document] // the last OpenAPI document
	words     words
	shaping   sync.RWMutex // held by who makes, describes or drops a collection, shared by who writes features
	tail      tail         // of the log, for those who listen
	listeners atomic.Int64 // how many there are
}

// New makes a server. It panics if the embedded pages are broken or a Web file
// cannot be read, which only a broken build can bring about.
func New(c Config) *Server {
	c.Limits = c.Limits.orDefault()
	c.Base = strings.TrimRight(c.Base, "/")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Title == "" {
		c.Title = "Cairn"
	}
	s := &Server{config: c, seed: maphash.MakeSeed(), assets: map[string]*asset{}}
	s.exchanges.New = func() any { return &exchange{server: s} }
	s.routes = routes(c)
	s.pages = parsePages()
	s.loadAssets()
	s.router = s.mux()
	s.handler = s.wrap(s.router)
	return s
}

// changesPattern is where changes are told.
const changesPattern = "/changes"

// aliasPattern is the address Esri's clients look for, in any letter case.
const aliasPattern = "/{alias:(?i:OGCFeatureServer)}"

// routes lists every resource, in reading order.
func routes(c Config) []route {
	list := []route{
		{pattern: "/", handle: (*Server).landing, formats: metadata},
		{pattern: aliasPattern, handle: (*Server).landing, formats: metadata},
		{pattern: "/conformance", handle: (*Server).conformance, formats: metadata},
		{pattern: "/api", handle: (*Server).openAPI, formats: apiFormats},
		{pattern: "/functions", handle: (*Server).functions, formats: metadata},
		{pattern: "/collections", handle: (*Server).collections, formats: metadata, methods: []method{
			{http.MethodPost, (*Server).makeCollection, MayAdmin},
		}},
		{pattern: "/collections/{collection}", handle: (*Server).collection, formats: metadata, methods: []method{
			{http.MethodPut, (*Server).putCollection, MayAdmin}, {http.MethodPatch, (*Server).patchCollection, MayAdmin}, {http.MethodDelete, (*Server).dropCollection, MayAdmin},
		}},
		{pattern: "/collections/{collection}/schema", handle: (*Server).schema, formats: schemas, known: []string{"as-of"}},
		{pattern: "/collections/{collection}/queryables", handle: (*Server).queryables, formats: schemas},
		{pattern: "/collections/{collection}/sortables", handle: (*Server).sortables, formats: schemas},
		{pattern: "/collections/{collection}/items", handle: (*Server).items, formats: features, known: anyParameter, methods: []method{
			{http.MethodPost, (*Server).create, MayWrite},
		}},
		{pattern: "/collections/{collection}/items/{feature}", handle: (*Server).item, formats: features, known: anyParameter, methods: []method{
			{http.MethodPut, (*Server).replace, MayWrite}, {http.MethodPatch, (*Server).patch, MayWrite}, {http.MethodDelete, (*Server).remove, MayWrite},
		}},
		{pattern: "/collections/{collection}/items/{feature}/history", handle: (*Server).history, formats: metadata, known: historyParameters},
		{pattern: "/collections/{collection}/diff", handle: (*Server).diff, formats: metadata, known: diffParameters},
		{pattern: changesPattern, handle: (*Server).changes, formats: changeForms, known: watchParameters},
		{pattern: "/collections/{collection}/nearest", handle: (*Server).nearest, formats: nearestForms, known: anyParameter, methods: []method{
			{http.MethodPost, (*Server).nearestOf, 0},
		}},
		{pattern: "/collections/{collection}/aggregate", handle: (*Server).aggregate, formats: aggregates, known: anyParameter},
		{pattern: "/healthz", handle: (*Server).healthz, formats: metadata},
		{pattern: "/readyz", handle: (*Server).readyz, formats: metadata},
	}
	if c.Situation != nil {
		list = append(list,
			route{pattern: "/situation", handle: (*Server).situation, formats: metadata, known: situationParameters},
			route{pattern: "/situation/rule", handle: (*Server).rule, formats: texts})
	}
	return list
}

// wrap puts the middleware around next, the outermost last.
func (s *Server) wrap(next http.Handler) http.Handler {
	l := s.config.Limits
	h := middleware.Body(l.Body, s.refuse(http.StatusRequestEntityTooLarge, "the body is too large"), next)
	most := l.Address
	if most > 0 {
		most += cursorRoom // see [exchange.fitsAddress]
	}
	h = middleware.Address(most, s.refuse(http.StatusRequestURITooLong, "the address is too long"), h)
	h = middleware.Limit(l.Requests, s.refuse(http.StatusServiceUnavailable, "too many requests at once"), h) // cheap to refuse
	h = middleware.CORS(h)                                                                                    // refusals may be read, too
	h = middleware.Headers(h)
	h = middleware.Recover(s.broken, h)                                   // inside the log, so that it is told of
	return middleware.Log(s.config.Access, s.config.Log, s.config.Now, h) // sees everything
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
