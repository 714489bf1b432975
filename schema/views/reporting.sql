-- SPDX-License-Identifier: MIT
-- reporting.sql -- what Power BI, Excel or psql may read of a council: views
-- without personal data.  Nothing of a person whose record is restricted is in
-- any of them (doc/decisions/reporting.md); nor what somebody typed about a
-- person, nor an offer that is still sealed.
--
-- Not a step: `almoner migrate` drops these views before a step of the schema
-- and makes them after the last one, whenever they are not this program's
-- (src/db/views.c, which also says what DAY(), MOMENT(), LONDON_DAY(),
-- POUNDS(), HOURS(), HOURS_OF_MS() and DAYS_OF_MS() become).  Only functions
-- that each engine has itself may stand here.
--
-- {WORDS list x} are the words of a vocabulary for a code, {VOCABULARY} the
-- table of all that were asked for before it, {NAME} a code.
--
-- doc/guide/reporting.md is made of the comments by `make reporting`: those
-- before a view say what a row is, the one behind a column what it means.

-- A request for support.
CREATE VIEW requests AS
SELECT r.id AS number, -- The number of the request, as on the pages
	r.reason AS reason_code, -- Why it was asked for
	{WORDS request_reason r.reason} AS reason, -- The same in words
	r.service AS service_code, -- The kind of support
	{WORDS service r.service} AS service, -- The same in words
	r.locality AS locality_id, -- Where the person lives: see `localities`
	l.name AS locality, -- Its name
	r.stage AS stage_code, -- Where it stands now
	{WORDS request_stage r.stage} AS stage, -- The same in words
	r.open AS is_open, -- 1 while somebody must act, else 0
	r.tier_no AS tier_reached, -- The tier that it was last sent to; 0: not sent yet
	w.tier_no AS tier_won, -- The tier in which it was sourced; empty: it is not
	r.funding AS funding_code, -- Who pays
	{WORDS funding r.funding} AS funding, -- The same in words
	r.council_pct AS council_percent, -- The council's share of the cost
	r.team AS team_id, -- The team that asked: see `teams`; empty: none
	t.name AS team, -- Its name
	r.week_mins AS minutes_week, -- Minutes of care workers a week
	HOURS(r.week_mins) AS hours_week, -- The same in hours
	r.week_visits AS visits_week, -- Visits a week
	r.most_carers AS carers, -- Care workers at a visit: 1 or 2 (the most of any)
	r.most_daily AS visits_day, -- Visits on the fullest day
	DAY(r.start_day) AS start_day, -- Wanted from
	MOMENT(r.ready_ms) AS ready_at, -- Fit to leave hospital from; empty: no discharge
	MOMENT(r.due_ms) AS due_at, -- Needed by: fit to leave hospital, else the start
	MOMENT(r.made_ms) AS requested_at, -- When it was asked for
	LONDON_DAY(r.made_ms) AS requested_day, -- The day of that
	MOMENT(r.sent_ms) AS sent_at, -- First sent to providers
	MOMENT(r.first_offer_ms) AS first_offer_at, -- The first offer came
	MOMENT(r.awarded_ms) AS sourced_at, -- An offer was chosen; empty: not sourced
	LONDON_DAY(r.awarded_ms) AS sourced_day, -- The day of that
	MOMENT(r.started_ms) AS started_at, -- Support began
	MOMENT(r.closed_ms) AS closed_at, -- Sourced, withdrawn or closed unmet
	LONDON_DAY(r.closed_ms) AS closed_day, -- The day of that
	MOMENT(r.deadline_ms) AS deadline_at, -- Providers may answer until; empty: nobody is asked
	r.awarded_ms - r.made_ms AS milliseconds_to_source, -- Asked to sourced, exactly
	HOURS_OF_MS(r.awarded_ms - r.made_ms)
		AS hours_to_source, -- The same in hours (all hours count)
	DAYS_OF_MS(r.awarded_ms - r.made_ms) AS days_to_source, -- The same in days of 24 hours
	(SELECT count(*) FROM invitation i WHERE i.request = r.id)
		AS providers_asked, -- Invitations in all of its steps
	r.offers AS offers, -- Offers that stand
	CASE WHEN a.id IS NULL THEN NULL
		WHEN w.approved_by IS NOT NULL THEN 1
		WHEN EXISTS (SELECT 1 FROM step j WHERE j.request = r.id
			AND j.jump <> {JUMP_IN_ORDER}) THEN 1
		ELSE 0 END
		AS out_of_order, -- 1: sourced outside the published order, as the returns say
	a.rank_no AS rank_chosen, -- Place of the chosen offer in the order of offers; 1: the first
	r.reopens AS reopens -- The number of the request that this one asks for again
