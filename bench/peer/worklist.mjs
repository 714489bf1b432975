// SPDX-License-Identifier: MIT
//
// worklist.mjs -- the work list as Fastify and node:sqlite give it: the peer
// of bench/run.
//
//	node worklist.mjs PORT DATABASE PAGE.html HEADER.h TOKEN EMAIL
//
// It has the same work to do, on a copy of the same file: find the session by
// the hash of its cookie, read the choices of the filters and fifty rows by the
// statement that Almoner runs, write the row that says whose names were shown
// (chained by a keyed hash, in a transaction that is synced), and draw the
// page byte for byte.  What never changes in the page (head, navigation,
// headings) it has as text from PAGE.html, which Almoner drew: that is less
// work than Almoner does.  The words and colours of stages are read from
// HEADER.h, so that there is one place for them.
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import Fastify from "fastify";

const [port, file, page, header, token, email] = process.argv.slice(2);

// ---- the database, as Almoner opens it ------------------------------------------

const db = new DatabaseSync(file);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16000; PRAGMA mmap_size = 268435456; PRAGMA busy_timeout = 5000`);

const sessionWho = db.prepare(`
	SELECT s.id, s.csrf, s.started_ms, s.seen_ms, s.ended_ms, u.id AS user_account, u.name,
	       u.email, u.roles, u.team, u.provider, u.must_change, u.disabled_ms,
	       p.name AS provider_name
	  FROM session s JOIN user_account u ON u.id = s.user_account
	  LEFT JOIN provider p ON p.id = u.provider
	 WHERE s.token_hash = ?`);
const localities = db.prepare("SELECT id, name FROM locality ORDER BY name_key, id");
const teams = db.prepare("SELECT id, name FROM team WHERE ended_day IS NULL ORDER BY name, id");
const workList = db.prepare(`
	SELECT r.id, r.due_ms, r.reason, p.family_name || ', ' || p.given_name AS person_name,
	       l.name AS locality_name, r.week_mins, r.stage, r.tier_no, r.asked, r.answered,
	       r.offers, r.deadline_ms, r.person
	  FROM request r
	  JOIN person p ON p.id = r.person
	  JOIN locality l ON l.id = r.locality
	  LEFT JOIN team t ON t.id = r.team
	 WHERE r.open = 1
	   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
	        WHERE n.person = p.id AND n.user_account = ?
	          AND (n.until_ms IS NULL OR n.until_ms > ?)))
	 ORDER BY r.due_ms, r.id LIMIT 51 OFFSET 0`);
const auditLast = db.prepare("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
const auditAdd = db.prepare(`
	INSERT INTO audit (id, at_ms, user_account, verb, thing, thing_id, person, reason, detail,
	                   prev_hash, hash)
	VALUES (?, ?, ?, 'person.list', 'person', 0, NULL, NULL, ?, ?, ?)`);
const begin = db.prepare("BEGIN IMMEDIATE"), commit = db.prepare("COMMIT");
const seen = db.prepare("UPDATE session SET seen_ms = ? WHERE id = ? AND ended_ms IS NULL");

const sha256 = (b) => createHash("sha256").update(b).digest();
const auditKey = randomBytes(32);

function audit(now, who, people) {
	const detail = `{"list":"work-list","people":[${people.join(",")}]}`;

	begin.run();
	const last = auditLast.get();
	const id = last.id + 1;
	const hash = createHmac("sha256", auditKey).update(last.hash)
		.update(`${id}|${now}|${who}|person.list|person|0|||${detail}`).digest();
	auditAdd.run(id, now, who, detail, last.hash, hash);
	commit.run();
}

// A session of its own, for the account that is signed in at the other server.
db.prepare(`INSERT INTO session (id, token_hash, user_account, csrf, started_ms, seen_ms)
	SELECT (SELECT coalesce(max(id), 0) + 1000000 FROM session), ?, id, ?, ?, ?
	  FROM user_account WHERE email = ?`)
	.run(sha256(token), randomBytes(32).toString("base64url"), Date.now(), Date.now(), email);

function sessionOf(cookies, now) {
	const m = /(?:^|; *)session=([^;]+)/.exec(cookies ?? "");
	const s = m && sessionWho.get(sha256(m[1]));

	if (!s || s.ended_ms || s.disabled_ms || now - s.seen_ms > 3600000)
		return null;
	if (now - s.seen_ms >= 60000)
		seen.run(now, s.id);
	return s;
}

// The forms' token, masked anew on each page.
function csrfOf(s) {
	const both = Buffer.concat([randomBytes(32), Buffer.from(s.csrf, "base64url")]);

	for (let i = 0; i < 32; i++)
		both[32 + i] ^= both[i];
	return both.toString("base64url");
}

// ---- words ------------------------------------------------------------------------

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const esc = (s) => /[&<>"']/.test(s) ? s.replace(/[&<>"']/g, (c) => escapes[c]) : s;

// Code -> tag; what has no colour is told without one.
function vocabulary(name) {
	const text = readFileSync(header, "utf8").split(`#define ${name}(`)[1].split("VOCAB(")[0];
	const row = /X\(P, (\d+), *\w+,[\s\\]*"[^"]*",[\s\\]*"([^"]*)",[\s\\]*"([^"]*)"\)/g;
	const tag = (colour, label) =>
		`<strong class="govuk-tag govuk-tag--${colour}">${esc(label)}</strong>`;

	return new Map([...text.matchAll(row)].map(([, code, colour, label]) =>
		[Number(code), colour ? tag(colour, label) : esc(label)]));
}
const stages = vocabulary("REQUEST_STAGES"), reasons = vocabulary("REQUEST_REASONS");

