package server

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cairn/geo"
)

const (
	maxWords    = 20 // different texts that a property may have to be listed
	longestWord = 80 // bytes
)

const (
	// wordsAge is how old what is told of a collection that changes all the time may be at
	// most, and wordsShare how many times as long as it took to find out.
	wordsAge   = 5 * time.Second
	wordsShare = 20
)

// words keeps, for each collection, the texts of properties that have few.
type words struct {
	mu sync.Mutex
	of map[geo.Name]*vocabulary // guarded by mu
}

// vocabulary is what is known of one collection. Whoever looks through it takes its
// turn; others wait for what is found.
type vocabulary struct {
	turn chan struct{}            // holds one
	last atomic.Pointer[wordList] // nil: nobody has looked yet
}

// wordList is what one state of a collection has.
type wordList struct {
	rev    geo.Rev
	schema *geo.Schema
	lists  [][]string    // by field; nil where there are many, or none
	at     time.Time     // when it was begun to look
	took   time.Duration // to look
}

// wordsOf returns every text that the properties of a collection have, by field
// number, sorted; nil for those with more than a few. One at a time looks through a
// collection, and no further than it takes to see that no property has few. While a
// collection changes all the time that is not done for each of its revisions: then what is
// told is a few seconds old at the most, and isNow false.
func (s *Server) wordsOf(ctx context.Context, state geo.Reader, c geo.Collection) (lists [][]string, isNow bool, err error) {
	v := s.words.vocabulary(c.Name)
	if lists, isNow, ok := v.last.Load().tell(c, s.config.Now()); ok {
		return lists, isNow, nil
	}
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return nil, false, fmt.Errorf("wait for the words of %s: %w", c.Name, ctx.Err())
	}
	if lists, isNow, ok := v.last.Load().tell(c, s.config.Now()); ok { // somebody has looked meanwhile
		return lists, isNow, nil
	}
	begin := s.config.Now()
	lists, err = gatherWords(ctx, state, c)
	if err != nil {
		return nil, false, fmt.Errorf("look for the words of %s: %w", c.Name, err)
	}
	if last := v.last.Load(); last == nil || last.rev <= c.Rev { // not what was, as-of tells of that
		v.last.Store(&wordList{c.Rev, c.Schema, lists, begin, s.config.Now().Sub(begin)})
	}
	return lists, true, nil
}

// vocabulary returns that of a collection.
func (w *words) vocabulary(in geo.Name) *vocabulary {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.of == nil {
		w.of = map[geo.Name]*vocabulary{}
	}
	if w.of[in] == nil {
		w.of[in] = &vocabulary{turn: make(chan struct{}, 1)}
	}
	return w.of[in]
}

// tell returns the lists for a collection, if they are of its revision or young enough;
// fields that were not there then have none.
func (l *wordList) tell(c geo.Collection, now time.Time) (lists [][]string, isNow, ok bool) {
	if l == nil {
		return nil, false, false
	}
	then, fields := l.schema.Fields(), c.Schema.Fields()
	if len(then) > len(fields) || !slices.EqualFunc(then, fields[:len(then)], func(a, b geo.Field) bool { return a.Name == b.Name }) {
		return nil, false, false // it was dropped, and made anew
	}
	if isNow = l.rev == c.Rev && len(then) == len(fields); isNow {
		return l.lists, true, true
	}
	lists = append(slices.Clip(l.lists), make([][]string, len(fields)-len(then))...)
	return lists, false, l.rev > c.Rev || now.Sub(l.at) < min(wordsAge, wordsShare*l.took)
}

func gatherWords(ctx context.Context, state geo.Reader, c geo.Collection) ([][]string, error) {
	fields := c.Schema.Fields()
	found := make([]map[string]bool, len(fields)) // nil: not looked for (any more)
	open := 0
	for i, f := range fields {
		if f.Kinds&geo.Text != 0 && f.Kinds&^(geo.Text|geo.Null) == 0 {
			found[i] = map[string]bool{}
			open++
		}
	}
	for hit, err := range state.Find(ctx, geo.Query{From: c.Name}) {
		if err != nil {
			return nil, err
		}
		if open == 0 {
			break
		}
		hit.Properties(func(i int, v geo.Value) bool {
			if i >= len(found) || found[i] == nil || len(v) < 2 || v[0] != '"' {
				return true
			}
			if found[i][string(v)] {
				return true
			}
			if len(v) > longestWord || len(found[i]) == maxWords {
				found[i] = nil
				open--
				return true
			}
			found[i][string(v)] = true
			return true
		})
	}
	lists := make([][]string, len(fields))
	for i, set := range found {
		// What every feature has anew is no vocabulary.
		if len(set) == 0 || 2*len(set) > c.Count {
			continue
		}
		for v := range set {
			lists[i] = append(lists[i], geo.Value(v).String())
		}
		slices.Sort(lists[i])
	}
	return lists, nil
}
