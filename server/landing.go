package server

// landingDocument is the landing page (OGC 17-069r4 §7.2).
type landingDocument struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Links       []link `json:"links"`
}

// landing answers with the landing page: the map for a browser, the HTML page
// for f=html, JSON for everybody else.
func (s *Server) landing(x *exchange) error {
	if x.isPage() {
		return x.file(s.assets["/index.html"])
	}
	if settled, err := x.settled(); settled {
		return err
	}
	base := x.base()
	doc := landingDocument{Title: s.config.Title, Description: s.config.Description, Links: x.ownLinks()}
	doc.Links = append(doc.Links,
		link{base + "/api", "service-desc", mediaAPI, "what can be asked, for programs (OpenAPI 3.0)"},
		link{base + "/api?f=html", "service-doc", "text/html", "what can be asked, for people"},
		link{base + "/conformance", relConformance, mediaJSON, "which parts of the standards hold here"},
		link{base + "/functions", relFunctions, mediaJSON, "the functions that filters may call"},
		link{base + "/collections", relData, mediaJSON, "the collections"},
		link{base + "/collections?f=html", relData, "text/html", "the collections, for people"})
	if s.config.Situation != nil {
		doc.Links = append(doc.Links,
			link{base + "/situation", "related", mediaJSON, "what is known, claims side by side"},
			link{base + "/situation/rule", "describedby", mediaText, "the rule that shown states follow"})
	}
	if _, ok := s.keeper(); ok {
		doc.Links = append(doc.Links, link{base + "/changes", "version-history", mediaJSON, "what has changed, and what changes from now on"})
	}
	if s.config.Guard != nil {
		doc.Links = append(doc.Links, link{base + "/collections", "edit", mediaJSON, "the collections, for whoever has a token to change them"})
	}
	if x.form.is("html") {
		return x.page("landing", doc, "")
	}
	return x.json(doc)
}

// isPage reports whether the request is a browser's for the page with the map:
// the page's parameters are its own.
func (x *exchange) isPage() bool {
	at := x.rt.pattern == "/" || x.rt.pattern == aliasPattern
	return at && x.asked == "" && x.form.is("html") && x.server.assets["/index.html"] != nil
}
