package server

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

//go:embed page/*.html page/style.css
var pageFiles embed.FS

// pages are the resources for people, by name; they work without JavaScript.
type pages map[string]*template.Template

// sheet is what every page is made of.
type sheet struct {
	Site    string // the server's title
	Version string
	Title   string // of this page
	Base    string
	Style   string
	Path    []crumb
	Links   []link // to the other formats of the resource
	Body    any    // what the page is about
}

// crumb is one step of the way from the landing page to here.
type crumb struct{ Name, Href string }

func parsePages() pages {
	list := pages{}
	for _, name := range []string{"landing", "conformance", "collections", "collection", "schema", "items", "item", "api", "tree", "text", "functions", "problem"} {
		t := template.New("layout.html").Funcs(template.FuncMap{
			"link": webLink, "json": compactJSON, "isMap": isMap, "isList": isList,
		})
		list[name] = template.Must(t.ParseFS(pageFiles, "page/layout.html", "page/"+name+".html"))
	}
	return list
}

// render writes a page.
func (p pages) render(name string, sh sheet) ([]byte, error) {
	var b bytes.Buffer
	if err := p[name].Execute(&b, sh); err != nil {
		return nil, fmt.Errorf("write page %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// page answers with a page.
func (x *exchange) page(name string, body any, title string) error {
	sh := x.server.sheet(x.base(), title)
	sh.Body, sh.Path, sh.Links = body, x.crumbs(), x.ownLinks()[1:]
	b, err := x.server.pages.render(name, sh)
	if err != nil {
		return err
	}
	return x.send(http.StatusOK, x.media, b)
}

func (s *Server) sheet(base, title string) sheet {
	if title == "" {
		title = s.config.Title
	}
	return sheet{Site: s.config.Title, Version: s.config.Version, Title: title, Base: base, Style: base + s.style}
}

// crumbs are the resources above this one.
func (x *exchange) crumbs() []crumb {
	base := x.base()
	if x.rt.pattern == "/" {
		return nil
	}
	list := []crumb{{x.server.config.Title, base + "/?f=html"}}
	if !strings.HasPrefix(x.rt.pattern, "/collections") || x.rt.pattern == "/collections" {
		return list
	}
	list = append(list, crumb{"Collections", base + "/collections?f=html"})
	at := base + "/collections/" + url.PathEscape(string(x.collection))
	if x.rt.pattern != "/collections/{collection}" {
		list = append(list, crumb{string(x.collection), at + "?f=html"})
	}
	if x.feature != "" {
		list = append(list, crumb{"Features", at + "/items?f=html"})
	}
	return list
}

// problem writes a page about what went wrong.
func (p pages) problem(s *Server, r *http.Request, problem problem) ([]byte, error) {
	sh := s.sheet(s.baseOf(r), problem.Title)
	sh.Body, sh.Path = problem, []crumb{{s.config.Title, sh.Base + "/?f=html"}}
	return p.render("problem", sh)
}

// textPage is a page of plain text.
type textPage struct{ Text string }

// schemaPage is a page about a collection's properties.
type schemaPage struct {
	jsonschema.Document
	Collection geo.Collection
}

// webLink returns v as an address if it is a text that is one, "" otherwise:
// values are strangers' and only http and https are let through.
func webLink(v any) string {
	s, ok := v.(string)
	if !ok || len(s) > 2048 {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// compactJSON writes what is no text as JSON.
func compactJSON(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
