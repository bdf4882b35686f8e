package server

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"cairn/geo"
)

const (
	maxWords    = 20 // different texts that a property may have to be listed
	longestWord = 80 // bytes
)

// words keeps, for each collection, the texts of properties that have few.
type words struct {
	mu   sync.Mutex
	last map[geo.Name]wordList
}

// wordList is what one state of a collection has.
type wordList struct {
	rev   geo.Rev
	lists [][]string // by field; nil where there are many, or none
}

// wordsOf returns every text that the properties of a collection have, by field
// number, sorted; nil for those with more than a few. The collection is looked
// through once for each of its revisions, and no further than it takes to see
// that no property has few.
func (s *Server) wordsOf(ctx context.Context, state geo.Reader, c geo.Collection) ([][]string, error) {
	s.words.mu.Lock()
	kept, ok := s.words.last[c.Name]
	s.words.mu.Unlock()
	if ok && kept.rev == c.Rev && len(kept.lists) == len(c.Schema.Fields()) {
		return kept.lists, nil
	}
	lists, err := gatherWords(ctx, state, c)
	if err != nil {
		return nil, fmt.Errorf("look for the words of %s: %w", c.Name, err)
	}
	s.words.mu.Lock()
	defer s.words.mu.Unlock()
	if s.words.last == nil {
		s.words.last = map[geo.Name]wordList{}
	}
	s.words.last[c.Name] = wordList{c.Rev, lists}
	return lists, nil
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
