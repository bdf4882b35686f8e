// Cairn serves facts about places and who states them. Its help, as it prints it:
//
// cairn --help
//
//	Usage: cairn <command>
//
//	Cairn serves facts about places: on a map, and over the standard API for
//	features (OGC API Features) that QGIS, GDAL and browsers read.
//
//	Examples:
//
//	    cairn serve
//	        the seeds, at http://localhost:8080
//
//	    cairn serve wells.geojson roads.geojsonl
//	        two collections, "wells" and "roads", from files
//
//	    cairn check wells.geojson
//	        is the file sound? If not: line, column and how to mend it
//
//	    cairn query wells.geojson --near 40.74,36.06 --limit 5
//	        the five nearest wells, as a table
//
//	    cairn convert wells.csv wells.gpkg
//	        the same facts in another format
//
//	Flags:
//	  -h, --help    Show context-sensitive help.
//
//	Commands:
//	  serve                 Serve files, or the seeds, as a map and a standard API.
//	  check                 Read files as serve would, and say what they hold or
//	                        what is wrong.
//	  query                 Ask files or a server: what is inside, near, within,
//	                        when, and what a filter is true of.
//	  convert               Write a file in another format.
//	  import                Put files into a store, all of them or nothing.
//	  export                Write a collection of a store to a file.
//	  collection list       List the collections of a store.
//	  collection show       Print the schema of a collection.
//	  collection make       Make an empty collection, or say something else of one.
//	  collection alter      Change what is said and declared of a collection.
//	  collection drop       Drop a collection with all that is in it; its past is
//	                        kept.
//	  collection refused    List rows that other programs have changed and that are
//	                        refused, or put them back.
//	  claim add             Add what a source states about a place or an event.
//	  template              Write an empty table to fill in: claims, events,
//	                        places and so on.
//	  backup                Copy a store, also while it is served.
//	  restore               Bring a backup back.
//	  token create          Make a token and print it: the only time that it is
//	                        shown.
//	  token list            List tokens: whose they are and what they are good for.
//	  token revoke          Make a token good for nothing.
//	  hook add              Call an address when something changes.
//	  hook list             List hooks: whom they call, and how far that has come.
//	  hook remove           Call somebody no more.
//	  hook test             Call somebody now, without a change, and say what the
//	                        answer is.
//	  version               Print the version.
//
//	Run "cairn <command> --help" for more information on a command.
//
// cairn serve --help
//
//	Usage: cairn serve [<file> ...] [flags]
//
//	Serve files, or the seeds, as a map and a standard API.
//
//	The address is printed once everything is loaded. SIGINT (Ctrl-C) or SIGTERM
//	ends the server when running requests are done; a second one ends it at once.
//
//	Each flag can be set in the environment instead, under the name in brackets;
//	the command line wins.
//
//	    cairn serve
//	        the seeds, at http://localhost:8080
//
//	    PORT=9000 cairn serve wells.geojson
//	        one collection, "wells", at http://localhost:9000
//
//	    cairn serve --store facts.gpkg --seed
//	        what the file holds, the seeds if that is nothing; "cairn token" says who may change it
//
//	    cairn serve --store /media/cdrom/facts.gpkg --read-only
//	        a store that cannot be written, or that another server has open
//
//	    cairn serve --time observed wells.geojson
//	        the property "observed" tells when each feature holds
//
//	    cairn serve --listen :8080 --base-url https://maps.example.org --trusted-proxy 10.0.0.0/8
//	        for others, behind a proxy
//
//	    zcat wells.geojsonl.gz | cairn serve -
//	        from another program, as the collection "stdin"
//
//	Arguments:
//	  [<file> ...]    GeoJSON (.geojson, .json), a GeoJSON text sequence or
//	                  newline-delimited features (.geojsonl, .geojsons, .ndjson,
//	                  .jsonl), one collection each, named after the file; - for
//	                  stdin. Without files: the seeds.
//
//	Flags:
//	  -h, --help                      Show context-sensitive help.
//
//	      --store=FILE.gpkg           Keep what is served, and every change to it,
//	                                  in this file: a GeoPackage that QGIS opens,
//	                                  made if there is none. Files named beside
//	                                  it become collections of it; one whose name
//	                                  it has already is not read, and that is said
//	                                  (CAIRN_STORE).
//	      --keep=TIME                 With --store: for how long changes are kept,
//	                                  such as 90d or 52w; by default for ever. What
//	                                  stands is kept however old it is (CAIRN_KEEP).
//	      --seed                      Put the seeds into the store, if it is empty
//	                                  (CAIRN_SEED).
//	      --read-only                 With --store: serve it as it is now,
//	                                  with its past, and write nothing, so that the
//	                                  file may be where nothing can be written,
//	                                  or another server may have it open. What that
//	                                  changes later is not seen (CAIRN_READ_ONLY).
//	      --listen=ADDRESS            Host and port to listen on, by default
//	                                  localhost:8080, or localhost with the port
//	                                  that PORT says; :8080 for every network,
//	                                  :0 for any free port (CAIRN_LISTEN).
//	      --time=FIELD[,FIELD]        The property that tells when a feature holds,
//	                                  or the two for start and end. By default start
//	                                  and end, then datetime, date, time, timestamp,
//	                                  occurred_at (CAIRN_TIME).
//	      --title=STRING              What the service is called (CAIRN_TITLE).
//	      --base-url=URL              The address under which others reach the
//	                                  service, where a proxy stands before it
//	                                  (CAIRN_BASE_URL).
//	      --trusted-proxy=CIDR,...    Proxies whose X-Forwarded headers
//	                                  are believed, such as 10.0.0.0/8
//	                                  (CAIRN_TRUSTED_PROXY).
//	      --oidc-issuer=URL           Take bearer tokens of this OpenID
//	                                  Connect issuer, beside those of the store
//	                                  (CAIRN_OIDC_ISSUER).
//	      --oidc-audience=NAME        The audience that they must name: what this
//	                                  service is called there (CAIRN_OIDC_AUDIENCE).
//	      --oidc-claim=NAME           The claim that has the roles of their owner,
//	                                  such as groups, scope or realm_access.roles
//	                                  (CAIRN_OIDC_CLAIM).
//	      --oidc-write-role=ROLE      Who has this role may change features
//	                                  (CAIRN_OIDC_WRITE_ROLE).
//	      --oidc-admin-role=ROLE      Who has this role may make, change and drop
//	                                  collections, too (CAIRN_OIDC_ADMIN_ROLE).
//	      --oidc-name-claim=NAME      The claim that is kept with every change,
//	                                  after "oidc:" (CAIRN_OIDC_NAME_CLAIM).
//	      --allow-hook-private        Let hooks call addresses that are not public:
//	                                  of this machine, or of its network
//	                                  (CAIRN_ALLOW_HOOK_PRIVATE).
//	      --hooks-only=CIDR,...       Let hooks call these addresses, such as
//	                                  10.1.2.0/24, public or not, and no others
//	                                  (CAIRN_HOOKS_ONLY).
//	      --log-level="info"          What is logged: debug, info (each request),
//	                                  warn, error (CAIRN_LOG_LEVEL).
//	      --log-format="text"         How: text or json, on stderr
//	                                  (CAIRN_LOG_FORMAT).
//	      --max-requests=N            Requests answered at once; more are
//	                                  told to come again; -1 for any number
//	                                  (CAIRN_MAX_REQUESTS).
//	      --request-timeout=30s       The longest a request may take to be answered
//	                                  (CAIRN_REQUEST_TIMEOUT).
//	      --grace=30s                 How long running requests may go on after a
//	                                  signal to end (CAIRN_GRACE).
//
// cairn check --help
//
//	Usage: cairn check <file> ... [flags]
//
//	Read files as serve would, and say what they hold or what is wrong.
//
//	Reads each file as serve would and prints what it holds. What is wrong is
//	printed with line, column and member, the first fault of each file, and the exit
//	code is 1. Of a store that serve --store or import has made all of the file is
//	looked at, what stands and the past, and every fault is printed; no server may
//	have it open.
//
//	    cairn check wells.geojson
//	    cairn check facts.gpkg
//
//	Arguments:
//	  <file> ...    GeoJSON, a GeoJSON text sequence, newline-delimited features,
//	                or any format that serve reads, or a store; - for stdin.
//
//	Flags:
//	  -h, --help                  Show context-sensitive help.
//
//	      --time=FIELD[,FIELD]    The property that tells when a feature holds,
//	                              or the two for start and end (CAIRN_TIME).
package main

//go:generate env UPDATE=1 go test . -run ^TestDoc$
