// SPDX-License-Identifier: MIT
//
// run.mjs -- nginx and HAProxy before the door, as the guide has them.
//
// The configurations are taken from doc/guide/administrators.md: what is tried
// here is what a council copies.  Only addresses and paths are put in.  Asked
// of each: who asks and how (X-Forwarded-*) cannot be forged, large uploads
// pass, slow clients delay nobody, and bytes on which two parsers could
// disagree give one answer or a refusal, never two.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';

const almoner = process.env.ALMONER ?? 'build/almoner';
const work = mkdtempSync(join(tmpdir(), 'almoner-proxy-'));
const running = [];
let passed = 0, failed = 0;

process.on('exit', () => {
	for (const child of running)
		child.kill('SIGKILL');
	rmSync(work, { recursive: true, force: true });
});

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : `: ${more}`}`);
	ok ? passed++ : failed++;
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// ---- what runs -----------------------------------------------------------------

function start(command, args) {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
	child.said = '';
	child.stdout.on('data', (d) => { child.said += d; });
	child.stderr.on('data', (d) => { child.said += d; });
	child.on('error', (e) => { child.said += e.message; });
	child.ended = new Promise((done) => child.on('exit', done));
	running.push(child);
	return child;
}

async function heard(child, pattern) {
	for (let i = 0; i < 400; i++) {
		const m = child.said.match(pattern);
		if (m)
			return m;
		await wait(25);
	}
	throw new Error(`waited for ${pattern}, heard: ${child.said.slice(-500)}`);
}

const free_port = () => new Promise((done) => {
	const s = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = s.address();
		s.close(() => done(port));
	});
});

async function served(...options) {
	const child = start(almoner, ['serve', '--data', `${work}/council`, '--listen',
		'127.0.0.1:0', ...options]);
	child.port = Number((await heard(child, /what="ready" listen=127\.0\.0\.1:(\d+)/))[1]);
	return child;
}

async function listening(port) {
	for (let i = 0; i < 200; i++) {
		const up = await new Promise((done) => {
			const s = net.connect(port, '127.0.0.1', () => {
				s.destroy();
				done(true);
			});
			s.on('error', () => done(false));
		});
		if (up)
			return;
		await wait(25);
	}
	throw new Error(`nothing listens on ${port}`);
}

// The block of the guide that comes after a line which says "NAME:".
function of_the_guide(name) {
	const guide = readFileSync('doc/guide/administrators.md', 'utf8');
	const m = guide.match(new RegExp(`^${name}:\n\`\`\`\n([^]*?)^\`\`\``, 'm'));
	if (!m)
		throw new Error(`the guide has no configuration of ${name}`);
	return m[1];
}

// Each must be there to be put in: or the guide has changed, and this is blind.
function put_in(text, changes) {
	for (const [what, by] of changes) {
		if (!text.includes(what))
			throw new Error(`the guide's configuration has no "${what}"`);
		text = text.replaceAll(what, by);
	}
	return text;
}

async function nginx(backend) {
	const port = await free_port();
	const server = put_in(of_the_guide('nginx'), [
		['listen 443', `listen 127.0.0.1:${port}`],
		['/etc/ssl/brokerage.pem', `${work}/cert.pem`],
		['/etc/ssl/brokerage.key', `${work}/key.pem`],
		['127.0.0.1:8080', `127.0.0.1:${backend}`]]);
	const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) =>
		`${what}_temp_path ${work}/nginx-${what};`).join('\n');
	const root = process.getuid() === 0 ? 'user root;' : '';
	writeFileSync(`${work}/nginx.conf`, `${root} daemon off; worker_processes 1;
pid ${work}/nginx.pid; error_log stderr;
events { }
http { access_log off; ${temp}
${server} }`);
	return { name: 'nginx', port, child: start('nginx', ['-p', work, '-e', 'stderr',
		'-c', `${work}/nginx.conf`]) };
}