FROM request r
JOIN person q ON q.id = r.person AND q.restricted = 0
JOIN locality l ON l.id = r.locality
LEFT JOIN team t ON t.id = r.team
LEFT JOIN award a ON a.request = r.id
LEFT JOIN offer f ON f.id = a.offer
LEFT JOIN invitation n ON n.id = f.invitation
LEFT JOIN step w ON w.id = n.step;

-- One sending of a request to one tier.
CREATE VIEW steps AS
SELECT s.id AS step, -- Its number
	s.request AS request, -- See `requests`
	s.step_no AS step_no, -- 1, 2, 3... of its request
	s.tier_no AS tier_no, -- The tier
	p.name AS tier, -- Its name in the policy
	p.who AS asks_code, -- Whom that tier asks
	{WORDS tier_who p.who} AS asks, -- The same in words
	s.choice AS choice_code, -- How it chooses
	{WORDS tier_choice s.choice} AS choice, -- The same in words
	s.price AS price_code, -- At which rates
	{WORDS tier_price s.price} AS price, -- The same in words
	s.fair_pence AS fair_pence, -- The fair price of care then, an hour
	POUNDS(s.fair_pence) AS fair_pounds, -- The same in pounds
	s.ceiling_pence AS ceiling_pence, -- No offer above this rate; empty: none
	POUNDS(s.ceiling_pence) AS ceiling_pounds, -- The same in pounds
	MOMENT(s.sent_ms) AS sent_at, -- Sent
	LONDON_DAY(s.sent_ms) AS sent_day, -- The day of that
	MOMENT(s.deadline_ms) AS deadline_at, -- Providers may answer until
	MOMENT(s.ended_ms) AS ended_at, -- Over; empty: it is running
	s.ended_how AS ended_code, -- How it ended
	{WORDS step_end s.ended_how} AS ended, -- The same in words
	s.jump AS jump_code, -- In order or not
	{WORDS step_jump s.jump} AS jump, -- The same in words
	CASE WHEN s.approved_by IS NULL THEN 0 ELSE 1 END
		AS approved, -- 1: a manager had to approve it
	(SELECT count(*) FROM invitation i WHERE i.step = s.id)
		AS providers_asked -- How many were asked
FROM step s
JOIN request r ON r.id = s.request
JOIN person q ON q.id = r.person AND q.restricted = 0
JOIN policy_tier p ON p.id = s.policy_tier;

-- A provider asked in a step, and its answer.  It is here once the step is over:
-- until then answers are sealed.
CREATE VIEW invitations AS
SELECT i.id AS invitation, -- Its number
	i.step AS step, -- See `steps`
	i.request AS request, -- See `requests`
	s.tier_no AS tier_no, -- The tier
	i.provider AS provider_id, -- See `providers`
	v.name AS provider, -- Its name
	i.block AS block_id, -- Asked under hours bought ahead: see `blocks`
	i.position AS position, -- Order within the tier
	i.state AS answer_code, -- What came of it
	{WORDS invitation_state i.state} AS answer, -- The same in words
	i.decline AS decline_code, -- Why it was declined; empty: it was not
	{WORDS decline_reason i.decline} AS decline, -- The same in words
	MOMENT(i.sent_ms) AS sent_at, -- Asked
	LONDON_DAY(i.sent_ms) AS sent_day, -- The day of that
	MOMENT(i.deadline_ms) AS deadline_at, -- To be answered by
	MOMENT(i.seen_ms) AS seen_at, -- First looked at
	MOMENT(i.answered_ms) AS answered_at, -- Answered
	HOURS_OF_MS(i.answered_ms - i.sent_ms) AS hours_to_answer -- Asked to answered, in hours
