# SPDX-License-Identifier: MIT
#
# write.sh -- an audited write over HTTP, acknowledged after its sync: at one
# client beside what this disk does raw, and at 64 clients.  (The same on
# PostgreSQL goes into the third column.)

bench_write() {
	demo=$(data small)
	for _ in $(seq "$ROUNDS"); do
		copy "$demo" "$WORK/run/write"
		serve "$WORK/run/write" "$PORT"
		words=$(grep -A2 '^Sign in at' "$WORK/run/write.txt" | tail -n 1 | tr -d ' ')
		for clients in 1 64; do
			line=$(node bench/write.mjs "127.0.0.1:$PORT" admin@westmarch.example.org \
				"$words" "$WORK/run" $clients 5) || refuse "a write failed: $line"
			keep "write$clients" "$(value "$line" writes)"
			keep "percent$clients" "$(value "$line" percent)"
			keep "late$clients" "$(value "$line" p99)"
		done
		keep raw "$(value "$line" raw)"
		servers_stop
		rm -rf "$WORK/run/write"
	done
	note "4 KB written and synced, raw" "$(spread raw '/s')"
	row "audited writes, 1 client" "$(spread write1 '/s')" "" "$(median percent1)%" \
		"at least 70 % of raw" '>=' "$(median percent1)" 70
	note "  p99" "$(spread late1 ' ms')"
	note "audited writes, 64 clients" "$(spread write64 '/s')" "" "$(median percent64)%"
	note "  p99" "$(spread late64 ' ms')"
}
