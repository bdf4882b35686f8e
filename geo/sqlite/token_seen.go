package sqlite

import (
	"sync"
	"time"
)

const (
	// believe is for how long a token that was read from the file is taken to be as
	// it was: to read it again takes longer than to make the change that it allows.
	believe = time.Second
	// mostSeen is how many are remembered.
	mostSeen = 1024
)

// seen are tokens as they were last read, by key. Only keys that are in the file get
// here, so that strangers who guess cannot fill it.
type seen struct {
	mu  sync.RWMutex
	all map[string]seenToken
}

type seenToken struct {
	keptToken
	at time.Time
}

// get returns the token with a key, if it was read a moment ago.
func (s *seen) get(key string, now time.Time) (keptToken, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	one, ok := s.all[key]
	age := now.Sub(one.at)
	return one.keptToken, ok && age >= 0 && age < believe
}

// put remembers a token.
func (s *seen) put(one keptToken, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil || len(s.all) >= mostSeen {
		s.all = map[string]seenToken{}
	}
	s.all[one.key] = seenToken{one, now}
}

// forget lets every token be read anew.
func (s *seen) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = nil
}
