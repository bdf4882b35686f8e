package main

import (
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
	"text/tabwriter"
	"time"
)

// row is what one case came to: medians of all rounds.
type row struct {
	name            string
	bytes           int
	server, ceiling result
}

// result is what wrk says of one round.
type result struct {
	perSecond float64
	p50, p99  time.Duration
	processor time.Duration // of the server, for one request
}

func (r row) String() string {
	return fmt.Sprintf("%s: %.0f/s of %.0f/s, %.0f %%; %v of processor time a request, the ceiling %v",
		r.name, r.server.perSecond, r.ceiling.perSecond, 100*r.server.perSecond/r.ceiling.perSecond, r.server.processor, r.ceiling.processor)
}

// measure checks every answer of the case, then times server and ceiling in turn.
func measure(ctx context.Context, o options, server *process, c bench) (row, error) {
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
	var ours, theirs []result
	for range o.rounds {
		for _, side := range []struct {
			*process
			to *[]result
		}{{server, &ours}, {ceiling, &theirs}} {
			r, err := wrk(ctx, o.seconds, script, side.process)
			if err != nil {
				return row{}, err
			}
			*side.to = append(*side.to, r)
		}
	}
	return row{c.name, size, median(ours), median(theirs)}, nil
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
		if err := q.check(body); err != nil {
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

var said = regexp.MustCompile(`(?s)50%\s+(\S+).*99%\s+(\S+).*\s(\d+) requests in.*Requests/sec:\s+(\S+)`)

// wrk loads a server for some seconds.
func wrk(ctx context.Context, seconds int, script string, p *process) (result, error) {
	before, err := p.processor()
	if err != nil {
		return result{}, err
	}
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c32", fmt.Sprintf("-d%ds", seconds), "--latency", "-s", script, p.address).CombinedOutput()
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
		perSecond: middle(func(a, b result) int { return int(a.perSecond - b.perSecond) }).perSecond,
		p50:       middle(func(a, b result) int { return int(a.p50 - b.p50) }).p50,
		p99:       middle(func(a, b result) int { return int(a.p99 - b.p99) }).p99,
		processor: middle(func(a, b result) int { return int(a.processor - b.processor) }).processor,
	}
}

// print writes the table.
func print(w io.Writer, rows []row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "request\tbytes\tcairn /s\tceiling /s\tratio\tcairn p50\tp99\tcpu\tceiling p50\tp99\tcpu\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%d\t%.0f\t%.0f\t%.0f %%\t%v\t%v\t%v\t%v\t%v\t%v\t\n", r.name, r.bytes, r.server.perSecond, r.ceiling.perSecond,
			100*r.server.perSecond/r.ceiling.perSecond, r.server.p50, r.server.p99, r.server.processor, r.ceiling.p50, r.ceiling.p99, r.ceiling.processor)
	}
	t.Flush()
}
