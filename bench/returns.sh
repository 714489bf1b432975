# SPDX-License-Identifier: MIT
#
# returns.sh -- the 5 pm return and the monthly dashboard, over three years of
# a council that spends ten million pounds a year.

bench_returns() {
	council=$(data council) || exit 1
	copy "$council" "$WORK/run/council"
	serve "$WORK/run/council" "$PORT"
	token=$(sign_in "$PORT" "$WORK/run/council" manager) || exit 1
	for _ in $(seq "$ROUNDS"); do
		for r in five monthly noon; do
			line=$("$WORK/load" "127.0.0.1:$PORT" "/returns/$r" -c 1 -d 1 -w 0 \
				-H "Cookie: session=$token") || refuse "/returns/$r: $line"
			keep "$r" "$(value "$line" p50)"
		done
	done
	row "5 pm return, three years of a council" "$(spread five ' ms')" "" "" "under 100 ms" \
		'<' "$(median five)" 100
	row "monthly dashboard" "$(spread monthly ' ms')" "" "" "under 300 ms" \
		'<' "$(median monthly)" 300
	note "noon return" "$(spread noon ' ms')"
}
