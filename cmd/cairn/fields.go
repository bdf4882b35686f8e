package main

import (
	"fmt"
	"strings"
)

// fields are the names of the properties that tell when a feature holds: none,
// one, or those of start and end.
type fields []string

// UnmarshalText reads FIELD or FIELD,FIELD.
func (f *fields) UnmarshalText(text []byte) error {
	names := strings.Split(string(text), ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if names[i] == "" || len(names) > 2 {
			return fmt.Errorf("expected FIELD, or FIELD,FIELD for start and end, but got %q", text)
		}
	}
	*f = names
	return nil
}

// order are the names of the properties to sort by, each with - before it to sort
// down.
type order []string

// UnmarshalText reads NAME,-NAME.
func (o *order) UnmarshalText(text []byte) error {
	*o = strings.Split(string(text), ",")
	return nil
}
