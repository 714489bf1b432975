# SPDX-License-Identifier: MIT
#
# pages.sh -- the pages of the first measurements once more, on PostgreSQL: the
# processor's time of Almoner and of the server's processes together.

# pages_round NAME PORT TOKEN PROCESS PROCESS: the work list, and the returns.
pages_round() {
	before=$(($(cpu_ticks "$4") + $(cpu_ticks_of "$5")))
	line=$("$WORK/load" "127.0.0.1:$2" /requests -H "Cookie: session=$3" -c 16 -d 4 -w 0) ||
		refuse "$1: $line"
	after=$(($(cpu_ticks "$4") + $(cpu_ticks_of "$5")))
	keep "$1-cpu" "$(((after - before) * 10000 / $(value "$line" n)))"
	keep "$1-rate" "$(value "$line" rate)"
	for r in five monthly; do
		line=$("$WORK/load" "127.0.0.1:$2" "/returns/$r" -H "Cookie: session=$3" -c 1 -d 2 \
			-w 0) || refuse "$1 /returns/$r: $line"
		keep "$1-$r" "$(value "$line" p50)"
	done
}

bench_pages() {
	council=$(data council) || exit 1
	copy "$council" "$WORK/run/council"
	serve "$WORK/run/council" "$PORT"
	lite=$server
	lite_token=$(sign_in "$PORT" "$WORK/run/council" manager) || exit 1
	pg_start
	pg_council council
	serve "$WORK/run/pg-council" $((PORT + 1))
	served=$server
	pg_token=$(sign_in $((PORT + 1)) "$WORK/run/pg-council" manager) || exit 1
	for _ in $(seq "$ROUNDS"); do
		pages_round lite "$PORT" "$lite_token" "$lite" 0
		pages_round pg $((PORT + 1)) "$pg_token" "$served" "$pg_process"
	done
	for what in 'cpu:work list: processor a page: us' 'five:5 pm return: ms' \
		'monthly:monthly dashboard: ms'; do
		key=${what%%:*} unit=${what##*: } words=${what#*:}
		r=$(ratio "$(median "pg-$key")" "$(median "lite-$key")")
		row "on PostgreSQL, ${words%: *}" "$(spread "pg-$key" " $unit")" \
			"$(spread "lite-$key" " $unit")" "$r" "within 2 of SQLite" '<=' "$r" 2
	done
	note "  pages a second" "$(spread pg-rate '')" "$(spread lite-rate '')"
}
