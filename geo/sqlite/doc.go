// Package sqlite keeps a store in a file: a GeoPackage 1.3 that QGIS, GDAL and ArcGIS
// open as it is, also while the store is open. Answers come from memory.
//
//	s, err := sqlite.Open(ctx, "facts.gpkg", sqlite.Options{})
//	rev, err := s.Apply(ctx, change) // on the disk now
//
// # The promise
//
// When [Store.Apply] or [Store.Fill] returns without an error, the changes are on the
// disk: SQLite has written them and has had the system bring them to the medium
// (synchronous=FULL). They are all there, or none. Nobody sees a change before that:
// it is committed first and published to readers after, by one pointer. So
//
//   - a process that is killed, at whatever moment, has lost nothing that it answered,
//     and left nothing half done; the file is put in order when it is next opened;
//   - where there is no room, or the medium fails, the change is refused (Full, or an
//     error without a kind), nothing of it stays, and reading goes on; the next
//     change is tried as if nothing had been;
//   - a machine that loses its power keeps what it answered as far as its disk keeps
//     what it said was written.
//
// One process writes through a [Store] at a time, and holds a lock (flock) that ends
// with the process, however that ends; a second one is told so by [Open]. Other programs read the
// file meanwhile, and may change rows: see below.
//
// What was damaged is never taken for what was written. Each row of the log, of the
// collections and of the state has a checksum (CRC-32C), changes are numbered without
// gaps, and each collection says how many features it has. [Open] reads all that
// stands, and refuses a file (Invalid, with the place) that is cut off, that
// SQLite finds broken, or in which any of this does not fit. Nothing is written to it then.
// [Check] reads everything, also what is past, the orders and the tables, and lists
// every fault. Not to be told from a change that was never finished is a damaged end
// of the write-ahead log, if a process was killed and the file not opened since.
//
// # The file
//
// Each collection is a table of features, called like it unless the name is taken, as
// package gpkg describes: fid, geom, id, and a column for each property, typed as long as
// its values are of one type. fid only numbers the rows; id is the feature's. Columns
// do not tell all of a feature: not the order of its properties, nor whether one that
// is NULL is null or not there, nor the digits of 1.50 and 40.10. So a feature is kept as the
// GeoJSON that it is, in the log, and the columns are what other programs see of it. That costs
// its text once more: points with four properties take 334 bytes each, of which 86 are
// the table with its order of ids, and 248 the log with its order by feature; its order by
// collection takes 12 more.
//
// Our tables, which gpkg_extensions names (cairn_history). Times are microseconds since
// 1970 in UTC, JSON is compact:
//
//	cairn_log         a row for each change, never altered but for next
//	  rev             its number, from 1
//	  at, who         when it was made, and by whom
//	  op              describe or drop a collection; put, create or delete a feature
//	  collection, id
//	  fid             the feature's row
//	  next            the change that replaced what this one made; NULL while it stands
//	  place           the feature's place in the collection's order
//	  after           what was put: the feature, or what is said of the collection
//	  was             what the collection was, where the change alters more of it than
//	                  which features it has
//	  sum             the checksum of all but next
//	cairn_collection  name, table, whether the store made the table; title, description,
//	                  time fields and fields as JSON, with
//	                  what is declared of them; count of features, revision, time
//	cairn_state       version of these tables (1); whether the store is writing (busy); the
//	                  last revision and its time; the last that is no longer kept
//	cairn_touched     rows that another program has changed and the store has not looked at
//	cairn_token       who may change what: see [Tokens]
//	cairn_hook        who is called when something changes, with the secrets that sign it,
//	                  and how far that has come: see [Hooks]
//
// cairn_log and cairn_refused (below) stand in gpkg_contents as tables of attributes, so
// that QGIS can show them, and shows none of the others.
//
// A hook's secret stands there as it is, because the server signs with it; of tokens there
// are only hashes. So a file that is made can be read and written by its owner alone
// (mode 0600), and so can what is beside it; a backup has the mode of the store. The
// mode of a file that is there is left as it is.
//
// While the store is open the file has a write-ahead log beside it (-wal, -shm), which
// makes a commit one write and lets others read meanwhile; measured beside a rollback
// journal, a change takes a third of the time. [Store.Close] puts it into the file, which
// is then one file again. A store that is open is copied by [Backup], not by
// cp.
//
// # What other programs change
//
// Triggers on each table note the rows that others add, change or remove. The store
// looks at them when it is opened, every two seconds, and before each change of its own, and
// makes changes of them, without a name: what a column holds now wins, and of what it still
// holds the feature keeps the digits and the order. A row without an id gets its number
// as one, or the id that it had. 500 rows are read and taken over by one transaction;
// between two of them others write, but to nothing that waits to be taken over.
//
// SQLite does not tell which rows were changed together. So what the rules refuse is
// refused row by row, as little as can be: rows that need one another are taken together, and
// what is refused is looked at again when something else has been taken. A refused row stays
// noted and as it was typed, and the feature as it was. [Options].Others is told, and
// cairn_refused has a row for it, which stays when it is over:
//
//	cairn_refused     collection, table_name, fid and id; what was done (added, changed or
//	                  removed), the reason; typed, the row as JSON, bytes as {"hex":…};
//	                  at, how and when it ended: taken, settled (the row is as the feature
//	                  again), put back
//
// What another program drops that the store needs, by deleting a layer or making a table
// anew, is made again: a table from the log, triggers and the list of touched rows with a
// look at every row, so that what was changed without them is not missed. A file that is
// taken away or replaced while the store is open is not written to any more.
//
// [PutBack] writes such rows as the features stand. A row is put back by itself where it
// has the id that a change of ours needs.
//
// # Where nothing can be written
//
// [OpenReadOnly] reads all that stands, and the past when it is asked for, without a lock
// and without writing anything: from a medium or a folder that cannot be written, and
// beside a process that has the store open. It shows the state that it found.
//
// # R-trees
//
// A table has no R-tree unless [Store.Index] makes it: filled row by row it costs more than the row
// itself. One that is there, also in a file of another program's, stays right,
// because the store has the functions that its triggers call.
//
// # Another program's GeoPackage
//
// becomes a store when it is opened: its tables become collections and stay what they
// are. Changes write into the columns that there are and add those that are missing;
// others, such as pictures, are left alone. Its ids are its keys, so that new features need
// whole numbers; a view, or a table without an integer key, is only read.
//
// # Speed
//
// With 2 processors and a disk that syncs in an eighth of a millisecond: single changes
// of one writer 4,200 a second, of 8 writers 21,000, of 32 writers 40,000, since what
// waits together is committed together; filling a million points 10 s; opening them
// 4 s. Looking back takes time for each change since.
package sqlite