async function haproxy(backend) {
	const port = await free_port();
	writeFileSync(`${work}/haproxy.cfg`, put_in(of_the_guide('HAProxy'), [
		['bind :443', `bind 127.0.0.1:${port}`],
		['/etc/haproxy/brokerage.pem', `${work}/both.pem`],
		['127.0.0.1:8080', `127.0.0.1:${backend}`]]));
	return { name: 'HAProxy', port, child: start('haproxy', ['-db', '-f',
		`${work}/haproxy.cfg`]) };
}

function certificate() {
	const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
		'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
		'-keyout', `${work}/key.pem`, '-out', `${work}/cert.pem`]);
	if (made.status !== 0)
		throw new Error(`no certificate: ${made.stderr}`);
	writeFileSync(`${work}/both.pem`, readFileSync(`${work}/cert.pem`, 'utf8') +
		readFileSync(`${work}/key.pem`, 'utf8'));
}

// ---- asking ----------------------------------------------------------------------

// One request by HTTP/1.1 over TLS.
function ask(proxy, path, { headers = {}, body } = {}) {
	return new Promise((done) => {
		const r = https.request({ host: '127.0.0.1', port: proxy.port, path, agent: false,
			method: body === undefined ? 'GET' : 'POST', rejectUnauthorized: false,
			headers: { host: 'localhost', ...headers } }, (reply) => {
			let text = '';
			reply.setEncoding('utf8');
			reply.on('data', (d) => { text += d; });
			reply.on('end', () => done({ status: reply.statusCode, text,
				headers: reply.headers }));
		});
		r.on('error', (e) => done({ status: 0, text: e.message, headers: {} }));
		r.end(body);
	});
}

const hidden = (page, name) =>
	page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

