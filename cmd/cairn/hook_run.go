package main

import (
	"context"
	"log/slog"
	"net/netip"

	"cairn/geo/sqlite"
	"cairn/server/hook"
)

// hookAddresses are those that hooks may call.
type hookAddresses struct {
	AllowHookPrivate bool           `help:"Let hooks call addresses that are not public: of this machine, or of its network."`
	HooksOnly        []netip.Prefix `placeholder:"CIDR" help:"Let hooks call these addresses, such as 10.1.2.0/24, public or not, and no others."`
}

func (a hookAddresses) client() *hook.Client {
	return hook.NewClient(hook.Client{Private: a.AllowHookPrivate, Only: a.HooksOnly})
}

// callHooks calls the hooks of a store until the world ends, or end is called.
func (s *serve) callHooks(w world, store *sqlite.Store, log *slog.Logger) (end func() error, err error) {
	hooks, err := sqlite.OpenHooks(w, s.Store, nil)
	if err != nil {
		return nil, err
	}
	r := hook.Runner{
		Store: store, Hooks: hooks, Client: s.hookAddresses.client(),
		Report: func(h sqlite.Hook, err error) {
			switch {
			case err == nil:
				log.Info("the hook is reached again", "hook", h.ID, "url", h.URL)
			case h.ID == "":
				log.Warn("the hooks cannot be read", "error", err)
			default:
				log.Warn("the hook was not reached", "hook", h.ID, "url", h.URL, "failures", h.Failures, "error", err)
			}
		},
	}
	ctx, stop := context.WithCancel(w)
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	return func() error {
		stop()
		<-ended
		return hooks.Close()
	}, nil
}
