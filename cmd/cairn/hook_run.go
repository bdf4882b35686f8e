package main

import (
	"context"
	"log/slog"

	"cairn/geo/sqlite"
	"cairn/server/hook"
)

// callHooks calls the hooks of a store until the world ends, or end is called.
func (s *serve) callHooks(w world, store *sqlite.Store, log *slog.Logger) (end func() error, err error) {
	hooks, err := sqlite.OpenHooks(w, s.Store, nil)
	if err != nil {
		return nil, err
	}
	r := hook.Runner{
		Store: store, Hooks: hooks, Client: hook.NewClient(hook.Client{Private: s.AllowHookPrivate}),
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
