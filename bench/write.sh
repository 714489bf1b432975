# SPDX-License-Identifier: MIT
#
# write.sh -- an audited write over HTTP, acknowledged after its sync: at one
# client beside what this disk does raw, and what a socket leaves of that
# (floor.c); at 64 clients on SQLite and on PostgreSQL, beside PostgreSQL doing
# the same by one function call of pgbench.

# A new team: its row, its audit row in the chain, the form's key.
write_ask() {
	mark=________________________________
	"$WORK/load" "127.0.0.1:$1" /teams/new -H "Cookie: session=$2" -c "$4" -d 4 -w 1 \
		-p "csrf=$3&key=$mark&name=$mark&kind=nhs"
}

# write_round NAME PORT TOKEN
write_round() {
	csrf=$(curl -s -H "Cookie: session=$3" "http://127.0.0.1:$2/teams/new" |
		sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
	for clients in 1 64; do
		line=$(write_ask "$2" "$3" "$csrf" $clients) || refuse "$1: a write failed: $line"
		keep "$1$clients" "$(value "$line" rate)"
		keep "$1-late$clients" "$(value "$line" p99)"
	done
}

# The clerk has a demonstration's letters to write first.
letters_await() {
	for _ in $(seq 300); do
		[ "$(sqlite3 "$1" 'SELECT count(*) FROM mail_out WHERE sent_ms IS NULL')" -gt 0 ] ||
			return 0
		sleep 0.2
	done
	refuse "the letters of the demonstration are not written"
}

pgbench_round() {
	for clients in 1 64; do
		line=$("$PG_BIN/pgbench" -h "$PG_SOCKET" -U postgres -n -M prepared -c $clients \
			-j 2 -T 4 -f bench/peer/write.pgbench peer 2>/dev/null)
		keep "call$clients" "$(echo "$line" | sed -n 's/^tps = \([0-9]*\).*/\1/p')"
	done
}

# The most that anybody could have of this disk over a socket.
floor_round() {
	line=$("$WORK/load" "127.0.0.1:$((PORT + 2))" / -c 1 -d 2 -w 1 \
		-p "name=________________________________") || refuse "the floor failed: $line"
	keep floor "$(value "$line" rate)"
}

bench_write() {
	copy "$(data small)" "$WORK/run/write"
	serve "$WORK/run/write" "$PORT"
	token=$(sign_in "$PORT" "$WORK/run/write" admin) || exit 1
	letters_await "$WORK/run/write/almoner.db"
	pg_start
	pg_council small
	serve "$WORK/run/pg-small" $((PORT + 1))
	pg_token=$(sign_in $((PORT + 1)) "$WORK/run/pg-small" admin) || exit 1
	pg_sql postgres 'CREATE DATABASE peer' &&
		psql -q -X -h "$PG_SOCKET" -U postgres -d peer <bench/peer/write.sql ||
		refuse "cannot make the peer's tables"
	"$WORK/floor" $((PORT + 2)) "$WORK/run/floor" &
	servers="$servers $!"
	for _ in $(seq "$ROUNDS"); do
		keep raw "$("$WORK/raw" "$WORK/run/raw" 2)"
		floor_round
		write_round write "$PORT" "$token"
		write_round pg $((PORT + 1)) "$pg_token"
		pgbench_round
	done
	percent=$(ratio "$(median write1)" "$(median raw)" | awk '{ print $1 * 100 }')
	note "4 KB written and synced, raw" "$(spread raw '/s')"
	note "  by a socket and a sync" "$(spread floor '/s')" "$(spread raw '/s')"
	row "audited writes, 1 client" "$(spread write1 '/s')" "$(spread call1 '/s')" "$percent%" \
		"at least 70 % of raw" '>=' "$percent" 70
	note "  99th percentile" "$(spread write-late1 ' ms')"
	note "audited writes, 64 clients" "$(spread write64 '/s')" "$(spread call64 '/s')"
	note "  99th percentile" "$(spread write-late64 ' ms')"
	note "on PostgreSQL, 1 client" "$(spread pg1 '/s')" "$(spread call1 '/s')"
	note "  99th percentile" "$(spread pg-late1 ' ms')"
	note "on PostgreSQL, 64 clients" "$(spread pg64 '/s')" "$(spread call64 '/s')"
	note "  99th percentile" "$(spread pg-late64 ' ms')"
}