FROM invitation i
JOIN step s ON s.id = i.step AND s.ended_ms IS NOT NULL
JOIN request r ON r.id = i.request
JOIN person q ON q.id = r.person AND q.restricted = 0
JOIN provider v ON v.id = i.provider;

-- An offer and what was decided.  It is here once its step is over: until then it is sealed.
CREATE VIEW offers AS
SELECT o.id AS offer, -- Its number
	o.invitation AS invitation, -- See `invitations`
	o.request AS request, -- See `requests`
	s.tier_no AS tier_no, -- The tier in which it was made
	o.provider AS provider_id, -- See `providers`
	v.name AS provider, -- Its name
	o.state AS decision_code, -- What became of it
	{WORDS offer_state o.state} AS decision, -- The same in words
	CASE WHEN o.state = {OFFER_WON} THEN 1 ELSE 0 END AS chosen, -- 1: it was chosen, else 0
	a.rank_no AS rank_no, -- Of the chosen: its place in the order of offers
	o.rate_pence AS rate_pence, -- Pence an hour of one care worker
	POUNDS(o.rate_pence) AS rate_pounds, -- The same in pounds
	DAY(o.start_day) AS start_day, -- It would begin
	o.covered_visits AS visits_week, -- Visits a week that it covers
	HOURS(o.covered_mins) AS hours_week, -- Hours of care workers a week that it covers
	o.week_pence AS week_pence, -- What it covers costs a week, in pence
	POUNDS(o.week_pence) AS week_pounds, -- The same in pounds
	MOMENT(o.offered_ms) AS offered_at, -- Made
	LONDON_DAY(o.offered_ms) AS offered_day, -- The day of that
	MOMENT(o.changed_ms) AS changed_at -- Last changed by the provider; empty: never
FROM offer o
JOIN invitation i ON i.id = o.invitation
JOIN step s ON s.id = i.step AND s.ended_ms IS NOT NULL
JOIN request r ON r.id = o.request
JOIN person q ON q.id = r.person AND q.restricted = 0
JOIN provider v ON v.id = o.provider
LEFT JOIN award a ON a.offer = o.id;

-- What an award made: this provider, from this day.
CREATE VIEW placements AS
SELECT p.id AS placement, -- Its number
	p.request AS request, -- See `requests`
	p.provider AS provider_id, -- See `providers`
	v.name AS provider, -- Its name
	CASE WHEN v.kind = {SECTOR_COUNCIL} THEN 1 ELSE 0 END
		AS in_house, -- 1: the council's own, else 0
	p.service AS service_code, -- The kind of support
	{WORDS service p.service} AS service, -- The same in words
	p.locality AS locality_id, -- See `localities`
	l.name AS locality, -- Its name
	p.lot AS lot_id, -- Called off from: see `lots`; empty: from none, or not known
	t.name AS lot, -- Its name
	f.name AS framework, -- The framework of that
	MOMENT(p.made_ms) AS agreed_at, -- When the offer was chosen
	LONDON_DAY(p.made_ms) AS agreed_day, -- The day of that
	DAY(p.from_day) AS from_day, -- Its first day
	DAY(nullif(p.until_day, 2932896)) AS until_day, -- The first day after it; empty: no end
	MOMENT(p.started_ms) AS started_at -- Support began; empty: not yet, or nobody said so
