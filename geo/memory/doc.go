// Package memory keeps collections in memory and answers every query from a
// snapshot that never changes. One writer at a time makes the next snapshot
// beside the current one, sharing what did not change, and publishes it through
// one atomic pointer: reads never wait for writes.
//
// It keeps nothing on disk. Who does so makes a store of what was kept with [Options]
// and [Store.Load], and each change in two steps: [Store.Prepare] works out what it makes,
// and when that is kept, [Pending.Publish] shows it.
//
// Of each collection it keeps the features' records one after the other in
// slabs of bytes that hold no pointers (arena.go), a table from a feature's place
// in the order to its record (table.go), the order by id (ids.go) and by place
// (cairn/geo/index). A million points cost the garbage collector no more than a
// thousand.
//
// # Places
//
// A feature's place in its collection's order, which is its [geo.Cursor], is given once
// and never again, so that links to further pages stay good whatever is deleted, in the
// present, in the past and after [Store.Load]. A feature takes 24 bytes there, for where
// its record is and the revision that made it. The place of one that was deleted goes on
// taking them until all 256 of its page are; then they take 8 together. A collection
// can be given 2,147,483,647 places in its life.
//
// # The past
//
// [Keeper] keeps every change. A state of the past is made by undoing, beside the
// present, what was changed since (undo.go): about 20 µs a change, and memory for what
// differs. The last eight states asked for are kept, and are where one further back begins.
// [Store.Rewind] does so with the log of another.
//
// # Orders by properties and by period
//
// A collection that has been given 4,096 features or more gets an order by a field
// when a query first needs one: a range or an equality on the field that [geo.Query]
// names or its filter implies, or a page sorted by it. An order by period is made
// when a query first has During. Who asks first waits until it is made, as do those
// who ask for the same meanwhile; nobody else does, and no writer. With 2 processors
// this takes 0.1 to 0.25 s for a million features, and half a second if they have as many
// different long texts.
//
//   - An order takes 12 bytes and a bit for each feature that has such a value, 4 bytes
//     for each other (run.go). A collection has at most 12 of them, 146 bytes a feature in
//     all; a thirteenth replaces the one not asked for in the last 256 times, or is not
//     made, and features are looked at one by one.
//   - An order belongs to all states of a collection. A state that differs from the
//     one it was made of gets a list of the features changed since (order.go). When these are
//     more than 64 and twice the root of the number of features (2,064 of a million),
//     an order is made anew, while the old one goes on to be used. Until
//     then, an order keeps the records that were replaced after it was made.
//   - A field that has few values also gets a column: one byte a feature, at most 16 of
//     them (column.go).
//
// A query is answered by the way in that leads to the fewest features (plan.go): by
// place, by an order, by id, or one after the other. Further orders narrow it by
// bitmaps where that is cheaper than asking the features; columns are asked before
// anything is looked at. Pages in the order of properties walk along the order by
// the first (walk.go), or sort what matches if that is little (sorted.go).
package memory
