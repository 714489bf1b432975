// SPDX-License-Identifier: MIT
//
// run.mjs -- a full disk: reading goes on, the form is given back, and once
// there is room again the same form is sent once.
//
// A real small file system (tmpfs in a mount namespace of its own) holds a
// demonstration council; it is filled to the last page and freed again.
// Control: the same form on a disk that is not full must not be given back.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const almoner = process.env.ALMONER ?? 'build/almoner';
const work = mkdtempSync(join(tmpdir(), 'almoner-disk-'));
let passed = 0, failed = 0;

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : ` ${more}`}`);
	ok ? passed++ : failed++;
}

// In the namespace: make the council, serve it, and fill or free on request.
const script = `
set -e
mount -t tmpfs -o size=48m none "$WORK"
"$ALMONER" demo "$WORK/council" --seed 1
"$ALMONER" serve --data "$WORK/council" --listen 127.0.0.1:0 --workers 2 &
server=$!
while read -r what; do
	case $what in
	fill) dd if=/dev/zero of="$WORK/filler" bs=4k 2>/dev/null || true; echo filled ;;
	free) rm -f "$WORK/filler"; echo freed ;;
	stop) break ;;
	esac
done
kill "$server"
wait "$server"
`;
const box = spawn('unshare', ['-rm', 'sh', '-c', script],
	{ env: { ...process.env, ALMONER: almoner, WORK: work }, stdio: ['pipe', 'pipe', 'pipe'] });
let said = '';
box.stdout.on('data', (d) => { said += d; });
box.stderr.on('data', (d) => { said += d; });
const ended = new Promise((done) => box.on('exit', done));

async function until(pattern, seconds = 60) {
	for (let i = 0; i < seconds * 20; i++) {
		const m = said.match(pattern);
		if (m)
			return m;
		await new Promise((r) => setTimeout(r, 50));
	}
	throw new Error(`waited for ${pattern}, heard: ${said.slice(-600)}`);
}

async function tell(what, answer) {
	said = said.replaceAll(answer, '');
	box.stdin.write(`${what}\n`);
	await until(new RegExp(answer));
}

let base;
const jar = new Map();

async function ask(path, form) {
	const reply = await fetch(base + path, {
		method: form ? 'POST' : 'GET', redirect: 'manual',
		body: form ? new URLSearchParams(form) : undefined,
		headers: { origin: base,
			cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') },
	});
	for (const c of reply.headers.getSetCookie()) {
		const [, k, v] = c.match(/^([^=]+)=([^;]*)/);
		v ? jar.set(k, v) : jar.delete(k);
	}
	return { status: reply.status, text: await reply.text(),
		to: reply.headers.get('location') };
}

const hidden = (page, name) =>
	page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

// Somebody like nobody before, so that no likely duplicate is in the way.
let seed = 7;
const chance = (n) => (seed = (seed * 48271) % 2147483647) % n;
const word = () => Array.from({ length: 9 }, () =>
	String.fromCharCode(97 + chance(26))).join('');

async function person() {
	const page = (await ask('/people/new')).text;
	return { csrf: hidden(page, 'csrf'), key: hidden(page, 'key'), given_name: word(),
		family_name: word(), 'born-day': 1 + chance(28), 'born-month': 1 + chance(12),
		'born-year': 1925 + chance(60), postcode: 'WM1 1AA', address: '1 Full Street' };
}

try {
	const passphrase = (await until(/passphrase\s+(\S+-\S+-\S+-\S+)/))[1];
	base = `http://${(await until(/what="ready" listen=(\S+)/))[1]}`;
	const front = await ask('/sign-in');
	const inside = await ask('/sign-in', { csrf: hidden(front.text, 'csrf'),
		key: hidden(front.text, 'key'), email: 'hospital@westmarch.example.org',
		password: passphrase });
	check('she signs in', inside.status === 303, `${inside.status}`);

	const room = await person();
	const control = await ask('/people/new', room);
	check('control: with room on the disk the form is not given back', control.status === 303,
		`${control.status}`);

	// The log of the database has room of its own for a while: go on until it is used up.
	await tell('fill', 'filled');
	let form, full;
	for (let i = 0; i < 200 && full?.status !== 507; i++) {
		form = await person();
		form.warnings = 'A long word for those who visit. '.repeat(40);
		full = await ask('/people/new', form);
	}
	check('the full disk is said so (507)', full.status === 507, `${full.status}`);
	check('the form is given back', full.text.includes(form.family_name) &&
		full.text.includes('1 Full Street'));
	const list = await ask('/register');
	check('reading goes on', list.status === 200 && list.text.includes('<table'),
		`${list.status}`);

	await tell('free', 'freed');
	const again = await ask('/people/new', form);
	check('sent again after there is room, it is done', again.status === 303,
		`${again.status}`);
	const twice = await ask('/people/new', form);
	check('sent once more, it goes to the same place and is not done twice',
		twice.status === 303 && twice.to === again.to, `${twice.to} ${again.to}`);
} catch (e) {
	check('the run', false, e.message);
} finally {
	box.stdin.write('stop\n');
	box.stdin.end();
	const how = await ended;
	check('the server ends well', how === 0, `status ${how}`);
	rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
