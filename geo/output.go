package geo

import "cairn/geo/crs"

// Output tells a writer of a format what is coming, and what of it to write.
type Output struct {
	// Collection is what the features belong to. Its Schema is theirs; its extent
	// and its count are those of all of it, of which less may come.
	Collection Collection
	// Fields are the numbers of the properties to write, in this order; nil for all
	// of the schema, in its order.
	Fields       []int
	SkipGeometry bool
	CRS          *crs.CRS // of what is written; nil for CRS84
	Source       string   // the address asked for, if there is one, for formats that can say it
	// Spreadsheet asks CSV for what spreadsheet programs need: a byte order mark,
	// and cells that cannot be taken for formulas.
	Spreadsheet bool
}

// FieldsToWrite returns the numbers of the properties to write, in order.
func (o *Output) FieldsToWrite() []int {
	if o.Fields != nil {
		return o.Fields
	}
	all := make([]int, len(o.Collection.Schema.Fields()))
	for i := range all {
		all[i] = i
	}
	return all
}

// FeatureWriter writes features in a format, one after the other.
type FeatureWriter interface {
	// Write adds a feature. The error is one of the io.Writer, or a *Error if the
	// format cannot hold the feature.
	Write(f Feature) error
	// Close writes what comes after the last feature, and lets go of what the
	// writer holds. It does not close the io.Writer. Without it the file is not
	// whole. It is called after an error too.
	Close() error
}

// Layer is what one collection can be made of: a file, or a table in one.
type Layer struct {
	Name               string
	Title, Description string
	Count              int // features; -1 if that is not known before they are read
	// Read yields the features, made by b. It ends after the first error, a *Error
	// of kind Invalid whose Path tells where in the file.
	Read func(b *Builder) func(yield func(Feature, error) bool)
	// PassOver reads as Read does, but bad is told of every feature that cannot be made of
	// what stands there; where it returns true, the reading goes on with the next.
	PassOver func(b *Builder, bad func(error) bool) func(yield func(Feature, error) bool)
}
