// SPDX-License-Identifier: MIT
//
// run.mjs -- a service that is watched, doubled and replaced.
//
//	/readyz and /metrics say how it is, and name nobody
//	two serves of one council: what one changes the other shows at once
//	the executable is replaced again and again under load: no request fails,
//	no form is done twice
//	the log of all that has nobody's name, number, address, search or secret
//
// Controls: metrics that are none, a log that tells, a service that is ended
// instead of replaced; each must be noticed.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const built = process.env.ALMONER ?? 'build/almoner';
const work = mkdtempSync(join(tmpdir(), 'almoner-serves-'));
const council = `${work}/council`, almoner = `${work}/almoner`;
const running = new Set(), successors = new Set();
let passed = 0, failed = 0;

process.on('exit', () => {
	for (const child of running)
		child.kill('SIGKILL');
	for (const pid of successors)
		try { process.kill(pid, 'SIGKILL'); } catch { /* gone */ }
	rmSync(work, { recursive: true, force: true });
});

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : `: ${more}`}`);
	ok ? passed++ : failed++;
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// ---- servers ---------------------------------------------------------------------

const log = [];
function serve(listen, ...options) {
	const child = spawn(almoner, ['serve', '--data', council, '--listen', listen, ...options],
		{ stdio: ['ignore', 'ignore', 'pipe'] });
	child.said = '';
	child.stderr.on('data', (d) => { child.said += d; log.push(d); });
	child.ended = new Promise((done) => child.on('exit', (code) => {
		running.delete(child);
		done(code);
	}));
	running.add(child);
	return child;
}

async function heard(child, pattern) {
	for (let i = 0; i < 600; i++) {
		const m = child.said.match(pattern);
		if (m)
			return m;
		await wait(20);
	}
	throw new Error(`waited for ${pattern}, heard: ${child.said.slice(-500)}`);
}
const ready = async (child) => (await heard(child, /what="ready" listen=(\S+)/))[1];

// ---- clients ---------------------------------------------------------------------

function fetched(to, options, body) {
	return new Promise((done, no) => {
		const rq = http.request({ ...to, ...options }, (reply) => {
			let text = '';
			reply.setEncoding('utf8');
			reply.on('data', (d) => { text += d; });
			reply.on('end', () => done({ status: reply.statusCode, text,
				headers: reply.headers }));
			reply.on('error', no);
		});
		rq.setTimeout(20000, () => rq.destroy(new Error('no answer')));
		rq.on('error', no);
		rq.end(body);
	});
}

class Browser {
	constructor(address, agent) {
		const [host, port] = address.split(':');
		Object.assign(this, { host, port, agent, jar: new Map() });
	}

	async ask(path, form) {
		const body = form && new URLSearchParams(form).toString();
		const reply = await fetched({ host: this.host, port: this.port }, {
			agent: this.agent, path, method: form ? 'POST' : 'GET',
			headers: { cookie: [...this.jar].map(([k, v]) => `${k}=${v}`).join('; '),
				origin: `http://${this.host}:${this.port}`,
				...(form && { 'content-type': 'application/x-www-form-urlencoded',
					'content-length': Buffer.byteLength(body) }) },
		}, body);
		for (const c of reply.headers['set-cookie'] ?? []) {
			const [, k, v] = c.match(/^([^=]+)=([^;]*)/);
			v ? this.jar.set(k, v) : this.jar.delete(k);
		}
		return reply;
	}

	async send(path, form) {
		const page = (await this.ask(path)).text;
		return this.ask(path, { csrf: hidden(page, 'csrf'), key: hidden(page, 'key'),
			...form });
	}
}

function hidden(page, name) {
	return page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
}

async function signed_in(address, email, password, agent) {
	const b = new Browser(address, agent);
	const reply = await b.send('/sign-in', { email, password });
	if (reply.status !== 303)
		throw new Error(`${email} cannot sign in: ${reply.status}`);
	return b;
}

// ---- metrics ---------------------------------------------------------------------

// The text format 0.0.4, strictly: every sample is typed, of its family, once.
const label = '[a-z_]+="[^"\\\\]*"';
const sample = new RegExp(`^([a-z_]+)(\\{${label}(,${label})*\\})? (-?[0-9.]+)$`);

