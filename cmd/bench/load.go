package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// row is what one case came to: medians of all rounds.
type row struct {
	name            string
	bytes           int
	server, ceiling result
	rival           *answered // PostGIS, if it was asked the same
}

// result is what wrk says of one round.
type result struct {
	perSecond float64
	p50, p99  time.Duration
	processor time.Duration // of the server, for one request
}

func (r row) String() string {
	s := fmt.Sprintf("%s: %s/s of %s/s, %.0f %%; %v of processor time a request, the ceiling %v",
		r.name, rate(r.server), rate(r.ceiling), 100*r.server.perSecond/r.ceiling.perSecond, r.server.processor, r.ceiling.processor)
	if r.rival != nil {
		s += "; PostGIS " + rate(median(r.rival.pages)) + "/s"
	}
	return s
}

// measure checks every answer of the case, then times server, ceiling and, if it
// is not nil and the case has a question for it, the database in turn.
func measure(ctx context.Context, o options, server *process, d *database, c bench) (row, error) {
	size, err := verify(ctx, server.address, c.queries)
	if err != nil {
		return row{}, err
	}
	ceiling, err := startCeiling(ctx, size)
	if err != nil {
		return row{}, fmt.Errorf("start the ceiling: %w", err)
	}
	defer ceiling.stop()
	script := filepath.Join(o.dir, "requests.lua")
	if err := os.WriteFile(script, lua(c.queries), 0o644); err != nil {
		return row{}, err
	}
	var rival *answered
	if d != nil && c.sql != "" {
		if rival, err = d.prepare(ctx, c); err != nil {
			return row{}, fmt.Errorf("PostGIS: %w", err)
		}
	}
	var ours, theirs []result
	for range o.rounds {
		for _, side := range []struct {
			*process
			to *[]result
		}{{server, &ours}, {ceiling, &theirs}} {
			r, err := wrk(ctx, o.seconds, c.connections, script, side.process)
			if err != nil {
				return row{}, err
			}
			*side.to = append(*side.to, r)
		}
		if rival != nil {
			if err := rival.round(ctx, time.Duration(o.seconds)*time.Second); err != nil {
				return row{}, fmt.Errorf("PostGIS: %w", err)
			}
		}
	}
	return row{c.name, size, median(ours), median(theirs), rival}, nil
}

// verify asks every query once and returns the mean size of the answers.
func verify(ctx context.Context, address string, queries []query) (size int, err error) {
	for _, q := range queries {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+q.path, nil)
		if err != nil {
			return 0, err
		}
		req.Header.Set("Accept-Encoding", "identity")
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return 0, err
		}
		if answer.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("%s: %s: %s", q.path, answer.Status, body)
		}
		if err := q.check(body, true); err != nil {
			return 0, err
		}
		size += len(body)
	}
	return size / len(queries), nil
}

// lua is the script that makes wrk send the requests one after the other.
func lua(queries []query) []byte {
	var b strings.Builder
	b.WriteString("local paths = {\n")
	for _, q := range queries {
		fmt.Fprintf(&b, "%q,\n", q.path)
	}
	b.WriteString("}\nlocal n = 0\nfunction init(args)\n  for i, p in ipairs(paths) do paths[i] = wrk.format('GET', p) end\nend\nfunction request()\n  n = n % #paths + 1\n  return paths[n]\nend\n")
	return []byte(b.String())
}

var said = regexp.MustCompile(`(?s)\n\s+50%\s+(\S+).*\n\s+99%\s+(\S+).*\s(\d+) requests in.*Requests/sec:\s+(\S+)`)

// wrk loads a server for some seconds.
func wrk(ctx context.Context, seconds, connections int, script string, p *process) (result, error) {
	before, err := p.processor()
	if err != nil {
		return result{}, err
	}
	out, err := exec.CommandContext(ctx, "wrk", "-t1", fmt.Sprintf("-c%d", connections), fmt.Sprintf("-d%ds", seconds), "--timeout", "60s", "--latency", "-s", script, p.address).CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	after, err := p.processor()
	if err != nil {
		return result{}, err
	}
	if strings.Contains(string(out), "Non-2xx") || strings.Contains(string(out), "Socket errors") {
		return result{}, fmt.Errorf("wrk met errors: %s", out)
	}
	m := said.FindSubmatch(out)
	if m == nil {
		return result{}, fmt.Errorf("wrk said: %s", out)
	}
	p50, err1 := time.ParseDuration(string(m[1]))
	p99, err2 := time.ParseDuration(string(m[2]))
	requests, err3 := strconv.Atoi(string(m[3]))
	perSecond, err4 := strconv.ParseFloat(string(m[4]), 64)
	if err := errors.Join(err1, err2, err3, err4); err != nil || requests == 0 {
		return result{}, fmt.Errorf("wrk said: %s: %w", out, err)
	}
	return result{perSecond, p50, p99, (after - before) / time.Duration(requests)}, nil
}

// median takes each figure's own median.
func median(rounds []result) result {
	middle := func(by func(a, b result) int) result {
		sorted := slices.SortedFunc(slices.Values(rounds), by)
		return sorted[len(sorted)/2]
	}
	return result{
		perSecond: middle(func(a, b result) int { return cmp.Compare(a.perSecond, b.perSecond) }).perSecond,
		p50:       middle(func(a, b result) int { return cmp.Compare(a.p50, b.p50) }).p50,
		p99:       middle(func(a, b result) int { return cmp.Compare(a.p99, b.p99) }).p99,
		processor: middle(func(a, b result) int { return cmp.Compare(a.processor, b.processor) }).processor,
	}
}
