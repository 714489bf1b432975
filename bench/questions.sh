# SPDX-License-Identifier: MIT
#
# questions.sh -- a questionnaire of 200 questions, opened and saved: every
# kind of answer, all of them changed by each save.

# ask NUMBER: a question of the draft, as JSON; every fifth is a choice on which the next depends.
question_json() {
	case $(($1 % 5)) in
	0) kind='"choice","choices":[{"label":"Yes"},{"label":"No"}]' ;;
	1) kind='"text"' ;;
	2) kind='"number"' ;;
	3) kind='"money"' ;;
	4) kind='"long-text"' ;;
	esac
	echo "{\"section\":\"Part $(($1 / 20))\",\"label\":\"Question $1\",\"kind\":$kind," \
		"\"need\":\"Answer question $1\",\"seen_by\":\"all\",\"weight\":0}"
}

# sent PATH BODY: posts JSON as the commissioner; prints where it led.
sent() {
	curl -s -H "Cookie: session=$token" -H "X-CSRF-Token: $csrf" \
		-H "Idempotency-Key: bench-questions-$(date +%s%N)" -H 'Accept: application/json' \
		-H 'Content-Type: application/json' \
		-d "$2" "http://127.0.0.1:$PORT$1" | sed -n 's/.*"location":"\([^"]*\)".*/\1/p'
}

questionnaire_make() {
	csrf=$(curl -s -H "Cookie: session=$token" "http://127.0.0.1:$PORT/session.json" |
		sed -n 's/.*"csrf":"\([^"]*\)".*/\1/p')
	version=$(sent /questionnaires/new '{"name":"Two hundred","kind":"other"}')
	[ -n "$version" ] || refuse "cannot add a questionnaire"
	for i in $(seq 200); do
		[ -n "$(sent "$version/questions" "$(question_json "$i")")" ] ||
			refuse "cannot add question $i"
	done
	revision=$(curl -s -H "Cookie: session=$token" \
		"http://127.0.0.1:$PORT$version/publish" |
		sed -n 's/.*name="revision" value="\([0-9]*\)".*/\1/p' | head -n 1)
	[ -n "$(sent "$version/publish" "{\"revision\":$revision}")" ] || refuse "cannot publish"
	id=$(curl -s -H "Cookie: session=$token" "http://127.0.0.1:$PORT/questionnaires.json" |
		tr '{' '\n' | grep 'Two hundred' | sed -n 's/.*"id":\([0-9]*\).*/\1/p' | head -n 1)
	sheet=$(sent "/questionnaires/$id/begin" '{}')
	[ -n "$sheet" ] || refuse "cannot begin a sheet"
}

# answers TURN REVISION: all 200, others than before, as a form sends them.
answers() {
	awk -v turn="$1" -v revision="$2" 'BEGIN {
		for (i = 1; i <= 200; i++) {
			v = turn * 200 + i
			if (i % 5 == 0) v = turn % 2 ? "yes" : "no"
			else if (i % 5 == 4) v = "Words+of+" v
			printf "question_%d=%s&", i, v
		}
		printf "revision=%d", revision }'
}

# asked_for OPTION ...: a request of the commissioner; its time in ms.
asked_for() {
	curl -s -o "$WORK/run/page" -w '%{http_code} %{time_total}\n' \
		-H "Cookie: session=$token" "$@" | awk '{ print $1, 1000 * $2 }'
}

questions_round() {
	for i in 1 2 3 4 5 6 7 8 9 10; do
		turn=$((turn + 1))
		set -- $(asked_for "http://127.0.0.1:$PORT$sheet/answer")
		[ "$1" = 200 ] || refuse "$sheet/answer: $1"
		keep opened "$2"
		revision=$(sed -n 's/.*name="revision" value="\([0-9]*\)".*/\1/p' "$WORK/run/page" |
			head -n 1)
		set -- $(asked_for -H "X-CSRF-Token: $csrf" \
			-H "Idempotency-Key: bench-answers-$turn-$$" \
			-d "$(answers "$turn" "$revision")" "http://127.0.0.1:$PORT$sheet/answer")
		[ "$1" = 303 ] || refuse "$sheet/answer is not saved: $1"
		keep saved "$2"
	done
}

bench_questions() {
	copy "$(data small)" "$WORK/run/questions"
	serve "$WORK/run/questions" "$PORT"
	token=$(sign_in "$PORT" "$WORK/run/questions" commissioner) || exit 1
	questionnaire_make
	turn=0
	for _ in $(seq "$ROUNDS"); do
		questions_round
	done
	kept=$(sqlite3 "$WORK/run/questions/almoner.db" \
		"SELECT count(*) FROM answer WHERE sheet = ${sheet##*/}")
	[ "$kept" = 200 ] || refuse "$kept answers are kept, not 200"
	row "200 questions opened" "$(spread opened ' ms')" "" "" "under 50 ms" \
		'<' "$(median opened)" 50
	row "200 answers changed and saved" "$(spread saved ' ms')" "" "" "under 50 ms" \
		'<' "$(median saved)" 50
}