function parsed(text) {
	const types = new Map(), samples = new Map();
	if (!text.endsWith('\n'))
		throw new Error('the last line has no end');
	for (const line of text.slice(0, -1).split('\n')) {
		let m = line.match(/^# HELP ([a-z_]+) (\S.*)$/);
		if (m)
			continue;
		m = line.match(/^# TYPE ([a-z_]+) (counter|gauge|histogram)$/);
		if (m) {
			if (types.has(m[1]))
				throw new Error(`typed twice: ${m[1]}`);
			types.set(m[1], m[2]);
			continue;
		}
		m = line.match(sample);
		if (!m)
			throw new Error(`no line of metrics: ${line}`);
		const family = m[1].replace(/_(bucket|sum|count)$/, '');
		if (types.get(m[1]) === undefined && types.get(family) !== 'histogram')
			throw new Error(`not typed: ${line}`);
		const name = m[1] + (m[2] ?? '');
		if (samples.has(name))
			throw new Error(`twice: ${name}`);
		samples.set(name, Number(m[4]));
	}
	for (const [name, n] of samples) {
		const b = name.match(/^(.*)_bucket\{(.*),le="\+Inf"\}$/);
		if (b && samples.get(`${b[1]}_count{${b[2]}}`) !== n)
			throw new Error(`buckets do not add up: ${name}`);
	}
	return samples;
}
const metrics = async (path = `${council}/admin.sock`) =>
	(await fetched({ socketPath: path }, { path: '/metrics' })).text;

async function watched(a, admin) {
	let got;
	for (let i = 0; i < 400 && !log.join('').includes('what="clerk leads"'); i++)
		await wait(25);
	for (let i = 0; i < 200 && (got = await a.ask('/readyz')).status !== 200; i++)
		await wait(50);
	check('/readyz says that it is ready', got.status === 200 && got.text === 'ready\n',
		got.text);
	await admin.ask('/people/999999');
	await admin.ask('/users?q=Seraphina');
	const text = await metrics();
	const m = parsed(text);
	check('metrics are what Prometheus reads', m.size > 50, `${m.size}`);
	for (const name of ['almoner_ready', 'almoner_door_up', 'almoner_database_up',
		'almoner_wal_frames', 'almoner_clerk_seen_seconds', 'almoner_mail_waiting',
		'almoner_jobs{state="failed"}', 'almoner_queue_length{lane="quick"}',
		'almoner_workers{state="idle"}', 'almoner_scribe_lots_total',
		'almoner_requests_open{stage="offers"}', 'almoner_disk_free_megabytes',
		'almoner_request_seconds_count{lane="quick"}'])
		check(`they have ${name}`, m.has(name), text.slice(0, 300));
	const counter = 'almoner_requests_total';
	const health = `${counter}{route="/healthz",status="200"}`;
	check('they count by row of the routes',
		m.get('almoner_requests_total{route="/sign-in",status="303"}') >= 1 &&
		[...m.keys()].some((k) => k.startsWith(`${counter}{route="/people/{person}"`)),
		text.match(/.*requests_total.*/g)?.join(' '));
	const before = m.get(health) ?? 0;
	for (let i = 0; i < 5; i++)
		await a.ask('/healthz');
	const after = parsed(await metrics()).get(health);
	check('a request is counted once', after === before + 5, `${before} ${after}`);
	const other = await fetched({ socketPath: `${council}/admin.sock` }, { path: '/requests' });
	check('the admin socket has nothing else', other.status === 404, `${other.status}`);
	let noticed = 0;
	for (const wrong of ['almoner_x 1\n', text.replace('\n', ' \n\n'),
		`${text}almoner_ready 1\n`, text.replace(/(le="\+Inf"\} )(\d+)/, '$17')])
		try { parsed(wrong); } catch { noticed++; }
	check('control: what is no metrics is noticed', noticed === 4, `${noticed}`);
	const out = serve('127.0.0.1:0', '--admin', '192.0.2.1:9');
	await ready(out);
	check('metrics are told on this machine only', /cannot listen.*loopback/.test(out.said),
		out.said);
	out.kill('SIGTERM');
	await out.ended;
}

// ---- two serves ------------------------------------------------------------------

async function doubled(one, two, admin) {
	const there = new Browser(two);
	there.jar = new Map(admin.jar);
	check('a session of one is a session at the other',
		(await there.ask('/users')).status === 200);

	const fields = async (b) => Object.fromEntries([...(await b.ask('/settings')).text
		.matchAll(/<(?:input|textarea)[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>/g)]
		.filter(([tag]) => !/type="radio"|type="checkbox"/.test(tag) || /checked/.test(tag))
		.map(([, k, v]) => [k, v.replaceAll('&#39;', '\'').replaceAll('&amp;', '&')]));
	const name_of = (f) => Object.keys(f).find((k) => /council.?name/.test(k));
	for (const [b, c, word] of [[admin, there, 'Upper Sedgemoor'],
		[there, admin, 'Nether Wallop']]) {
		const f = await fields(b);
		f[name_of(f)] = word;
		const sent = await b.ask('/settings', f);
		const seen = await Promise.all(Array.from({ length: 8 },
			() => c.ask('/accessibility')));
		check(`a setting of one is the other's at the next request (${word})`,
			sent.status === 303 && seen.every((r) => r.text.includes(word)),
			`${sent.status} ${seen.map((r) => r.text.includes(word))}`);
	}

	const day = { 'day-day': 3, 'day-month': 3, 'day-year': 2027, nations: 'ew', kind: 'added',
		name: 'Moonday' };
	const kept = await admin.send('/bank-holidays/new', day);
	const days = await there.ask('/bank-holidays.csv');
	check('a bank holiday of one is the other\'s', kept.status === 303 &&
		days.text.includes('Moonday'), `${kept.status} ${days.status}`);

	const page = (await admin.ask('/teams/new')).text;
	const form = { csrf: hidden(page, 'csrf'), key: hidden(page, 'key'), name: 'Dusk team',
		kind: 'nhs' };
	const [p, q] = await Promise.all([admin, there].map((b) => b.ask('/teams/new', form)));
	const teams = (await there.ask('/teams.csv')).text;
	check('a form that is sent to both is done once', p.status === 303 && q.status === 303 &&
		p.headers.location === q.headers.location && teams.split('Dusk team').length === 2,
		`${p.status} ${q.status}`);

	const made = await Promise.all(Array.from({ length: 40 }, (_, i) =>
		(i % 2 ? there : admin).send('/teams/new', { name: `Both ${i}`, kind: 'nhs' })));
	const rows = (await admin.ask('/teams.csv')).text.split('\n')
		.filter((l) => /Both \d/.test(l));
	check('numbers that two give out at once are different', rows.length === 40 &&
		new Set(rows.map((l) => l.split(',')[0])).size === 40 &&
		made.every((r) => r.status === 303), `${rows.length} ${made.map((r) => r.status)}`);
	check('one clerk leads', log.join('').split('what="clerk leads"').length === 2,
		log.join('').match(/.*clerk leads.*/g)?.join('\n'));

	await there.send('/sign-out', {});
	check('who signs out at one is out at the other',
		(await admin.ask('/users')).status === 303);
}

// ---- replaced --------------------------------------------------------------------

// A new file under the old name, as a package manager does it.
function install() {
	copyFileSync(built, `${almoner}.new`);
	renameSync(`${almoner}.new`, almoner);
}

// Until stopped: pages over new and kept connections, and forms, each sent once.
function load(address, admin) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 3 });
	const l = { on: true, pages: 0, forms: 0, failed: [], names: [], slowest: 0 };
	const turn = async (work_of) => {
		while (l.on) {
			const began = Date.now();
			try {
				const wrong = await work_of();
				if (wrong)
					l.failed.push(wrong);
			} catch (e) {
				l.failed.push(e.message);
			}
			l.slowest = Math.max(l.slowest, Date.now() - began);
		}
	};
	const pages = (b) => async () => {
		const got = await b.ask('/teams');
		l.pages++;
		return got.status === 200 ? '' : `page ${got.status}`;
	};
	const like = (a) => Object.assign(new Browser(address, a), { jar: new Map(admin.jar) });
	const forms = (b) => async () => {
		const name = `Team ${l.names.length}`;
		l.names.push(name);
		const got = await b.send('/teams/new', { name, kind: 'nhs' });
		l.forms++;
		return got.status === 303 ? '' : `form ${got.status}`;
	};
	l.ended = Promise.all([...[1, 2, 3].map(() => turn(pages(like()))),
		...[1, 2, 3].map(() => turn(pages(like(agent)))),
		turn(forms(like())), turn(forms(like(agent)))]).then(() => agent.destroy());
	return l;
}