const months = ["January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"];

// The clock in London: an hour on from 01:00 UTC of March's last Sunday to October's.
function lastSunday(year, month) {
	const d = new Date(Date.UTC(year, month + 1, 0, 1));

	return d.getTime() - d.getUTCDay() * 86400000;
}
let summer = { year: 0 };
function london(ms) {
	const year = new Date(ms).getUTCFullYear();

	if (summer.year !== year)
		summer = { year, from: lastSunday(year, 2), until: lastSunday(year, 9) };
	return new Date(ms >= summer.from && ms < summer.until ? ms + 3600000 : ms);
}
function clock(d) {
	const h = d.getUTCHours(), m = d.getUTCMinutes();
	const twelve = h % 12 || 12, half = h < 12 ? "am" : "pm";

	if (m)
		return `${twelve}:${m < 10 ? "0" : ""}${m}${half}`;
	return twelve === 12 ? (h ? "midday" : "midnight") : `${twelve}${half}`;
}
function short(ms) {
	const d = london(ms);

	return `${d.getUTCDate()} ${months[d.getUTCMonth()].slice(0, 3)} ${clock(d)}`;
}
function long(ms) {
	const d = london(ms);

	return `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()} at ${clock(d)}`;
}
function span(n) {
	const days = Math.floor(n / 1440), hours = Math.floor(n / 60) % 24, rest = n % 60;
	const d = `${days} day${days === 1 ? "" : "s"}`;

	if (days)
		return hours ? `${d} ${hours} h` : d;
	if (hours)
		return rest ? `${hours} h ${rest} min` : `${hours} h`;
	return `${rest} min`;
}
function hours(n) {
	const hundredths = Math.floor(n / 60) * 100 + Math.floor((n % 60 * 100 + 30) / 60);

	return `${hundredths / 100} h`;
}

// ---- the page ---------------------------------------------------------------------

// What Almoner drew, cut where something has to be filled in.
function frame() {
	const html = readFileSync(page, "utf8");
	const marks = [
		/data-session-seconds="(\d+)"/d, /name="csrf" value="([^"]+)"/d,
		/name="locality"><option value="">All<\/option>(.*?)<\/select>/d,
		/name="team"><option value="">All<\/option>(.*?)<\/select>/d,
		/<tbody class="govuk-table__body">(.*?)<\/tbody>/d, /<\/bdi> on ([^<]*)<\/p>/d,
	];
	const cut = [];
	let at = 0;

	for (const mark of marks) {
		const [from, until] = mark.exec(html).indices[1];

		cut.push(html.slice(at, from));
		at = until;
	}
	cut.push(html.slice(at));
	return cut;
}
const pieces = frame();

const td = '</td><td class="govuk-table__cell">';
const tdn = '</td><td class="govuk-table__cell govuk-table__cell--numeric">';

function options(rows) {
	let o = "";

	for (const r of rows)
		o += `<option value="${r.id}">${esc(r.name)}</option>`;
	return o;
}

function clockCell(r, now) {
	const ms = now - r.due_ms, mins = Math.trunc(Math.abs(ms) / 60000);
	const s = span(mins < 600 ? mins : mins - mins % 60);

	if (r.reason === 1)
		return (ms < 0 ? "Ready in " : "Ready since ") + s;
	return (ms < 0 ? "Due in " : "Overdue by ") + s;
}

function rowHtml(r, now) {
	const offers = `${r.offers} offer${r.offers === 1 ? "" : "s"}`;
	const answers = r.stage === 1 ? "" : `${r.answered} of ${r.asked}, ${offers}`;
	const deadline = r.deadline_ms === null ? "" : short(r.deadline_ms);

	return `<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">` +
		`<a class="govuk-link" href="/requests/${r.id}">${r.id}</a></th>` +
		`<td class="govuk-table__cell">${clockCell(r, now)}${td}${esc(r.person_name)}` +
		`${td}${reasons.get(r.reason)}${td}${esc(r.locality_name)}${tdn}` +
		`${hours(r.week_mins)}${td}${stages.get(r.stage)}${tdn}${r.tier_no || ""}${td}` +
		`${answers}${td}${deadline}</td></tr>`;
}

const app = Fastify();

app.get("/requests", (request, reply) => {
	const now = Date.now();
	const s = sessionOf(request.headers.cookie, now);

	if (!s)
		return reply.code(303).header("location", "/sign-in").send("");
	const places = localities.all(), groups = teams.all();
	const rows = workList.all(s.user_account, now).slice(0, 50);

	audit(now, s.user_account, rows.map((r) => r.person));
	let body = "";
	for (const r of rows)
		body += rowHtml(r, now);
	reply.header("content-type", "text/html; charset=utf-8").header("cache-control", "no-store")
		.header("content-security-policy", "default-src 'none'; style-src 'self'")
		.header("x-content-type-options", "nosniff");
	return pieces[0] + "3600" + pieces[1] + csrfOf(s) + pieces[2] + options(places) +
		pieces[3] + options(groups) + pieces[4] + body + pieces[5] + long(now) + pieces[6];
});

await app.listen({ port: Number(port), host: "127.0.0.1" });
console.log("ready");
