package aggregate

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"cairn/geo"
)

// Work is done by two goroutines, in batches that take turns, so that sums do not
// depend on which of the two was faster.
const (
	workers   = 2
	batchSize = 512
)

// Run asks r the query, whose Order, After and Limit are left aside, and groups what
// it finds. The request's numbers of properties are those of the collection's schema
// in r. The error is that of r, or Invalid: a request that [Parse] cannot have made,
// or more than [MaxGroups] groups, whose Path is "cell" or "group".
func Run(ctx context.Context, r geo.Reader, q geo.Query, req Request) (Result, error) {
	c, err := r.Collection(ctx, q.From)
	if err != nil {
		return Result{}, err
	}
	if err := req.check(len(c.Schema.Fields())); err != nil {
		return Result{}, err
	}
	if g := req.cells(); g != nil && g.By != Quadkey && !(math.Abs(req.Parallel) <= 75) {
		return Result{}, invalid("cell", "the standard parallel is beyond ±75°")
	}
	q.Order, q.After, q.AfterKeys, q.Limit = nil, 0, nil, 0
	made := newRequest(req)
	t, err := gather(ctx, r, q, made)
	if err != nil {
		return Result{}, err
	}
	return resultOf(t), nil
}

// gather gives the features to the workers and joins what they have counted.
func gather(ctx context.Context, r geo.Reader, q geo.Query, made *request) (*tally, error) {
	var (
		team    sync.WaitGroup
		failed  atomic.Bool // some worker has too many groups: nobody needs to go on
		full    [workers]chan []geo.Feature
		spare   = make(chan []geo.Feature, 4*workers)
		tallies [workers]*tally
		faults  [workers]error
	)
	for w := range workers {
		full[w], tallies[w] = make(chan []geo.Feature, 2), newTally(made)
		team.Go(func() {
			for batch := range full[w] {
				if faults[w] == nil {
					if faults[w] = tallies[w].addAll(batch); faults[w] != nil { // a panic, too
						failed.Store(true)
					}
				}
				spare <- batch[:0]
			}
		})
	}
	end := sync.OnceFunc(func() {
		for w := range workers {
			close(full[w])
		}
		team.Wait()
	})
	defer end() // if r panics
	turn := 0
	send := func(batch []geo.Feature) []geo.Feature {
		full[turn%workers] <- batch
		turn++
		select {
		case next := <-spare:
			return next
		default:
			return make([]geo.Feature, 0, batchSize)
		}
	}
	batch := make([]geo.Feature, 0, batchSize)
	var err error
	for hit, fault := range r.Find(ctx, q) {
		if err = fault; err != nil || failed.Load() {
			break
		}
		if batch = append(batch, hit.Feature); len(batch) == batchSize {
			batch = send(batch)
		}
	}
	send(batch)
	end()
	for _, fault := range faults {
		if err == nil {
			err = fault
		}
	}
	for w := 1; w < workers && err == nil; w++ {
		err = tallies[0].merge(tallies[w])
	}
	return tallies[0], err
}

// addAll adds features. A panic is an error like others: it is not the goroutine of whoever
// asks, in which it would be caught.
func (t *tally) addAll(batch []geo.Feature) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &geo.Error{Kind: geo.Internal, Path: "aggregate", Msg: "a feature cannot be counted", Err: fmt.Errorf("panic: %v\n%s", v, debug.Stack())}
		}
	}()
	for _, f := range batch {
		if err := t.add(f); err != nil {
			return err
		}
	}
	return nil
}
