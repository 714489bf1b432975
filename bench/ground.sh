# SPDX-License-Identifier: MIT
#
# ground.sh -- what the benchmarks stand on: servers, figures, a table.
# Read in by bench/run.

refuse() {
	echo "bench: $*" >&2
	exit 1
}

tools_make() {
	for t in load spent raw floor; do
		[ "$WORK/$t" -nt "bench/$t.c" ] ||
			cc -std=gnu17 -D_GNU_SOURCE -O2 -o "$WORK/$t" "bench/$t.c" || exit 1
	done
}

# ---- the machine ------------------------------------------------------------------

head_print() {
	model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
	commit=$(git describe --always --dirty 2>/dev/null)
	echo "Almoner: $commit, $(date -u +%Y-%m-%d), rounds: $ROUNDS"
	echo "Machine: $model, $(nproc) processors, Linux $(uname -r)," \
		"SQLite $(sqlite3 --version | cut -d' ' -f1)"
	echo
	printf '%-44s %22s %22s %7s  %s\n' "" Almoner peer ratio goal
}

# Share of the processors' time that somebody used in two seconds: "7" (%).
busy_now() {
	a=$(sed -n 's/^cpu  *//p' /proc/stat)
	sleep 2
	echo "$a $(sed -n 's/^cpu  *//p' /proc/stat)" | awk '{
		for (i = 1; i <= 10; i++) { all += $(i + 10) - $i }
		idle = $14 - $4 + $15 - $5
		printf "%d\n", 100 * (all - idle) / all }'
}

# Ticks that a host kept from this machine, if it is a virtual one: all, stolen.
ticks_now() {
	sed -n 's/^cpu  *//p' /proc/stat |
		awk '{ for (i = 1; i <= 8; i++) all += $i; print all, $8 }'
}

# stolen BEFORE AFTER: the share in % of what ticks_now said.
stolen() {
	echo "$1 $2" | awk '{ printf "%.2f\n", 100 * ($4 - $2) / ($3 - $1) }'
}

# The machine must be ours: given two minutes, else refused.
quiet_wait() {
	tries=0
	while [ "$(busy_now)" -gt 10 ]; do
		[ -z "$force" ] || return 0
		tries=$((tries + 1))
		[ $tries -lt 60 ] || refuse "the machine is busy; --force measures all the same"
	done
}

# ---- data -------------------------------------------------------------------------