FROM placement p
JOIN person q ON q.id = p.person AND q.restricted = 0
JOIN provider v ON v.id = p.provider
JOIN locality l ON l.id = p.locality
LEFT JOIN lot t ON t.id = p.lot
LEFT JOIN framework f ON f.id = t.framework;

-- A dated, priced part of a placement.  Those of one placement follow each other without overlap.
CREATE VIEW elements AS
SELECT e.id AS element, -- Its number
	e.placement AS placement, -- See `placements`
	p.request AS request, -- See `requests`
	p.provider AS provider_id, -- See `providers`
	v.name AS provider, -- Its name
	e.block AS block_id, -- Drawn from hours bought ahead: see `blocks`; empty: not
	CASE WHEN e.prev_until IS NULL THEN 1 ELSE 0 END
		AS is_first, -- 1: as awarded, 0: changed since
	DAY(e.from_day) AS from_day, -- Its first day
	DAY(nullif(e.until_day, 2932896)) AS until_day, -- The first day after it; empty: no end
	e.rate_pence AS rate_pence, -- Pence an hour of one care worker
	POUNDS(e.rate_pence) AS rate_pounds, -- The same in pounds
	e.week_mins AS minutes_week, -- Minutes of care workers a week
	HOURS(e.week_mins) AS hours_week, -- The same in hours
	e.week_visits AS visits_week, -- Visits a week
	e.week_pence AS week_pence, -- What it costs a week, in pence
	POUNDS(e.week_pence) AS week_pounds, -- The same in pounds
	e.funding AS funding_code, -- Who pays
	{WORDS funding e.funding} AS funding, -- The same in words
	e.council_pct AS council_percent -- The council's share of the cost
FROM element e
JOIN placement p ON p.id = e.placement
JOIN person q ON q.id = p.person AND q.restricted = 0
JOIN provider v ON v.id = p.provider;

-- An organisation that gives support, as its regulator registers it.
CREATE VIEW providers AS
SELECT p.id AS provider_id, -- Its number
	p.name AS name, -- Its name
	p.regulator AS regulator_code, -- Who registers it
	{WORDS regulator p.regulator} AS regulator, -- The same in words
	p.ref AS reference, -- Its number there
	p.kind AS sector_code, -- Private, voluntary...
	{WORDS sector p.kind} AS sector, -- The same in words
	CASE WHEN p.kind = {SECTOR_COUNCIL} THEN 1 ELSE 0 END
		AS in_house -- 1: the council's own, else 0
FROM provider p;

-- A registered service of a provider, and how it is rated now.
CREATE VIEW locations AS
SELECT l.id AS location_id, -- Its number
	l.provider AS provider_id, -- See `providers`
	l.name AS name, -- Its name
	l.regulator AS regulator_code, -- Who registers it
	{WORDS regulator l.regulator} AS regulator, -- The same in words
	l.ref AS reference, -- Its number there
	CASE WHEN l.hidden = 1 THEN NULL ELSE l.town END
		AS town, -- Empty, too, where addresses are hidden
	l.authority AS authority, -- The local authority area, as published
	l.status AS status_code, -- Its registration
	{WORDS reg_status l.status} AS status, -- The same in words
	CASE WHEN l.gone_ms IS NULL THEN 1 ELSE 0 END
		AS in_register, -- 0: gone from the regulator's file
	DAY(l.registered_day) AS registered_day, -- Registered from
	DAY(l.ended_day) AS ended_day, -- Registered until
	l.places AS places, -- Registered places
	DAY(l.inspected_day) AS inspected_day, -- Last inspected
	l.latest_rating AS rating, -- The newest overall rating, in the regulator's words
	l.latest_rank AS rating_rank, -- 1 worst; 4 best of the CQC, 6 of the Care Inspectorate
	DAY(l.latest_day) AS rating_day -- The day of that rating
FROM location l;

-- A service that a location is registered for.
CREATE VIEW location_services AS
SELECT s.location AS location_id, -- See `locations`
	s.service AS service_code, -- The kind of support
	{WORDS service s.service} AS service -- The same in words
