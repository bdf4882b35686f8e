package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

// collectionBody is what is sent of a collection. Members that are not here, such as
// the links that come along when somebody reads one and writes it back, are left aside.
type collectionBody struct {
	ID          *string         `json:"id"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	TimeFields  []string        `json:"timeFields"`
	Schema      json.RawMessage `json:"schema"`

	timed bool // the time fields are what the body says
}

// read reads what a request says of a collection.
func (b *collectionBody) read(x *exchange) error {
	body, err := x.bodyOf(mediaJSON)
	if err != nil {
		return err
	}
	text, err := readAll(body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, b); err != nil {
		return &refusal{http.StatusBadRequest, "the body cannot be read: " + err.Error() + `; expected {"title":…,"description":…,"timeFields":[…],"schema":{…}}`}
	}
	b.timed = b.TimeFields != nil
	return nil
}

// collection makes of it what a store is told. Without a schema the declaration stays,
// null takes it away; what the schema says of the collection as a whole counts where the
// body itself says nothing.
func (b *collectionBody) collection(name geo.Name) (*geo.Collection, error) {
	c := &geo.Collection{Title: b.Title, Description: b.Description, TimeFields: b.TimeFields}
	switch {
	case b.Schema == nil:
		return c, nil
	case bytes.Equal(b.Schema, []byte("null")):
		c.Schema = geo.NewDeclared(geo.Frame{})
		return c, nil
	}
	d, err := jsonschema.Read(b.Schema)
	if err != nil {
		return nil, misread(err)
	}
	c.Schema = d.Schema
	if c.Title == "" && d.Title != string(name) {
		c.Title = d.Title
	}
	if c.Description == "" {
		c.Description = d.Description
	}
	if c.TimeFields == nil || d.TimeFields != nil && !b.timed {
		c.TimeFields = d.TimeFields
	}
	return c, nil
}

// misread tells what is wrong with a schema that was sent.
func misread(err error) error {
	flaws := flawsOf(nil, err)
	for i, e := range parts(err) {
		if e.Path != "" || i == 0 {
			flaws[i].Pointer = "#/schema" + (&url.URL{Path: e.Path}).EscapedPath()
		}
	}
	return &unusable{http.StatusBadRequest, "the schema cannot be taken: " + strings.ReplaceAll(err.Error(), "\n", "; "), flaws}
}

// parts returns the errors that are joined in one.
func parts(err error) (all []*geo.Error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			all = append(all, parts(one)...)
		}
		return all
	}
	if e, ok := err.(*geo.Error); ok {
		return []*geo.Error{e}
	}
	return nil
}

// putCollection makes a collection, or changes what is said and declared of it.
func (s *Server) putCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	var body collectionBody
	if err := body.read(x); err != nil {
		return err
	}
	if body.ID != nil && *body.ID != string(x.collection) {
		return &refusal{http.StatusUnprocessableEntity, "the collection in the body has the id " + strconv.Quote(*body.ID) + ", the address another; an id does not change"}
	}
	isNew := false
	err := x.alone(func() error {
		c, err := x.described()
		isNew = geo.KindOf(err) == geo.NotFound
		if err != nil && !isNew {
			return err
		}
		if body.Schema == nil && !body.timed && c.Schema.IsDeclared() {
			body.TimeFields = c.TimeFields // the roles in the schema, which stays
		}
		return x.declare(x.collection, &body)
	})
	if err != nil {
		return err
	}
	if isNew {
		x.w.Header().Set("Location", x.base()+x.path())
		return x.send(http.StatusCreated, nil, nil)
	}
	return x.send(http.StatusNoContent, nil, nil)
}

// makeCollection makes a collection that is not there yet; its id, and the name in its
// address, is that of the body or follows from the title.
func (s *Server) makeCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	var body collectionBody
	if err := body.read(x); err != nil {
		return err
	}
	name := geo.NameFrom(body.Title)
	if body.ID != nil {
		var err error
		if name, err = geo.ParseName(*body.ID); err != nil {
			return err
		}
	} else if body.Title == "" {
		return &refusal{http.StatusUnprocessableEntity, `the collection has no id; expected {"id":…,"title":…}`}
	}
	err := x.alone(func() error {
		if _, err := x.state.Collection(x.ctx, name); err == nil {
			return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "there is a collection " + strconv.Quote(string(name)) + "; PUT changes what is said of it"}
		}
		return x.declare(name, &body)
	})
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", x.base()+"/collections/"+url.PathEscape(string(name)))
	return x.send(http.StatusCreated, nil, nil)
}

// alone lets do look at the collections and change one while nobody else does, nor
// writes into any.
func (x *exchange) alone(do func() error) error {
	x.server.shaping.Lock()
	defer x.server.shaping.Unlock()
	if err := x.again(); err != nil {
		return err
	}
	return do()
}

// declare has the store note what a body says of a collection.
func (x *exchange) declare(name geo.Name, body *collectionBody) error {
	c, err := body.collection(name)
	if err != nil {
		return err
	}
	change := geo.Change{Op: geo.PutCollection, In: name, By: x.who.Name, Collection: c}
	if err := x.conditions(&change); err != nil {
		return err
	}
	_, err = x.make(change)
	return err
}

// dropCollection drops a collection with all in it.
func (s *Server) dropCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	err := x.alone(func() error {
		change := geo.Change{Op: geo.DropCollection, In: x.collection, By: x.who.Name}
		if err := x.conditions(&change); err != nil {
			return err
		}
		_, err := x.make(change)
		return err
	})
	if err != nil {
		return err
	}
	return x.send(http.StatusNoContent, nil, nil)
}
