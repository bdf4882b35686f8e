package main

import (
	"errors"
	"log/slog"
	"os"
	"slices"
	"time"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/situation"
	"cairn/geo/sqlite"
)

// served is what serve answers from.
type served struct {
	filler                // nil if it could not be opened
	tokens *sqlite.Tokens // who may write; nil: nobody
	hooks  func() error   // ends the calls to hooks; nil: there are none
	keeps  bool           // it outlives the process
	passed []input        // that were not read, because there is a collection of the name
}

// openStore opens the store that the flags name, or one in memory.
func (s *serve) openStore(w world, log *slog.Logger) (served, error) {
	if s.Store == "" {
		return served{filler: memory.New(nil)}, nil
	}
	begin, told := time.Now(), time.Now()
	open := sqlite.Open
	if s.ReadOnly {
		open = sqlite.OpenReadOnly
	}
	store, err := open(w, s.Store, sqlite.Options{Rules: []geo.Rule{situation.WriteRule}, Keep: time.Duration(s.Keep), Others: logOthers(log, s.Store), Progress: func(done, of int) {
		if now := time.Now(); now.Sub(told) >= time.Second {
			told = now
			log.Info("loading", "store", s.Store, "features", done, "of", of)
		}
	}})
	if err != nil {
		return served{}, err
	}
	data := served{filler: store, keeps: true}
	if s.ReadOnly {
		rev, at := revOf(w, store)
		log.Info("opened to be read only: nothing is written, and what another process writes from now on is not seen", "store", s.Store, "revision", rev, "made", at, "took", time.Since(begin).Round(time.Millisecond))
		return data, nil
	}
	if data.tokens, err = sqlite.OpenTokens(w, s.Store, nil); err != nil {
		return data, err
	}
	if data.hooks, err = s.callHooks(w, store, log); err != nil {
		return data, err
	}
	log.Info("opened", "store", s.Store, "took", time.Since(begin).Round(time.Millisecond))
	return data, nil
}

// revOf returns the last change of a store, and when it was made.
func revOf(w world, store geo.Store) (geo.Rev, string) {
	r, err := store.Read(w)
	if err != nil {
		return 0, ""
	}
	defer r.Close()
	rev, at := r.Rev()
	return rev, shownTime(at.Time())
}

// lacks returns those of the inputs that the store has no collection for, and the files
// that are not read because it has. Seeds are
// put into an empty store alone, so that what was dropped does not come back; and the
// rest of them where they were begun.
func (d served) lacks(w world, all []input, log *slog.Logger) (lacking, passed []input, err error) {
	if !d.keeps || len(all) == 0 {
		return all, nil, nil
	}
	r, err := d.Read(w)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	there, err := r.Collections(w)
	if err != nil {
		return nil, nil, err
	}
	has, held := map[geo.Name]bool{}, map[geo.Name]geo.Collection{}
	for _, c := range there {
		has[c.Name], held[c.Name] = true, c
	}
	rev, _ := r.Rev()
	begun := len(there) == 0 || isSown(there, all, rev)
	unsown := false
	for _, in := range all {
		switch {
		case in.seed && has[in.name]:
		case in.seed && !begun:
			unsown = true
		case has[in.name]:
			c := held[in.name]
			passed = append(passed, in)
			log.Warn("the file is not read: the store has the collection already, and serves what it has; cairn import --update takes the file in",
				"file", in.path, "collection", in.name, "features", c.Count, "changed", c.Updated.Time().UTC().Format(time.RFC3339), "file-is-newer", isNewer(in.path, c.Updated))
		default:
			lacking = append(lacking, in)
		}
	}
	if unsown {
		log.Info("seeds are left out: the store holds something else, or has held them before")
	}
	return lacking, passed, nil
}

// isNewer reports whether a file was changed after a moment, as far as that can be told.
func isNewer(path string, than geo.Instant) bool {
	info, err := os.Stat(path)
	return err == nil && info.ModTime().After(than.Time())
}

// isSown reports whether all that a store has ever held is some of the seeds: whoever
// put them in was killed before the rest. Each is one change for the collection and one
// for each feature.
func isSown(there []geo.Collection, all []input, rev geo.Rev) bool {
	changes := geo.Rev(0)
	for _, c := range there {
		if !slices.ContainsFunc(all, func(in input) bool { return in.seed && in.name == c.Name && in.title == c.Title }) {
			return false
		}
		changes += geo.Rev(1 + c.Count)
	}
	return changes == rev
}

// close closes what is open.
func (d served) close() error {
	var err error
	if d.hooks != nil {
		err = d.hooks()
	}
	if d.tokens != nil {
		err = errors.Join(err, d.tokens.Close())
	}
	if d.filler != nil {
		err = errors.Join(err, d.filler.Close())
	}
	return err
}