FROM location_service s;

-- Every rating that was published, by question.
CREATE VIEW ratings AS
SELECT r.id AS rating_id, -- Its number
	r.location AS location_id, -- See `locations`
	r.question AS question_code, -- What was asked
	{WORDS reg_question r.question} AS question, -- The same in words
	r.value AS rating, -- In the regulator's words
	r.rank AS rating_rank, -- 1 worst; empty: not ranked
	DAY(r.given_day) AS rating_day, -- As published
	MOMENT(r.noticed_ms) AS noticed_at -- First seen in an imported file
FROM rating r;

-- What a framework is divided into.
CREATE VIEW lots AS
SELECT t.id AS lot_id, -- Its number
	t.framework AS framework_id, -- The framework's number
	f.name AS framework, -- The framework
	f.kind AS framework_kind_code, -- Whose terms
	{WORDS framework_kind f.kind} AS framework_kind, -- The same in words
	f.host AS host, -- Who hosts it; empty: the council itself
	t.number AS lot_number, -- The lot's number in the framework
	t.name AS lot, -- Its name
	t.service AS service_code, -- The kind of support
	{WORDS service t.service} AS service, -- The same in words
	t.part AS part_code, -- The part
	{WORDS part t.part} AS part, -- The same in words
	DAY(coalesce(t.from_day, f.from_day)) AS from_day, -- Its first day
	DAY(nullif(coalesce(t.until_day, f.until_day), 2932896))
		AS until_day -- The first day after it; empty: no end
FROM lot t
JOIN framework f ON f.id = t.framework;

-- The localities that a lot is for; a lot without any is for everywhere.
CREATE VIEW lot_localities AS
SELECT p.lot AS lot_id, -- See `lots`
	p.locality AS locality_id, -- See `localities`
	l.name AS locality -- Its name
FROM lot_locality p
JOIN locality l ON l.id = p.locality;

-- What a lot pays, from day to day.  Those of one lot, locality and unit do not overlap.
CREATE VIEW lot_rates AS
SELECT r.id AS lot_rate_id, -- Its number
	r.lot AS lot_id, -- See `lots`
	r.locality AS locality_id, -- See `localities`; empty: all others of the lot
	l.name AS locality, -- Its name
	r.unit AS unit_code, -- Of what
	{WORDS rate_unit r.unit} AS unit, -- The same in words
	r.kind AS kind_code, -- Fixed, at most, or as offered
	{WORDS rate_kind r.kind} AS kind, -- The same in words
	r.rate_pence AS rate_pence, -- Pence; empty: as offered
	POUNDS(r.rate_pence) AS rate_pounds, -- The same in pounds
	DAY(r.from_day) AS from_day, -- Its first day
	DAY(nullif(r.until_day, 2932896)) AS until_day -- The first day after it; empty: no end
FROM lot_rate r
LEFT JOIN locality l ON l.id = r.locality;

-- A provider's standing on a lot of a framework.
CREATE VIEW accreditations AS
SELECT a.id AS accreditation_id, -- Its number
	a.provider AS provider_id, -- See `providers`
	p.name AS provider, -- Its name
	f.name AS framework, -- The framework
	a.lot AS lot_id, -- See `lots`
	t.number AS lot_number, -- The lot's number in the framework
	t.name AS lot, -- Its name
	t.service AS service_code, -- The kind of support
	{WORDS service t.service} AS service, -- The same in words
	t.part AS part_code, -- The part
	{WORDS part t.part} AS part, -- The same in words
	DAY(a.from_day) AS from_day, -- Its first day
	DAY(nullif(a.until_day, 2932896)) AS until_day, -- The first day after it; empty: no end
	a.ended_how AS ended_code, -- Why it ends before its time; empty: it does not
	{WORDS standing_end a.ended_how} AS ended -- The same in words
FROM accreditation a
JOIN provider p ON p.id = a.provider
JOIN lot t ON t.id = a.lot
JOIN framework f ON f.id = t.framework;