const lives = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
const said_by = (pid, what) => log.join('').split('\n')
	.some((l) => l.includes(` role=supervisor pid=${pid} `) && l.includes(`what="${what}"`));

async function until(what, ms = 20000) {
	for (const end = Date.now() + ms; Date.now() < end; await wait(20))
		if (what())
			return true;
	return false;
}

// By turns: the reload of the unit (SIGUSR2), and one started by hand.
async function replaced(first, address, admin, times) {
	const l = load(address, admin), begun = Date.now();
	let pid = first.pid, next, fine = 0;
	for (let i = 0; i < times; i++) {
		install();
		if (i % 2) {
			next = serve(address).pid;
		} else {
			const seen = log.join('').length;
			process.kill(pid, 'SIGUSR2');
			const found = () => log.join('').slice(seen)
				.match(/role=supervisor pid=(\d+) what="ready"/)?.[1];
			await until(found);
			next = Number(found());
			successors.add(next);
		}
		fine += await until(() => said_by(next, 'ready') && said_by(pid, 'handed over'));
		const old = pid;
		pid = next;
		if (i === times - 1)
			check('the old one ends', await until(() => !lives(old)));
	}
	l.on = false;
	await l.ended;
	check(`replaced ${times} times in ${Math.round((Date.now() - begun) / 1000)} s`,
		fine === times, `${fine}`);
	check(`of ${l.pages} pages and ${l.forms} forms none failed (the slowest ${l.slowest} ms)`,
		l.failed.length === 0 && l.pages > times * 5 && l.forms > times,
		`${l.failed.length}: ${l.failed.slice(0, 5)}`);
	const rows = (await admin.ask('/teams.csv')).text.split('\n')
		.map((line) => line.match(/Team \d+/)?.[0]).filter(Boolean);
	check('no form was lost or done twice', rows.length === l.names.length &&
		new Set(rows).size === rows.length, `${rows.length} of ${l.names.length}`);
	check('what was counted is told on', parsed(await metrics()).get('almoner_ready') >= 0);
	return pid;
}

