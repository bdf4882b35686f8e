package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cairn/docs"
	"cairn/geo"
	"cairn/geo/situation"
	"cairn/seeds"
	"cairn/server"
	"cairn/server/middleware"
	"cairn/web"
)

type serve struct {
	Files []string `arg:"" optional:"" name:"file" help:"GeoJSON (.geojson, .json), a GeoJSON text sequence or newline-delimited features (.geojsonl, .geojsons, .ndjson, .jsonl), one collection each, named after the file; - for stdin. Without files: the seeds."`

	Store string `placeholder:"FILE.gpkg" help:"Keep what is served, and every change to it, in this file: a GeoPackage that QGIS opens, made if there is none. Files named beside it become collections of it; one whose name it has already is not read, and that is said."`
	Keep  span   `placeholder:"TIME" help:"With --store: for how long changes are kept, such as 90d or 52w; by default for ever. What stands is kept however old it is."`
	Seed  bool   `help:"Put the seeds into the store, if it is empty."`

	ReadOnly bool `help:"With --store: serve it as it is now, with its past, and write nothing, so that the file may be where nothing can be written, or another server may have it open. What that changes later is not seen."`

	Listen       string         `placeholder:"ADDRESS" help:"Host and port to listen on, by default localhost:8080, or localhost with the port that PORT says; :8080 for every network, :0 for any free port."`
	Time         fields         `placeholder:"FIELD[,FIELD]" help:"The property that tells when a feature holds, or the two for start and end. By default start and end, then datetime, date, time, timestamp, occurred_at."`
	Title        string         `help:"What the service is called."`
	BaseURL      *url.URL       `name:"base-url" placeholder:"URL" help:"The address under which others reach the service, where a proxy stands before it."`
	TrustedProxy []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded headers are believed, such as 10.0.0.0/8."`

	vouching
	hookAddresses

	LogLevel  string `enum:"debug,info,warn,error" default:"info" help:"What is logged: debug, info (each request), warn, error."`
	LogFormat string `enum:"text,json" default:"text" help:"How: text or json, on stderr."`

	MaxRequests    int           `placeholder:"N" default:"512" placeholder:"512" help:"Requests answered at once; more are told to come again; -1 for any number."`
	RequestTimeout time.Duration `default:"30s" help:"The longest a request may take to be answered."`
	Grace          time.Duration `default:"30s" help:"How long running requests may go on after a signal to end."`
}

// Help explains the command.
func (serve) Help() string {
	return `The address is printed once everything is loaded. SIGINT (Ctrl-C) or SIGTERM ends the server when running
requests are done; a second one ends it at once.

Each flag can be set in the environment instead, under the name in brackets; the command line wins.

  cairn serve
      the seeds, at http://localhost:8080

  PORT=9000 cairn serve wells.geojson
      one collection, "wells", at http://localhost:9000

  cairn serve --store facts.gpkg --seed
      what the file holds, the seeds if that is nothing; "cairn token" says who may change it

  cairn serve --store /media/cdrom/facts.gpkg --read-only
      a store that cannot be written, or that another server has open

  cairn serve --time observed wells.geojson
      the property "observed" tells when each feature holds

  cairn serve --listen :8080 --base-url https://maps.example.org --trusted-proxy 10.0.0.0/8
      for others, behind a proxy

  zcat wells.geojsonl.gz | cairn serve -
      from another program, as the collection "stdin"`
}

// Run serves until the world's context ends.
func (s *serve) Run(w world) (err error) {
	if err := s.check(); err != nil {
		return err
	}
	all, err := s.inputs(w)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.address(w.env))
	if err != nil {
		return fmt.Errorf("%w (--listen or PORT chooses another address)", err)
	}
	lines := newLogWriter(w.stderr)
	defer func() { err = errors.Join(err, lines.Close()) }()
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return &usageError{err.Error()}
	}
	log := newLogger(lines, s.LogFormat, level)
	var access *middleware.Access
	if level <= slog.LevelInfo {
		access = middleware.NewAccess(lines, s.LogFormat == "json")
	}

	door := &gate{}
	running := server.HTTP("", door, s.limits())
	running.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	ended := make(chan error, 1)
	go func() { ended <- running.Serve(listener) }()

	data, err := s.open(w, door, all, log, access)
	defer func() { err = errors.Join(err, data.close()) }()
	if err != nil {
		running.Close()
		if w.Err() != nil {
			log.Info("stopped while loading")
			return nil
		}
		return err
	}
	fmt.Fprintf(w.stdout, "Cairn is at %s\n", shownAddress(listener.Addr().(*net.TCPAddr).Port, s.address(w.env)))
	for _, in := range data.passed {
		fmt.Fprintf(w.stdout, "%s was not read: %s has the collection %s already, and serves what it has\n", in.path, s.Store, in.name)
	}
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-w.Done():
	}
	return s.drain(running, door, log)
}

// open loads the inputs and lets requests in. What it returns is to be closed after
// an error, too.
func (s *serve) open(w world, door *gate, all []input, log *slog.Logger, access *middleware.Access) (served, error) {
	tightenHeap(w.env)
	data, err := s.openStore(w, log)
	if err != nil {
		return data, err
	}
	if all, data.passed, err = data.lacks(w, all, log); err != nil {
		return data, err
	}
	if err := s.load(w, data.filler, all, log); err != nil {
		return data, err
	}
	config, err := s.config(w, data)
	if err != nil {
		return data, err
	}
	config.Ready, config.Log, config.Access = door.ready, log, access
	settleHeap(w.env)
	door.server.Store(server.New(config))
	return data, nil
}