-- Where an accreditation holds.
CREATE VIEW accreditation_localities AS
SELECT a.accreditation AS accreditation_id, -- See `accreditations`
	a.locality AS locality_id, -- See `localities`
	l.name AS locality -- Its name
FROM accreditation_locality a
JOIN locality l ON l.id = a.locality;

-- A time in which a provider, or what is named of it, is given nothing new.
CREATE VIEW suspensions AS
SELECT e.id AS suspension_id, -- Its number
	e.provider AS provider_id, -- See `providers`
	p.name AS provider, -- Its name
	e.location AS location_id, -- See `locations`; empty: every location
	e.lot AS lot_id, -- See `lots`; empty: every lot
	t.name AS lot, -- Its name
	e.locality AS locality_id, -- See `localities`; empty: everywhere
	y.name AS locality, -- Its name
	MOMENT(e.from_ms) AS from_at, -- From
	MOMENT(e.lift_ms) AS until_at, -- Until; empty: not lifted
	DAY(e.review_day) AS review_day -- To be looked at again
FROM embargo e
JOIN provider p ON p.id = e.provider
LEFT JOIN lot t ON t.id = e.lot
LEFT JOIN locality y ON y.id = e.locality;

-- Hours bought ahead by the week (Part B contracts).
CREATE VIEW blocks AS
SELECT b.id AS block_id, -- Its number
	b.name AS block, -- Its name
	b.provider AS provider_id, -- See `providers`
	p.name AS provider, -- Its name
	b.locality AS locality_id, -- See `localities`
	l.name AS locality, -- Its name
	b.service AS service_code, -- The kind of support
	{WORDS service b.service} AS service, -- The same in words
	DAY(b.from_day) AS from_day, -- Its first day
	DAY(nullif(b.until_day, 2932896)) AS until_day, -- The first day after it; empty: no end
	b.week_mins AS minutes_week, -- Minutes bought a week
	HOURS(b.week_mins) AS hours_week, -- The same in hours
	b.rate_pence AS rate_pence, -- Pence an hour
	POUNDS(b.rate_pence) AS rate_pounds -- The same in pounds
FROM block b
JOIN provider p ON p.id = b.provider
JOIN locality l ON l.id = b.locality;

-- Hours bought ahead, by calendar month: bought and, by what is agreed so far, used.  Hours that
-- a restricted person uses are not in `used`: the returns have them, for there what was used and
-- what was left must be what was bought.
CREATE VIEW block_months AS
SELECT u.block_id AS block_id, -- See `blocks`
	DAY(u.first_day) AS month_day, -- The first day of the month
	(u.bought + 3) / 7 AS bought_minutes, -- Bought for the days of the month
	HOURS((u.bought + 3) / 7) AS bought_hours, -- The same in hours
	(u.used + 3) / 7 AS used_minutes, -- Used on its days
	HOURS((u.used + 3) / 7) AS used_hours -- The same in hours
FROM (SELECT b.id AS block_id, m.first_day,
		b.week_mins
			* (CASE WHEN b.until_day < m.next_day THEN b.until_day ELSE m.next_day END
			- CASE WHEN b.from_day > m.first_day THEN b.from_day ELSE m.first_day END)
			AS bought,
		(SELECT coalesce(CAST(sum(e.week_mins
			* (CASE WHEN e.until_day < m.next_day THEN e.until_day ELSE m.next_day END
			- CASE WHEN e.from_day > m.first_day THEN e.from_day ELSE m.first_day END))
			AS BIGINT), 0)
			FROM element e
			JOIN placement p ON p.id = e.placement
			JOIN person q ON q.id = p.person AND q.restricted = 0
			WHERE e.block = b.id AND e.from_day < m.next_day
				AND e.until_day > m.first_day) AS used
	FROM block b
	JOIN (SELECT min(c.day) AS first_day, max(c.day) + 1 AS next_day
		FROM calendar c GROUP BY c.month_idx) m
		ON m.first_day < b.until_day AND m.next_day > b.from_day) u;