async function not_replaced(pid, address, admin) {
	const broken = serve(address, '--workers', '0');
	check('one that does not come up changes nothing', await broken.ended !== 0 &&
		(await admin.ask('/teams')).status === 200 && lives(pid));
	const l = load(address, admin);
	await wait(200);
	process.kill(pid, 'SIGTERM');
	await until(() => !lives(pid));
	await wait(100);
	l.on = false;
	await l.ended;
	check('control: a service that ends fails requests', l.failed.length > 0);
}

// ---- the log ---------------------------------------------------------------------

// Everything that a log of this run could give away, as it was typed and shown.
async function quiet(secrets) {
	const found = (text) => secrets.filter((s) =>
		text.toLowerCase().includes(s.toLowerCase()));
	const text = log.join('');
	check('the log has lines', text.split('\n').length > 6, text.length);
	const line = /^at=\S+Z level=\w+ role=\w+ pid=\d+ what="[^"]*" /;
	const odd = text.trim().split('\n').find((l) => !line.test(l));
	check('each is one line of names and values', !odd, odd);
	check('no name, number, address, search or secret is in the log', found(text).length === 0,
		found(text).join(' | '));
	check('nor in the metrics', found(await metrics()).length === 0);
	check('control: a log that tells is noticed',
		found(`${text} who="${secrets[0]}"`).length === 1);
}

async function looked(address, password) {
	const b = await signed_in(address, 'broker@westmarch.example.org', password);
	const work_list = (await b.ask('/requests.csv')).text;
	const names = [...work_list.matchAll(/^\d+,[^,]*,"([^",]+), ([^"]+)"/gm)].slice(0, 40)
		.flatMap(([, family, given]) => [family, given]).filter((n) => n.length > 4);
	check('there are names to be looked for', names.length > 20, `${names.length}`);
	for (const n of names.slice(0, 8))
		await b.ask(`/search?q=${encodeURIComponent(n)}`);
	const list = (await b.ask('/requests')).text;
	for (const [, to] of [...list.matchAll(/href="(\/requests\/\d+)"/g)].slice(0, 8))
		await b.ask(to);
	await b.ask('/people/1');
	await b.ask('/people/Seraphina%20Quill');
	await b.ask('/l/0123456789abcdef0123456789abcdef');
	await new Browser(address).send('/sign-in', { email: 'seraphina.quill@example.org',
		password: 'not her passphrase' });
	await b.ask('/settings', { csrf: 'wrong', name: 'Seraphina' });
	return ['Seraphina', 'Quill', 'not her passphrase', password, 'broker@westmarch', '?q=',
		'0123456789abcdef0123456789abcdef', ...b.jar.values(), ...new Set(names)]
		.filter((s) => s.length > 3 || s === '?q=');
}

// ---- the run ---------------------------------------------------------------------

try {
	install();
	const demo = spawnSync(almoner, ['demo', council, '--seed', '1'], { encoding: 'utf8' });
	const password = demo.stdout.match(/passphrase\s+(\S+-\S+-\S+-\S+)/)[1];
	const people = 'admin@westmarch.example.org';
	const port = await new Promise((done) => {
		const s = net.createServer().listen(0, '127.0.0.1', () => {
			const { port: free } = s.address();
			s.close(() => done(free));
		});
	});
	const first = serve(`127.0.0.1:${port}`, '--workers', '2');
	const one = await ready(first);
	const second = serve('127.0.0.1:0', '--workers', '2', '--admin',
		`unix:${work}/second.sock`);
	const two = await ready(second);
	const admin = await signed_in(one, people, password);
	await watched(new Browser(one), admin);
	check('another serve may tell elsewhere',
		parsed(await metrics(`${work}/second.sock`)).get('almoner_ready') === 1);
	const secrets = await looked(one, password);
	await doubled(one, two, admin);
	await quiet(secrets);
	second.kill('SIGTERM');
	check('one of two ends well', await second.ended === 0);
	const again = await signed_in(one, people, password);
	const last = await replaced(first, one, again, 20);
	check('the first ended well', await first.ended === 0);
	await not_replaced(last, one, again);
} catch (e) {
	check('the run', false, e.stack);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
