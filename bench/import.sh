# SPDX-License-Identifier: MIT
#
# import.sh -- the Care Inspectorate's whole file: the first load beside
# `sqlite3 .import` of the same file (text columns, no keys, no history), and
# the same file again.

# 7,792 services in the layout of the fixture: its rows, over and over, each
# time with other numbers.
file_make() {
	awk -v want=7792 '
		NR == 1 { print; next }
		{ row[++n] = $0 }
		END {
			for (i = 0; i < want; i++) {
				r = row[i % n + 1]
				sub(/^"CS[0-9]*"/, sprintf("\"CS%010d\"", 2030000000 + i), r)
				print r
			}
		}' t/fixtures/care-inspectorate-2026-03.csv
}

# timed NAME COMMAND...: keeps CPU and wall milliseconds.
timed() {
	name=$1
	shift
	"$WORK/spent" "$@" >"$WORK/run/$name.out" 2>&1 3>"$WORK/run/spent" ||
		refuse "$name: $(tail -n 1 "$WORK/run/$name.out")"
	keep "$name-wall" "$(cut -d' ' -f1 "$WORK/run/spent")"
	keep "$name-cpu" "$(cut -d' ' -f2 "$WORK/run/spent")"
}

# same_rows N: the first load made them all, the second changed none.
same_rows() {
	grep -q "^new $1, changed 0, unchanged 0, gone 0, refused 0$" "$WORK/run/first.out" &&
		grep -q "^new 0, changed 0, unchanged $1, gone 0, refused 0$" "$WORK/run/again.out"
}

import_round() {
	new=$WORK/run/new
	rm -rf "$new" "$WORK/run/peer.db"
	"$ALMONER" init "$new" >/dev/null || exit 1
	timed sqlite sqlite3 "$WORK/run/peer.db" -cmd '.mode csv' ".import '$1' t"
	timed first "$ALMONER" import care-inspectorate "$1" --data "$new" --apply
	timed again "$ALMONER" import care-inspectorate "$1" --data "$new" --apply
	rows=$(sqlite3 "$WORK/run/peer.db" 'SELECT count(*) FROM t')
	same_rows "$rows" || refuse "not the same rows: $rows, $(cat "$WORK/run/first.out")," \
		"$(cat "$WORK/run/again.out")"
}

bench_import() {
	file=${BENCH_FILE:-$WORK/run/services.csv}
	[ -n "${BENCH_FILE-}" ] || file_make >"$file"
	for _ in $(seq "$ROUNDS"); do
		import_round "$file"
	done
	r=$(ratio "$(median first-cpu)" "$(median sqlite-cpu)")
	row "import of $rows services: CPU" "$(spread first-cpu ' ms')" \
		"$(spread sqlite-cpu ' ms')" "$r" "within 2 of .import" '<=' "$r" 2
	r=$(ratio "$(median first-wall)" "$(median sqlite-wall)")
	note "  by the clock" "$(spread first-wall ' ms')" "$(spread sqlite-wall ' ms')" "$r"
	r=$(ratio "$(median first-cpu)" "$(median again-cpu)")
	row "  the same file again: CPU" "$(spread again-cpu ' ms')" "" "$r" \
		"5 times less than first" '>=' "$r" 5
	r=$(ratio "$(median first-wall)" "$(median again-wall)")
	note "  by the clock" "$(spread again-wall ' ms')" "" "$r"
}
