// Package tabular has what formats of tables share: which type of column holds a
// property, the values of features as columns hold them, and values of columns as
// features have them. It writes and reads no format of its own, and knows nothing of
// geometries.
//
//	for _, c := range tabular.Columns(&output) {
//		v := c.Value(feature)
//	}
package tabular
