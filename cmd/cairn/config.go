package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// settings gives flags that are not on the command line their value from the
// environment: --log-level from CAIRN_LOG_LEVEL. So a flag beats the
// environment, and that beats the default.
type settings struct {
	env  map[string]string
	used []string // names of the flags that were found there
}

func newSettings(env map[string]string) *settings { return &settings{env: env} }

// environment makes a map of lines like NAME=value; of two, the last counts.
func environment(lines []string) map[string]string {
	env := make(map[string]string, len(lines))
	for _, line := range lines {
		if name, value, ok := strings.Cut(line, "="); ok {
			env[name] = value
		}
	}
	return env
}

// variable returns the name of the environment variable of a flag.
func variable(flag string) string {
	return "CAIRN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Validate has nothing to say: variables that no flag reads may be somebody
// else's.
func (s *settings) Validate(*kong.Application) error { return nil }

// Resolve returns the value of the flag's variable, nil if it is not set or
// empty.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	value := s.env[variable(flag.Name)]
	if value == "" || flag.Name == "help" {
		return nil, nil
	}
	s.used = append(s.used, flag.Name)
	return value, nil
}

// blame adds to an error the name of the variable that a flag came from.
func (s *settings) blame(err error) string {
	msg := err.Error()
	for _, flag := range s.used {
		if strings.Contains(msg, "--"+flag) {
			return fmt.Sprintf("%s (from %s=%q in the environment)", msg, variable(flag), s.env[variable(flag)])
		}
	}
	return msg
}

// withEnvironment adds the name of its variable to the help of a flag.
func withEnvironment(v *kong.Value) string {
	if v.Flag == nil || v.Name == "help" {
		return v.Help
	}
	return strings.TrimSuffix(v.Help, ".") + " (" + variable(v.Name) + ")."
}
