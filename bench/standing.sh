# SPDX-License-Identifier: MIT
#
# standing.sh -- who may work here: 5,000 providers on 20 lots of homecare in 30
# localities, each with stated hours, 200 of them suspended in all the ways
# there are; each shows what the demonstration asks of all, but one in fifty, who is not
# asked for new packages.  Every one of them is told of, with what stands in its way.

# Beside the demonstration's own, whose numbers are lower.
market_make() {
	sqlite3 "$1/almoner.db" >/dev/null <<-'SQL' || exit 1
		PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;
		BEGIN;
		CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
			(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n;
		INSERT INTO locality (id, name, name_key)
			SELECT 900000 + i, 'Place ' || i, 'place ' || i FROM n WHERE i <= 30;
		INSERT INTO locality_district (id, district, locality, from_day, until_day)
			SELECT 900000 + i, 'ZZ' || i, 900000 + i, 0, 2932896 FROM n WHERE i <= 30;
		INSERT INTO provider (id, name, name_key, regulator, ref, kind, email, made_ms)
			SELECT 900000 + i, 'Provider ' || i, 'provider ' || i, 2, 'ZZ' || i, 1,
			       'p' || i || '@provider.example', 1 FROM n;
		INSERT INTO location (id, provider, regulator, ref, name, name_key, district,
			status, latest_rating, latest_rank, latest_day, made_ms)
			SELECT 900000 + i, 900000 + i, 2, 'ZL' || i, 'Place of ' || i,
			       'place of ' || i, 'ZZ' || (1 + i % 30), 1, 'Good', 3, 20000, 1
			  FROM n;
		INSERT INTO location_service (location, service) SELECT 900000 + i, 1 FROM n;
		INSERT INTO framework (id, name, from_day, until_day)
			SELECT 900000 + i, 'Framework ' || i, 18000, 40000 FROM n WHERE i <= 2;
		INSERT INTO lot (id, framework, number, name, service, part, made_ms)
			SELECT 900000 + i, 900001 + i % 2, i, 'Lot ' || i, 1, 1 + i % 3, 1
			  FROM n WHERE i <= 20;
		INSERT INTO accreditation (id, lot, provider, from_day, until_day, decided_ms,
			reason)
			SELECT 900000 + i * 2 + k, 900001 + (i * 7 + k * 3) % 20, 900000 + i,
			       18000, 40000, 1, 'r' FROM n, (SELECT 0 AS k UNION ALL SELECT 1);
		INSERT INTO accreditation_locality (accreditation, locality)
			SELECT 900000 + i * 2 + k, 900001 + (i * 11 + k * 5 + l.at) % 30
			  FROM n, (SELECT 0 AS k UNION ALL SELECT 1),
			       (SELECT i AS at FROM n WHERE i <= 8) l;
		INSERT INTO capacity (id, provider, locality, time_band, free_mins, stated_ms)
			SELECT 9000000 + i * 10 + l.at, 900000 + i, 900001 + (i * 11 + l.at) % 30,
			       (SELECT min(id) FROM time_band WHERE until_day = 2932896), 600, 1
			  FROM n, (SELECT i AS at FROM n WHERE i <= 8) l;
		INSERT INTO embargo (id, provider, location, lot, locality, from_ms, reason,
			made_by)
			SELECT 900000 + i, 900000 + i * 25,
			       CASE WHEN i % 4 = 1 THEN 900000 + i * 25 END,
			       CASE WHEN i % 4 = 2 THEN 900001 + (i * 25 * 7) % 20 END,
			       CASE WHEN i % 4 = 3 THEN 900001 END, 1, 'r',
			       (SELECT min(id) FROM user_account)
			  FROM n WHERE i <= 200;
		INSERT INTO evidence (id, provider, kind, from_day, until_day, cover_pence,
			given_by, given_ms, sound, checked_by, checked_ms)
			SELECT 9000000 + i * 10 + k.id % 10, 900000 + i, k.id, 18000, 40000,
			       2000000000, u.id, 1, 1, u.id, 1
			  FROM n, evidence_kind k, (SELECT min(id) AS id FROM user_account) u
			 WHERE i % 50 > 0;
		COMMIT;
	SQL
}

bench_standing() {
	make -s build/release/standing || exit 1
	copy "$(data small)" "$WORK/run/standing"
	market_make "$WORK/run/standing"
	build/release/standing "$WORK/run/standing" 1 900001 "$((ROUNDS * 20))" \
		>"$WORK/run/standing.txt" || refuse "cannot ask who may work"
	read -r all could shut <"$WORK/run/standing.txt"
	[ "$all" -ge 5000 ] && [ "$could" -gt 0 ] && [ "$shut" -gt 50 ] ||
		refuse "$all providers, of whom $could could take it and $shut are suspended"
	tail -n +2 "$WORK/run/standing.txt" >"$WORK/run/standing.figures"
	row "who may work, 5,000 providers, 20 lots" "$(spread standing ' ms')" "" "" \
		"under 20 ms" '<' "$(median standing)" 20
}
