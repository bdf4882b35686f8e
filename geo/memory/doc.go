// Package memory keeps collections in memory and answers every query from a
// snapshot that never changes. One writer at a time makes the next snapshot
// beside the current one, sharing what did not change, and publishes it through
// one atomic pointer: reads never wait for writes.
//
// It keeps nothing on disk.
//
// Of each collection it keeps the features' records one after the other in
// slabs of bytes that hold no pointers (arena.go), a table from a feature's place
// in the order to its record (table.go), the order by id (ids.go) and by place
// (cairn/geo/index). A million points cost the garbage collector no more than a
// thousand.
package memory