# data SIZE: prints the directory of a demonstration council, made when the
# schema or its maker has changed.
data() {
	key=$(cat schema/*.sql src/demo/*.[ch] | cksum | cut -d' ' -f1)
	dir=$WORK/data/$1-$key
	if [ ! -d "$dir" ]; then
		rm -rf "$WORK/data/$1"-* "$dir.new"
		echo "bench: making a council of the size $1 ..." >&2
		"$ALMONER" demo "$dir.new" --size "$1" >"$WORK/data/$1-$key.txt" || exit 1
		mv "$dir.new" "$dir"
	fi
	echo "$dir"
}

# copy FROM TO: a council of our own to work on, with its sign-ins.
copy() {
	cp -r --reflink=auto "$1" "$2" && cp "$1.txt" "$2.txt" || exit 1
}

# ---- servers ----------------------------------------------------------------------

servers=
servers_stop() {
	for s in $servers; do kill "$s" 2>/dev/null; done
	for s in $servers; do wait "$s" 2>/dev/null; done
	servers=
}

# await PORT PATH: until it answers there.
await() {
	for _ in $(seq 200); do
		curl -s -o /dev/null "http://127.0.0.1:$1$2" && return 0
		sleep 0.05
	done
	refuse "nothing answers at port $1"
}

# serve DIR PORT: Almoner; its process is in $server.
serve() {
	"$ALMONER" serve --data "$1" --listen "127.0.0.1:$2" 2>"$WORK/out/serve-$2.log" &
	server=$!
	servers="$servers $server"
	await "$2" /healthz
}

# sign_in PORT DIR WHO: prints the session's cookie.
sign_in() {
	jar=$WORK/run/jar-$1
	key=$(curl -s -c "$jar" "http://127.0.0.1:$1/sign-in" |
		sed -n 's/.*name="key" value="\([^"]*\)".*/\1/p' | head -n 1)
	words=$(grep -A2 '^Sign in at' "$2.txt" | tail -n 1 | tr -d ' ')
	curl -s -o /dev/null -b "$jar" -c "$jar" -d "key=$key" --data-urlencode "password=$words" \
		-d "email=$3@westmarch.example.org" "http://127.0.0.1:$1/sign-in"
	token=$(awk '$6 == "session" { print $7 }' "$jar")
	[ -n "$token" ] || refuse "cannot sign in as $3 at port $1"
	echo "$token"
}

# cpu_ticks PROCESS: of it and its children, those that ended included (1/100 s).
cpu_ticks() {
	for p in "$1" $(cat "/proc/$1/task/$1/children"); do
		sed 's/.*) //' "/proc/$p/stat" 2>/dev/null
	done | awk 'NR == 1 { n = $14 + $15 } { n += $12 + $13 } END { print n }'
}

# cpu_ticks_of PROCESS or 0: as above; of nobody: 0.
cpu_ticks_of() {
	if [ "$1" -eq 0 ]; then echo 0; else cpu_ticks "$1"; fi
}

# ---- PostgreSQL -------------------------------------------------------------------

# A server of Debian's package on this disk, every commit synced, by a socket alone.
pg_start() {
	PG_BIN=$(pg_config --bindir) || refuse "there is no PostgreSQL: tools/deps test"
	PG_SOCKET=$(mktemp -d /tmp/almoner-bench.XXXXXX)
	pg_data=$WORK/run/pg
	mkdir -p "$pg_data"
	pg_as=
	if [ "$(id -u)" -eq 0 ]; then
		pg_as='setpriv --reuid=postgres --regid=postgres --init-groups'
		chown postgres "$pg_data" "$PG_SOCKET"
	fi
	chmod 755 "$PG_SOCKET"
	(cd "$PG_SOCKET" &&
		$pg_as "$PG_BIN/initdb" -D "$pg_data" -E UTF8 --locale=C -A trust -U postgres &&
		$pg_as "$PG_BIN/pg_ctl" -D "$pg_data" -w -l log -o "-c listen_addresses='' \
			-c unix_socket_directories=$PG_SOCKET -c shared_buffers=1GB" start) \
		>"$WORK/out/pg.log" 2>&1 || refuse "PostgreSQL does not start: $WORK/out/pg.log"
	pg_process=$(head -n 1 "$pg_data/postmaster.pid")
}

pg_stop() {
	[ -n "${pg_data-}" ] || return 0
	(cd /tmp && $pg_as "$PG_BIN/pg_ctl" -D "$pg_data" -m immediate stop >/dev/null 2>&1)
	rm -rf "$pg_data" "$PG_SOCKET"
	pg_data=
}

pg_sql() {
	psql -q -X -v ON_ERROR_STOP=1 -h "$PG_SOCKET" -U postgres -d "$1" -c "$2"
}

# pg_place NAME: an empty database, and the directory run/pg-NAME that leads to it.
pg_place() {
	pg_sql postgres "CREATE DATABASE $1 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'
		TEMPLATE template0" || refuse "no database"
	mkdir -m 700 "$WORK/run/pg-$1"
	echo "postgres://postgres@$(echo "$PG_SOCKET" | sed 's|/|%2F|g')/$1" \
		>"$WORK/run/pg-$1/postgres"
}

# pg_move NAME DIR: a council moved there.
pg_move() {
	pg_place "$1"
	"$ALMONER" move "$2" "$WORK/run/pg-$1" >"$WORK/out/move.txt" 2>&1 ||
		refuse "cannot move a council: $WORK/out/move.txt"
}

# pg_council SIZE: a demonstration of that size, moved there.
pg_council() {
	from=$(data "$1") || exit 1
	pg_move "$1" "$from"
	cp "$from.txt" "$WORK/run/pg-$1.txt"
}

# ---- figures ----------------------------------------------------------------------

# value LINE NAME: "rate=12.5 p99=3" p99 -> 3
value() {
	echo "$1" | tr ' ' '\n' | sed -n "s/^$2=//p"
}

# keep NAME FIGURE: one round's.
keep() {
	echo "$2" >>"$WORK/run/$1.figures"
}

median() {
	sort -g "$WORK/run/$1.figures" | awk '{ v[NR] = $1 }
		END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# spread NAME UNIT: "640 [610..702] us"
spread() {
	sort -g "$WORK/run/$1.figures" | awk -v m="$(median "$1")" -v unit="$2" '
		function short(x) { return x >= 100 ? sprintf("%d", x + 0.5) : sprintf("%.3g", x) }
		NR == 1 { least = $1 } { most = $1 }
		END { printf "%s [%s..%s]%s\n", short(m), short(least), short(most), unit }'
}

ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'
}

# row WORDS OURS PEER RATIO GOAL OPERATOR FIGURE LIMIT: a line, and whether it is met.
row() {
	verdict=met
	awk -v a="$7" -v b="$8" "BEGIN { exit !(a $6 b) }" || verdict=MISSED
	[ $verdict = met ] || missed=$((missed + 1))
	printf '%-44s %22s %22s %7s  %s: %s\n' "$1" "$2" "$3" "$4" "$5" "$verdict"
}

# A figure that no goal is set for.
note() {
	printf '%-44s %22s %22s %7s\n' "$1" "$2" "${3-}" "${4-}"
}