-- The council's fair price of care.
CREATE VIEW fair_prices AS
SELECT f.id AS fair_price_id, -- Its number
	f.service AS service_code, -- The kind of support
	{WORDS service f.service} AS service, -- The same in words
	f.locality AS locality_id, -- See `localities`
	l.name AS locality, -- Its name
	DAY(f.from_day) AS from_day, -- Its first day
	DAY(nullif(f.until_day, 2932896)) AS until_day, -- The first day after it; empty: no end
	f.rate_pence AS rate_pence, -- Pence an hour
	POUNDS(f.rate_pence) AS rate_pounds -- The same in pounds
FROM fair_price f
JOIN locality l ON l.id = f.locality;

-- What a provider says it can take on: its newest statement.
CREATE VIEW free_hours AS
SELECT c.id AS free_hours_id, -- Its number
	c.provider AS provider_id, -- See `providers`
	p.name AS provider, -- Its name
	c.locality AS locality_id, -- See `localities`
	l.name AS locality, -- Its name
	b.name AS time_band, -- The part of the day
	c.free_mins AS free_minutes, -- Free minutes a week
	HOURS(c.free_mins) AS free_hours, -- The same in hours
	MOMENT(c.stated_ms) AS stated_at -- When it said so
FROM capacity c
JOIN provider p ON p.id = c.provider
JOIN locality l ON l.id = c.locality
JOIN time_band b ON b.id = c.time_band;

-- A planning area of the council.
CREATE VIEW localities AS
SELECT l.id AS locality_id, -- Its number
	l.name AS locality -- Its name
FROM locality l;

-- A team of the council, the NHS or a hospital.
CREATE VIEW teams AS
SELECT t.id AS team_id, -- Its number
	t.name AS team, -- Its name
	t.kind AS kind_code, -- What it is
	{WORDS team_kind t.kind} AS kind, -- The same in words
	DAY(t.ended_day) AS ended_day -- It works no longer from; empty: it works
FROM team t;

-- A return that was issued.  Its figures are on the pages and in their files.
CREATE VIEW issued_returns AS
SELECT i.id AS return_id, -- Its number
	i.kind AS kind_code, -- Which return
	{WORDS return_kind i.kind} AS kind, -- The same in words
	DAY(i.for_day) AS for_day, -- Of this day; of a month: its first
	MOMENT(i.as_at_ms) AS as_at, -- True of this moment
	MOMENT(i.made_ms) AS issued_at -- Issued
FROM issued_return i;

-- A day, for a model's table of dates.
CREATE VIEW dates AS
SELECT DAY(c.day) AS day, -- The day
	c.year_no AS year, -- 2026
	c.month_no AS month, -- 1 to 12
	c.day_of_month AS day_of_month, -- 1 to 31
	substr(c.iso, 1, 7) AS year_month, -- "2026-03"
	c.weekday AS weekday, -- 1 Monday to 7 Sunday
	{WORDS weekday c.weekday} AS weekday_name, -- The same in words
	c.work_ew AS working_ew, -- 1: a working day in England and Wales, else 0
	c.work_sc AS working_sc, -- The same in Scotland
	c.work_ni AS working_ni, -- The same in Northern Ireland
	c.seq_ew AS working_days_ew, -- Working days up to and with this one: subtract to count them
	c.seq_sc AS working_days_sc, -- The same in Scotland
	c.seq_ni AS working_days_ni -- The same in Northern Ireland
FROM calendar c;

-- The words of every code of these views.
CREATE VIEW vocabulary AS
SELECT w.list AS list, -- Which list: "request_stage"
	w.code AS code, -- The code, as the _code columns have it
	w.word AS word, -- A word that never changes: "hospital-discharge"
	w.label AS label -- What people read: "Hospital discharge"
FROM ({VOCABULARY}) w;
