package main

import (
	"errors"
	"log/slog"
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
}

// openStore opens the store that the flags name, or one in memory.
func (s *serve) openStore(w world, log *slog.Logger) (served, error) {
	if s.Store == "" {
		return served{filler: memory.New(nil)}, nil
	}
	begin, told := time.Now(), time.Now()
	store, err := sqlite.Open(w, s.Store, sqlite.Options{Rules: []geo.Rule{situation.WriteRule}, Keep: time.Duration(s.Keep), Others: logOthers(log, s.Store), Progress: func(done, of int) {
		if now := time.Now(); now.Sub(told) >= time.Second {
			told = now
			log.Info("loading", "store", s.Store, "features", done, "of", of)
		}
	}})
	if err != nil {
		return served{}, err
	}
	data := served{filler: store, keeps: true}
	if data.tokens, err = sqlite.OpenTokens(w, s.Store, nil); err != nil {
		return data, err
	}
	if data.hooks, err = s.callHooks(w, store, log); err != nil {
		return data, err
	}
	log.Info("opened", "store", s.Store, "took", time.Since(begin).Round(time.Millisecond))
	return data, nil
}

// lacks returns those of the inputs that the store has no collection for. Seeds are
// put into an empty store alone, so that what was dropped does not come back; and the
// rest of them where they were begun.
func (d served) lacks(w world, all []input, log *slog.Logger) ([]input, error) {
	if !d.keeps || len(all) == 0 {
		return all, nil
	}
	r, err := d.Read(w)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	there, err := r.Collections(w)
	if err != nil {
		return nil, err
	}
	has := map[geo.Name]bool{}
	for _, c := range there {
		has[c.Name] = true
	}
	rev, _ := r.Rev()
	begun := len(there) == 0 || isSown(there, all, rev)
	var lacking []input
	for _, in := range all {
		switch {
		case in.seed && (!begun || has[in.name]):
		case has[in.name]:
			log.Warn("the store has the collection already; the file is left out", "collection", in.name, "file", in.path)
		default:
			lacking = append(lacking, in)
		}
	}
	return lacking, nil
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
