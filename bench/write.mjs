// SPDX-License-Identifier: MIT
//
// write.mjs -- how fast an audited write is acknowledged after its sync.
//
//	node bench/write.mjs ADDRESS EMAIL PASSWORD FOLDER CLIENTS SECONDS
//
// Raw: the same disk takes 4 KB at a time, each followed by fdatasync, over a
// file that is long already, as a database's log is.  HTTP: each client sends
// a form (a new team: its row, its audit row, the form's key) and the next one
// when that is acknowledged.  Prints one line of NAME=VALUE; milliseconds.
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import http from 'node:http';

const [address, email, password, folder, clients, seconds] = process.argv.slice(2);
const [host, port] = address.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(clients) });
let cookie = '';

function ask(path, form) {
	const body = form && new URLSearchParams(form).toString();
	return new Promise((done, no) => {
		const method = form ? 'POST' : 'GET';
		const rq = http.request({ host, port, agent, path, method,
			headers: { cookie, origin: `http://${address}`, ...(form && {
				'content-type': 'application/x-www-form-urlencoded',
				'content-length': Buffer.byteLength(body) }) } }, (reply) => {
			let text = '';
			reply.on('data', (d) => { text += d; });
			reply.on('end', () => done({ status: reply.statusCode, text,
				set: reply.headers['set-cookie'] ?? [] }));
		});
		rq.on('error', no);
		rq.end(body);
	});
}
const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const keep = (reply) => {
	for (const c of reply.set) {
		const [pair] = c.split(';');
		const name = pair.split('=')[0];
		cookie = [...cookie.split('; ').filter((p) => p && !p.startsWith(name)),
			pair].join('; ');
	}
	return reply;
};

// Writes and syncs a second that the disk does by itself.
function raw(ms) {
	const name = `${folder}/raw`, fd = openSync(name, 'w'), page = Buffer.alloc(4096, 7);
	const pages = 4096;
	for (let i = 0; i < pages; i++)
		writeSync(fd, page);
	fdatasyncSync(fd);
	const began = performance.now();
	let n = 0;
	while (performance.now() - began < ms) {
		writeSync(fd, page, 0, page.length, (n++ % pages) * page.length);
		fdatasyncSync(fd);
	}
	const rate = n / (performance.now() - began) * 1000;
	closeSync(fd);
	rmSync(name);
	return rate;
}

const front = keep(await ask('/sign-in')).text;
const inside = keep(await ask('/sign-in', { csrf: hidden(front, 'csrf'),
	key: hidden(front, 'key'), email, password }));
const csrf = hidden((await ask('/teams/new')).text, 'csrf');
if (inside.status !== 303 || !csrf)
	throw new Error(`cannot sign in: ${inside.status}`);

const before = raw(1000), took = [], run = randomBytes(4).toString('hex');
const began = performance.now(), until = began + seconds * 1000;
let bad = 0;
await Promise.all(Array.from({ length: Number(clients) }, async (_, c) => {
	for (let i = 0; performance.now() < until; i++) {
		const sent = performance.now();
		const got = await ask('/teams/new', { csrf, key: randomBytes(16).toString('hex'),
			name: `${run} ${c} ${i}`, kind: 'nhs' });
		took.push(performance.now() - sent);
		bad += got.status !== 303;
	}
}));
const rate = (took.length - bad) / (performance.now() - began) * 1000, after = raw(1000);
took.sort((a, b) => a - b);
const at = (p) => took[Math.min(took.length - 1, Math.floor(took.length * p))].toFixed(2);
const disk = (before + after) / 2;
console.log(`clients=${clients} writes=${rate.toFixed(0)} raw=${disk.toFixed(0)} ` +
	`percent=${(rate / disk * 100).toFixed(0)} p50=${at(0.5)} p99=${at(0.99)} bad=${bad}`);
agent.destroy();
process.exit(bad ? 1 : 0);