// drain lets running requests finish.
func (s *serve) drain(running *http.Server, door *gate, log *slog.Logger) error {
	door.closing.Store(true)
	log.Info("shutting down: running requests finish", "grace", s.Grace)
	grace, cancel := context.WithTimeout(context.Background(), s.Grace)
	defer cancel()
	if err := running.Shutdown(grace); err != nil {
		running.Close()
		return fmt.Errorf("some requests were cut off after %s", s.Grace)
	}
	log.Info("shut down")
	return nil
}

// load puts all inputs into the store, one after the other.
func (s *serve) load(w world, store filler, all []input, log *slog.Logger) error {
	shown := newBar(w.stderr, all)
	defer shown.end()
	l := loader{store: store, time: s.Time, bar: shown}
	var last loaded
	timed := len(s.Time) == 0 || len(all) == 0
	for _, in := range all {
		log.Debug("loading", "file", in.path, "collection", in.name)
		one, err := l.load(w, in)
		if err != nil {
			return err
		}
		log.Info("loaded", "collection", one.name, "features", one.count, "took", one.took.Round(time.Millisecond), "time", strings.Join(one.time, ","))
		timed = timed || one.hasTime
		last = one
	}
	if !timed {
		return fmt.Errorf("--time %s: no file has such a property; those of %s are: %s", strings.Join(s.Time, ","), last.path, fieldNames(last.schema))
	}
	return nil
}

// check refuses settings that make no sense.
func (s *serve) check() error {
	if u := s.BaseURL; u != nil && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return &usageError{fmt.Sprintf("--base-url is %q; expected an address such as https://example.org/cairn, without ? and #", u)}
	}
	if s.Keep > 0 && s.Store == "" {
		return &usageError{"--keep says for how long a store keeps changes; --store says where that is"}
	}
	if s.ReadOnly && s.Store == "" {
		return &usageError{"--read-only is about a store; --store says where that is"}
	}
	if s.ReadOnly && (s.Seed || s.Keep > 0 || len(s.Files) > 0 || s.OIDCIssuer != nil) {
		return &usageError{"--read-only serves the store as it is; --seed, --keep, --oidc-issuer and files are for one that is written to"}
	}
	if s.Seed && s.Store == "" {
		return &usageError{"--seed puts the seeds into a store; --store says where that is"}
	}
	if _, err := s.vouching.open(s.Store); err != nil {
		return err
	}
	if s.MaxRequests == 0 || s.RequestTimeout <= 0 || s.Grace < 0 {
		return &usageError{"--max-requests, --request-timeout and --grace must be greater than zero"}
	}
	return nil
}

func (s *serve) inputs(w world) ([]input, error) {
	var all []input
	if s.Seed || len(s.Files) == 0 && s.Store == "" {
		for _, set := range seeds.Sets() {
			all = append(all, seedInputs(set)...)
		}
	}
	if len(s.Files) == 0 {
		return all, nil
	}
	files, err := inputs(w, s.Files)
	return append(all, files...), err
}

// address returns where to listen: the flag, else PORT on localhost.
func (s *serve) address(env map[string]string) string {
	return cmp.Or(s.Listen, net.JoinHostPort("localhost", cmp.Or(env["PORT"], "8080")))
}

// shownAddress returns the address of the service as a person types it: with the
// host that was asked for, if it was one, and the port that it really got.
func shownAddress(port int, asked string) string {
	host, _, err := net.SplitHostPort(asked)
	if ip, bad := netip.ParseAddr(host); err != nil || host == "" || bad == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(port))
}

func (s *serve) limits() server.Limits {
	return server.Limits{Requests: s.MaxRequests, Duration: s.RequestTimeout}
}

// config returns the settings of a server for what the store holds now.
func (s *serve) config(ctx context.Context, data served) (server.Config, error) {
	c := server.Config{
		Store: data.filler, Web: web.FS(), TrustedProxies: s.TrustedProxy,
		Title: s.Title, Version: versionName(), Limits: s.limits(),
		Rule: []byte(docs.SituationRule),
	}
	if s.BaseURL != nil {
		c.Base = s.BaseURL.String()
	}
	if data.tokens != nil {
		from, err := s.vouching.open(s.Store)
		if err != nil {
			return c, err
		}
		c.Guard = guard{data.tokens, from}
	}
	if len(s.Files) == 0 && s.Store == "" || s.Seed {
		set := seeds.Sets()[0]
		c.Title, c.Description = cmp.Or(c.Title, set.Title), set.Description
	}
	there, err := hasSituation(ctx, data.filler)
	if there {
		c.Situation = situation.New()
	}
	return c, err
}

// hasSituation reports whether the store holds the collections that tell who
// holds what.
func hasSituation(ctx context.Context, store geo.Store) (bool, error) {
	r, err := store.Read(ctx)
	if err != nil {
		return false, err
	}
	defer r.Close()
	return situation.Applies(ctx, r)
}
