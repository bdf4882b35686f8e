package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that was started, and its address.
type process struct {
	cmd     *exec.Cmd
	address string
}

func startServer(ctx context.Context, cairn, file string) (*process, error) {
	return start(ctx, cairn, "serve", "--listen", "127.0.0.1:0", file)
}

func startCeiling(ctx context.Context, size int) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, self, "ceiling", "-size", strconv.Itoa(size))
}

var address = regexp.MustCompile(`http://[0-9A-Za-z.:\[\]]+`)

// start runs a program until it prints its address.
func start(ctx context.Context, name string, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	log, err := os.CreateTemp("", "bench-*.log")
	if err != nil {
		return nil, err
	}
	defer os.Remove(log.Name())
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if a := address.FindString(lines.Text()); a != "" {
			return &process{cmd, a}, nil
		}
	}
	said, _ := os.ReadFile(log.Name())
	return nil, fmt.Errorf("it ended without an address: %w: %s", cmd.Wait(), said)
}

// stop ends the program and waits for it; it may be called twice.
func (p *process) stop() error {
	if p.cmd.ProcessState != nil {
		return nil
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	p.cmd.Wait() // it was told to end; how it says so is no news
	return nil
}

// resident returns how many bytes of memory the process holds (Linux).
func (p *process) resident() (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kilobytes, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
			return kilobytes * 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS for process %d", p.cmd.Process.Pid)
}

// ticks is how many clock ticks make a second in /proc (Linux: USER_HZ, proc(5)).
const ticks = 100

// processor returns how much processor time the process has used so far (Linux).
func (p *process) processor() (time.Duration, error) {
	t, err := timesOf(p.cmd.Process.Pid)
	return t.own, err
}

// used is what /proc tells of a process: its processor time, that of its children
// that have ended, and its parent.
type used struct {
	own, ended time.Duration
	parent     int
}

func timesOf(pid int) (used, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return used{}, err
	}
	// The name, in parentheses, may hold spaces. After it the second field is the
	// parent; the 12th to 15th are utime, stime, cutime and cstime (proc(5)).
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var n [5]int
	var faults [5]error
	for i, field := range []int{1, 11, 12, 13, 14} {
		n[i], faults[i] = strconv.Atoi(fields[field])
	}
	const tick = time.Second / ticks
	return used{time.Duration(n[1]+n[2]) * tick, time.Duration(n[3]+n[4]) * tick, n[0]}, errors.Join(faults[:]...)
}
