package server

import (
	"encoding/json"
	"net/http"

	"cairn/geo"
)

// putCollection makes a collection, or changes what is said of it.
func (s *Server) putCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	body, err := x.bodyOf(mediaJSON)
	if err != nil {
		return err
	}
	text, err := readAll(body)
	if err != nil {
		return err
	}
	var about struct {
		Title       string   `json:"title"`
		Description string   `json:"description"`
		TimeFields  []string `json:"timeFields"`
	}
	if err := json.Unmarshal(text, &about); err != nil {
		return &refusal{http.StatusBadRequest, "the body cannot be read: " + err.Error() + `; expected {"title":…,"description":…,"timeFields":[…]}`}
	}
	_, err = x.described()
	isNew := geo.KindOf(err) == geo.NotFound
	if err != nil && !isNew {
		return err
	}
	change := geo.Change{Op: geo.PutCollection, In: x.collection, By: x.who.Name,
		Collection: &geo.Collection{Title: about.Title, Description: about.Description, TimeFields: about.TimeFields}}
	if _, err := x.apply(change); err != nil {
		return err
	}
	if isNew {
		x.w.Header().Set("Location", x.base()+x.path())
		return x.send(http.StatusCreated, nil, nil)
	}
	return x.send(http.StatusNoContent, nil, nil)
}

// dropCollection drops a collection with all in it.
func (s *Server) dropCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	if _, err := x.apply(geo.Change{Op: geo.DropCollection, In: x.collection, By: x.who.Name}); err != nil {
		return err
	}
	return x.send(http.StatusNoContent, nil, nil)
}
