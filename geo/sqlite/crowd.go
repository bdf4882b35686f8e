package sqlite

import (
	"runtime"
	"time"
)

const (
	// mostTogether is how many changes of several callers are made together.
	mostTogether = 4096
	// longestWait bounds how long those who are there wait for those who may come.
	longestWait = time.Millisecond
)

// crowd decides who is served together. A commit costs a sync of the disk however
// many changes are in it. While one is made, those who were answered before ask again
// and those who came meanwhile wait, so that callers part into two halves, each of
// which waits for the other's sync. So whoever is first waits a little for as many as
// were there the last time, but no longer than a part of what a commit takes; if they
// do not come, nobody waits for them the next time.
type crowd struct {
	expected int           // callers
	patience time.Duration // how long to wait for them
}

// gather returns a request with those that are to be served with it.
func (c *crowd) gather(first *request, requests <-chan *request) []*request {
	all, n := []*request{first}, len(first.changes)
	var late <-chan time.Time
	for n < mostTogether && all[len(all)-1].do == nil {
		select {
		case r := <-requests:
			all, n = append(all, r), n+len(r.changes)
			continue
		default:
		}
		if len(all) >= c.expected || c.patience <= 0 {
			break
		}
		if late == nil {
			runtime.Gosched() // those who have just been answered come back
			late = time.After(c.patience)
		}
		select {
		case r := <-requests:
			all, n = append(all, r), n+len(r.changes)
		case <-late:
			return all
		}
	}
	return all
}

// served learns how many were served, how long that took, and how many have come
// meanwhile.
func (c *crowd) served(n int, took time.Duration, came int) {
	c.expected, c.patience = n+came, min(took/4, longestWait)
}
