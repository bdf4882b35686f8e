package flatgeobuf_test

import (
	"bytes"
	"testing"

	"cairn/geo"
	"cairn/geo/flatgeobuf"
)

// FuzzRead feeds the reader anything. What it takes must come out of a second
// round trip as it is.
func FuzzRead(f *testing.F) {
	for _, c := range written {
		f.Add(golden(f, c.file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var features []geo.Feature
		b := geo.NewBuilder(nil)
		for feature, err := range flatgeobuf.Read(bytes.NewReader(file), b) {
			if err != nil {
				if geo.KindOf(err) != geo.Invalid {
					t.Fatalf("got %v, want Invalid", err)
				}
				return
			}
			features = append(features, feature)
		}
		o := geo.Output{Collection: geo.Collection{Schema: b.Schema()}}
		for _, feature := range features {
			o.Collection.Heights = o.Collection.Heights || feature.HasHeights()
		}
		var out bytes.Buffer
		w := flatgeobuf.NewWriter(&out, o)
		for _, feature := range features {
			if err := w.Write(feature); err != nil {
				return // an integer beyond 64 bits
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if n, err := readAll(&out); err != nil || n != len(features) {
			t.Fatalf("reading again: %d features and %v, want %d", n, err, len(features))
		}
	})
}
