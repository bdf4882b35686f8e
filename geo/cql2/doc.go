// Package cql2 is the Common Query Language (OGC 21-065r2), whole: its text and its
// JSON are parsed into one tree, printed again, checked against the properties there
// are, and matched against one thing after the other in three-valued logic. It knows
// neither features nor databases.
package cql2
