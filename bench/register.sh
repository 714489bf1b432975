# SPDX-License-Identifier: MIT
#
# register.sh -- the CQC's register of a whole nation, and the next day's: what
# differs is found, written, and told to those whom it concerns.  50,000
# locations of invented names in the layout of the care directory.

REGISTER=${REGISTER:-50000}

# register_file DAY: the register as it stands on day 1 or 2.  On the second a
# thousandth is gone, as many are new (a third of them where one has gone), and
# in two hundredths something is another.
register_file() {
	awk -v day="$1" -v want="$REGISTER" '
		function line(i, provider, name, place, services, checked) {
			printf "%s,,\"%d Invented Street,Town %d\",ZZ%d %d%c%c,0163296%04d,,%s,",
				name, place, place % 900, place % 90 + 1, place % 9 + 1,
				65 + place % 2, 65 + place % 4 * 3, i % 10000, services
			printf "%s,Dementia|Caring for adults over 65 yrs,Provider %d Limited,", \
				checked, provider
			printf "Area %d,Region %d,,1-%d,1-%d\r\n", place % 152, place % 9,
				1000000000 + i, 200000000 + provider
		}
		BEGIN {
			printf "CQC Locations data\r\n\r\nThis data was produced on "
			printf "0%d June 2026\r\n\r\nName,Also known as,Address,Postcode,", day
			printf "Phone number,Service website,Service types,Date of latest check,"
			printf "Specialisms/services,Provider name,Local authority,Region,"
			printf "Location URL,CQC Location ID (for office use only),"
			printf "CQC Provider ID (for office use only)\r\n"
			for (i = 0; i < want; i++) {
				provider = int(i / 2.2); name = "Location " i; place = i
				checked = "03/02/2026"
				services = i % 3 ? "Homecare agencies" : "Nursing homes"
				if (day == 2 && i % 1000 == 7)
					continue
				if (day == 2 && i % 100 == 11) checked = "01/06/2026"
				if (day == 2 && i % 200 == 23) provider += 30000
				if (day == 2 && i % 400 == 37) place += 1
				if (day == 2 && i % 400 == 41) services = "Supported living"
				line(i, provider, name, place, services, checked)
			}
			for (i = want; day == 2 && i < want + want / 1000; i++) {
				place = i % 3 ? i * 7 : (i - want) * 1000 + 7
				line(i, i, "Location " i, place, "Homecare agencies|Nursing homes",
					"02/06/2026")
			}
		}'
}

# A council whose area is the tenth of the nation.
areas=$(seq 0 15 | sed 's/^/Area /' | paste -sd ';' -)
area_set="INSERT INTO setting VALUES ('notices.authorities', '$areas')"

# register_check FIRST-DAY SECOND-DAY AGAIN: counts, and that something was told.
register_check() {
	grep -q "^new $REGISTER, changed 0, unchanged 0, gone 0, refused 0$" "$1" ||
		refuse "the first day: $(tail -n 1 "$1")"
	few=$((REGISTER / 1000))
	grep -q "^new $few, changed [1-9][0-9]*, .* gone $few, refused 0$" "$2" ||
		refuse "the second day: $(tail -n 1 "$2")"
	grep -q "^new 0, changed 0, unchanged $REGISTER, gone 0, refused 0$" "$3" ||
		refuse "the second day again: $(tail -n 1 "$3")"
}

# register_days NAME COUNCIL: both days read in, and the second again.
register_days() {
	for day in 1 2 2b; do
		timed "$1day$day" "$ALMONER" import cqc-directory "$WORK/run/day${day%b}.csv" \
			--data "$2" --apply
	done
	register_check "$WORK/run/$1day1.out" "$WORK/run/$1day2.out" "$WORK/run/$1day2b.out"
}

register_round() {
	rm -rf "$WORK/run/nation"
	"$ALMONER" init "$WORK/run/nation" >/dev/null || exit 1
	sqlite3 "$WORK/run/nation/almoner.db" "$area_set" || exit 1
	register_days "" "$WORK/run/nation"
	told=$(sqlite3 "$WORK/run/nation/almoner.db" "SELECT count(*) FROM regulator_notice")
	[ "$told" -gt 0 ] || refuse "nothing was told"
}

# The same on PostgreSQL, once.
register_postgres() {
	pg_start
	pg_place nation
	"$ALMONER" init "$WORK/run/pg-nation" >/dev/null || exit 1
	pg_sql nation "$area_set" || exit 1
	register_days pg- "$WORK/run/pg-nation"
}

bench_register() {
	register_file 1 >"$WORK/run/day1.csv"
	register_file 2 >"$WORK/run/day2.csv"
	for _ in $(seq "$ROUNDS"); do
		register_round
	done
	row "a day's difference of $REGISTER locations" "$(spread day2-wall ' ms')" "" "" \
		"under 5 s" '<=' "$(median day2-wall)" 5000
	note "  found, and told of ours" "$(tail -n 1 "$WORK/run/day2.out")" "$told notices"
	note "  the first day, all of it" "$(spread day1-wall ' ms')"
	note "  the second day again" "$(spread day2b-wall ' ms')"
	register_postgres
	note "  on PostgreSQL: the difference" "$(spread pg-day2-wall ' ms')"
	note "  the first day, all of it" "$(spread pg-day1-wall ' ms')"
	note "  the second day again" "$(spread pg-day2b-wall ' ms')"
}
