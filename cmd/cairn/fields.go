package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
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

// span is a length of time: some hours, days or weeks.
type span time.Duration

// UnmarshalText reads 12h, 30d or 8w.
func (s *span) UnmarshalText(text []byte) error {
	for unit, long := range map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		number, ok := strings.CutSuffix(string(text), unit)
		if n, err := strconv.Atoi(number); ok && err == nil && n > 0 && n < 100_000 {
			*s = span(time.Duration(n) * long)
			return nil
		}
	}
	return fmt.Errorf("expected hours, days or weeks, such as 12h, 30d or 8w, but got %q", text)
}
