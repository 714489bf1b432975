# SPDX-License-Identifier: MIT
#
# first.sh -- the first minutes: making the demonstration council, starting,
# what an idle server holds in memory, and how large the executable is.

# Milliseconds since some moment.
now_ms() {
	date +%s%N | sed 's/......$//'
}

# idle_kb PROCESS: proportional share of memory of it and its children.
idle_kb() {
	for p in "$1" $(cat "/proc/$1/task/$1/children"); do
		sed -n 's/^Pss: *\([0-9]*\).*/\1/p' "/proc/$p/smaps_rollup"
	done | awk '{ n += $1 } END { print n }'
}

bench_first() {
	for _ in $(seq "$ROUNDS"); do
		rm -rf "$WORK/run/demo"
		"$WORK/spent" "$ALMONER" demo "$WORK/run/demo" >"$WORK/run/demo.txt" \
			3>"$WORK/run/spent" || refuse "almoner demo failed"
		keep demo "$(awk '{ print $1 / 1000 }' "$WORK/run/spent")"
		began=$(now_ms)
		"$ALMONER" serve --data "$WORK/run/demo" --listen "127.0.0.1:$PORT" \
			2>"$WORK/out/serve-$PORT.log" &
		servers=$!
		until curl -s -f -o "$WORK/run/page" "http://127.0.0.1:$PORT/sign-in"; do
			[ "$(($(now_ms) - began))" -lt 20000 ] || refuse "no first page"
		done
		keep start "$(($(now_ms) - began))"
		sleep 2
		keep idle "$(idle_kb $servers | awk '{ print $1 / 1024 }')"
		servers_stop
	done
	row "almoner demo (small)" "$(spread demo ' s')" "" "" "under 10 s" '<' "$(median demo)" 10
	row "from start to the first page" "$(spread start ' ms')" "" "" "under 500 ms" \
		'<' "$(median start)" 500
	row "memory of an idle server, all processes" "$(spread idle ' MB')" "" "" "under 60 MB" \
		'<' "$(median idle)" 60
	size=$(wc -c <"$ALMONER" | awk '{ printf "%.2f\n", $1 / 1048576 }')
	row "the executable" "$size MB" "" "" "under 5 MB" '<' "$size" 5
}
