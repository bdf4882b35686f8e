package server

import (
	"cairn/geo/cql2"
)

// functionsDocument lists the functions that filters may call (OGC 21-065r2 §7.11).
type functionsDocument struct {
	Functions []functionDocument `json:"functions"`
	Links     []link             `json:"links"`
}

// functionDocument describes one function.
type functionDocument struct {
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Arguments   []argumentDocument `json:"arguments"`
	Returns     []string           `json:"returns"`
}

// argumentDocument describes one argument of a function.
type argumentDocument struct {
	Title string   `json:"title"`
	Type  []string `json:"type"`
}

// functions answers with the functions that filters may call.
func (s *Server) functions(x *exchange) error {
	if settled, err := x.settled(); settled {
		return err
	}
	doc := functionsDocument{Links: x.ownLinks()}
	for _, f := range cql2.Functions() {
		one := functionDocument{Name: f.Name, Description: f.Description, Arguments: []argumentDocument{}, Returns: []string{f.Returns}}
		for i, a := range f.Arguments {
			if f.Repeats && i == len(f.Arguments)-1 {
				a.Name += "…"
			}
			one.Arguments = append(one.Arguments, argumentDocument{a.Name, []string{a.Type}})
		}
		doc.Functions = append(doc.Functions, one)
	}
	if x.form.is("html") {
		return x.page("functions", doc, "Functions")
	}
	return x.json(doc)
}
