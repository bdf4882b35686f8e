package server

import (
	"bytes"
	"encoding/json"
	"fmt"

	"cairn/geo"
)

// member is one name and value of a JSON object on a page. Objects are lists of
// members there, so that they keep their order.
type member struct {
	Name  string
	Value any
}

// tree answers with a page that shows a JSON document as nested lists.
func (x *exchange) tree(title string, document []byte) error {
	v, err := readTree(document)
	if err != nil {
		return err
	}
	return x.page("tree", v, title)
}

// readTree reads a JSON document: objects as []member, arrays as []any, numbers
// as they are written.
func readTree(document []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	v, err := readNode(d)
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return v, nil
}

func readNode(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		list := []member{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := readNode(d)
			if err != nil {
				return nil, err
			}
			list = append(list, member{fmt.Sprint(name), v})
		}
		_, err = d.Token()
		return list, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := readNode(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return t, nil
}

// valueOf returns a property's value for a page: nil, a text, or a tree.
func valueOf(v geo.Value) any {
	switch v.Kind() {
	case geo.Null:
		return nil
	case geo.Array, geo.Object:
		if tree, err := readTree(v); err == nil {
			return tree
		}
	}
	return v.String()
}

func isMap(v any) bool {
	_, ok := v.([]member)
	return ok
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}
