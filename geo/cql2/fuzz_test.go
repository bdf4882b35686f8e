package cql2_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"cairn/geo/cql2"
)

// roundTrip prints a tree in both encodings and reads it again.
func roundTrip(t *testing.T, e cql2.Expr) {
	text, document := cql2.String(e), cql2.JSON(e)
	if !json.Valid(document) {
		t.Fatalf("not JSON: %s", document)
	}
	if len(text) > cql2.MaxBytes/2 || len(document) > cql2.MaxBytes/2 {
		return // what is printed may be longer than what was read
	}
	fromText, err := cql2.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%s): %v", text, err)
	}
	fromJSON, err := cql2.ParseJSON(document)
	if err != nil {
		t.Fatalf("ParseJSON(%s): %v", document, err)
	}
	for _, again := range []cql2.Expr{fromText, fromJSON} {
		if got := cql2.String(again); got != text {
			t.Fatalf("got %s\nwant %s", got, text)
		}
		if got := cql2.JSON(again); !bytes.Equal(got, document) {
			t.Fatalf("got %s\nwant %s", got, document)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range constructs {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := cql2.Parse(text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		roundTrip(t, e)
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, c := range constructs {
		f.Add([]byte(c.json))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		e, err := cql2.ParseJSON(document)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		if !json.Valid(document) {
			t.Fatalf("taken, but not JSON: %q", document)
		}
		roundTrip(t, e)
	})
}