const over_tls = (proxy, go) => tls.connect({ host: '127.0.0.1', port: proxy.port,
	rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, go);

// Bytes as they are; all that is answered until the other side closes or is
// still.
function raw(proxy, bytes, { still = 1500, plain = false } = {}) {
	return new Promise((done) => {
		let text = '';
		const end = () => { s.destroy(); done(text); };
		const go = () => s.write(bytes);
		const s = plain ? net.connect(proxy.port, '127.0.0.1', go) : over_tls(proxy, go);
		let timer = setTimeout(end, still);
		s.on('data', (d) => {
			text += d.toString('latin1');
			clearTimeout(timer);
			timer = setTimeout(end, 300);
		});
		s.on('close', end);
		s.on('error', end);
	});
}
const statuses = (text) => [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((m) => m[1]);

const cookies = (reply) => (reply.headers['set-cookie'] ?? [])
	.map((c) => c.split(';')[0]).join('; ');

async function sign_in(proxy, email, password, headers = {}) {
	const front = await ask(proxy, '/sign-in');
	const cookie = cookies(front);
	return ask(proxy, '/sign-in', { headers: { cookie, origin: 'https://localhost',
		'content-type': 'application/x-www-form-urlencoded', ...headers },
	body: new URLSearchParams({ csrf: hidden(front.text, 'csrf'),
		key: hidden(front.text, 'key'), email, password }).toString() });
}

const by_http2 = (proxy, path) => new Promise((done) => {
	const session = http2.connect(`https://127.0.0.1:${proxy.port}`,
		{ rejectUnauthorized: false });
	session.on('error', (e) => done(e.message));
	const r = session.request({ ':path': path });
	r.on('response', (h) => { done(h[':status']); session.close(); });
	r.on('error', (e) => done(e.message));
	r.end();
});

// ---- what is asked of each ------------------------------------------------------------

async function who_asks(p, passphrase) {
	const name = p.name;
	const well = await sign_in(p, 'admin@westmarch.example.org', passphrase,
		{ 'x-forwarded-proto': 'http', 'x-forwarded-for': '203.0.113.1' });
	const cookie = String(well.headers['set-cookie']);
	check(`${name}: she signs in`, well.status === 303, `${well.status}`);
	check(`${name}: the cookie is for TLS alone, whatever she says of it`,
		/Secure/.test(cookie), cookie);
	check(`${name}: browsers are told to stay with TLS`,
		'strict-transport-security' in well.headers, JSON.stringify(well.headers));

	// An address is let off thirty times: with one forged for each try it must still wait.
	const tries = [];
	for (let i = 0; i < 36; i++)
		tries.push(await sign_in(p, `nobody${name}${i}@example.org`, 'not it',
			{ 'x-forwarded-for': `203.0.113.${i}` }));
	check(`${name}: a forged address does not count as hers`,
		tries[0].status === 422 && tries.at(-1).status === 429,
		`${tries.map((r) => r.status)}`);
	return cookies(well);
}

async function large(p, cookie) {
	const page = await ask(p, '/imports/new', { headers: { cookie } });
	const form = (n) => {
		const part = (name, value) => `--b\r\nContent-Disposition: form-data; ` +
			`name="${name}"\r\n\r\n${value}\r\n`;
		return Buffer.concat([Buffer.from(part('csrf', hidden(page.text, 'csrf')) +
			part('key', hidden(page.text, 'key')) + part('kind', 'cqc-directory') +
			'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n' +
			'Content-Type: text/csv\r\n\r\n'), Buffer.alloc(n, 'a,b,c\n'),
		Buffer.from('\r\n--b--\r\n')]);
	};
	const headers = { cookie, origin: 'https://localhost',
		'content-type': 'multipart/form-data; boundary=b' };
	const some = await ask(p, '/imports/new', { headers, body: form(40 << 20) });
	check(`${p.name}: an upload of 40 MB is read, and refused in the page's own words`,
		some.status === 422 && /file/i.test(some.text),
		`${some.status} ${some.text.slice(0, 200)}`);
	const more = await ask(p, '/imports/new', { headers, body: form(70 << 20) });
	check(`${p.name}: one of 70 MB is too large`, [413, 0].includes(more.status),
		`${more.status}`);
}

// Heads and bodies that come a byte at a time, many of them, while somebody else asks.
async function slow(p) {
	const sockets = [];
	for (let i = 0; i < 60; i++) {
		const s = over_tls(p, () => s.write(i % 2 ?
			'GET /register HTTP/1.1\r\nHost: a\r\nX-Slow: ' :
			'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: ' +
			'application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n'));
		s.on('error', () => {});
		sockets.push(s);
	}
	const drip = setInterval(() => sockets.forEach((s) => s.writable && s.write('a')), 100);
	await wait(500);
	const took = [];
	for (let i = 0; i < 10; i++) {
		const began = Date.now();
		const r = await ask(p, '/register');
		took.push(r.status === 200 ? Date.now() - began : 99999);
	}
	clearInterval(drip);
	sockets.forEach((s) => s.destroy());
	check(`${p.name}: sixty slow clients delay nobody`, Math.max(...took) < 1000, `${took} ms`);
}

// What two parsers could read in two ways.  The second request must never be answered.
const CLOSE = '\r\nConnection: close\r\n\r\n';
const get = 'GET /healthz HTTP/1.1\r\n';
const post = 'POST /sign-in HTTP/1.1\r\nHost: a\r\n';
const second = 'GET /healthz?second HTTP/1.1\r\nHost: a\r\n\r\n';
const bad = {
	'a bare line feed': 'GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n',
	'a bare line feed in the head': `${get}Host: a\nX: y${CLOSE}`,
	'a folded header': `${get}Host: a\r\nX: y\r\n z${CLOSE}`,
	'a NUL in a value': `${get}Host: a\r\nX: y\0z${CLOSE}`,
	'a blank before the colon': `${get}Host: a\r\nX : y${CLOSE}`,
	'no Host': `${get}Connection: close\r\n\r\n`,
	'two Hosts': `${get}Host: a\r\nHost: b${CLOSE}`,
	'two lengths': `${post}Content-Length: 0\r\n` +
		`Content-Length: ${second.length}${CLOSE}${second}`,
	'a length and chunks': `${post}Content-Length: ${second.length + 5}\r\n` +
		`Transfer-Encoding: chunked${CLOSE}0\r\n\r\n${second}`,
	'a coding that is none': `${post}Transfer-Encoding: xchunked\r\nContent-Length: 0${CLOSE}${
		second}`,
	'a chunk of a wrong size': `${post}Transfer-Encoding: chunked${CLOSE}` +
		`fffffffffffffffff\r\n\r\n0\r\n\r\n${second}`,
};

async function odd_bytes(p) {
	for (const [what, bytes] of Object.entries(bad)) {
		const got = statuses(await raw(p, Buffer.from(bytes, 'latin1')));
		// Taken as one harmless request, refused, or hung up on.
		check(`${p.name}: ${what} is one request or none (${got[0] ?? 'closed'})`,
			got.length <= 1 && (!got.length || /^(200|4..|501)$/.test(got[0])),
			`${got}`);
		const next = await ask(p, '/healthz');
		if (next.status !== 200)
			check(`${p.name}: and the next is answered as ever`, false,
				`${next.status}`);
	}
}

async function rolling(p, backend) {
	const all = [];
	const until = Date.now() + 1500;
	const one = async () => {
		while (Date.now() < until)
			all.push((await ask(p, '/sign-in')).status);
	};
	const some = [one(), one(), one(), one()];
	await wait(300);
	backend.kill('SIGHUP');
	await Promise.all(some);
	check(`${p.name}: no request fails while all workers are replaced`,
		all.length > 20 && all.every((s) => s === 200), `${all.filter((s) => s !== 200)}`);
}

// ---- the run ----------------------------------------------------------------------------

async function controls() {
	const open = await served('--workers', '1');
	const pipelined = `GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n${second}`;
	const two = statuses(await raw(open, pipelined, { plain: true }));
	check('control: two requests are seen as two', two.length === 2, `${two}`);
	const front = await raw(open, 'GET /sign-in HTTP/1.1\r\nHost: a\r\n' +
		`X-Forwarded-Proto: https${CLOSE}`, { plain: true });
	check('control: without --trust-proxy nobody is believed',
		statuses(front)[0] === '200' && !/Strict-Transport|; Secure/i.test(front),
		front.slice(0, 400));
	open.kill('SIGTERM');
	await open.ended;
}

try {
	const made = spawnSync(almoner, ['demo', `${work}/council`, '--seed', '1'],
		{ encoding: 'utf8' });
	const passphrase = made.stdout.match(/^ {4}([a-z]+(?:-[a-z]+)+)$/m)[1];
	certificate();
	await controls();
	for (const make of [nginx, haproxy]) {
		const backend = await served('--workers', '4', '--trust-proxy');
		const p = await make(backend.port);
		await listening(p.port).catch(() => {
			throw new Error(`${p.name}: ${p.child.said}`);
		});
		const began = Date.now();
		check(`${p.name}: HTTP/1.1 passes`, (await ask(p, '/healthz')).status === 200);
		const h2 = await by_http2(p, '/healthz');
		check(`${p.name}: HTTP/2 passes`, h2 === 200, `${h2}`);
		await odd_bytes(p);
		await slow(p);
		const cookie = await who_asks(p, passphrase);
		await large(p, cookie);
		await rolling(p, backend);
		// Its own questions after our health come every two seconds; three decide.
		await wait(Math.max(0, 8000 - (Date.now() - began)));
		check(`${p.name}: it holds the door to be well`, !/DOWN/.test(p.child.said) &&
			(await ask(p, '/healthz')).status === 200, p.child.said.slice(-300));
		p.child.kill('SIGTERM');
		backend.kill('SIGTERM');
		check(`${p.name}: and the server ends well`, (await backend.ended) === 0);
		await p.child.ended;
	}
} catch (e) {
	check('the run', false, e.stack);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
