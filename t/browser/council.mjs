/* SPDX-License-Identifier: MIT */
/*
 * council.mjs -- an invented council made fresh, served on a port of its own,
 * and people who are signed in to it in a real browser.
 */
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const npm = process.env.ALM_NPM || `${process.cwd()}/build/npm`;
export const require_npm = createRequire(`${npm}/x.js`);
const almoner = process.env.ALMONER || `${process.cwd()}/build/almoner`;
const { chromium } = require_npm("playwright-core");

/* Everything lies here, the browser's own files too, and goes however this ends. */
const dir = mkdtempSync(join(tmpdir(), "almoner-browser-"));
let server;

process.on("exit", () => {
	server?.kill("SIGKILL");
	rmSync(dir, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, () => process.exit(1));

/* What `almoner demo` prints of who may sign in: "  Role   address   Name". */
function people_of(text) {
	const people = {};

	for (const m of text.matchAll(/^ {2}(\S.*?) {2,}(\S+@\S+) {2,}(.+)$/gm))
		people[m[2].split("@")[0] === "care" ? m[1] : m[2].split("@")[0]] = m[2];
	return people;
}

async function address_of(child) {
	let said = "";

	for await (const piece of child.stderr) {
		said += piece;
		const m = said.match(/what="ready" listen=(\S+)/);
		if (m)
			return `http://${m[1]}`;
	}
	throw new Error(`not served: ${said}`);
}

export async function council_open() {
	const made = spawnSync(almoner, ["demo", `${dir}/council`], { encoding: "utf8" });

	if (made.status !== 0)
		throw new Error(`no council: ${made.stdout}${made.stderr}`);
	const child = spawn(almoner, ["serve", "--data", `${dir}/council`, "--listen",
		"127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
	server = child;
	const base = await address_of(child);
	child.stderr.resume();
	return {
		base,
		passphrase: made.stdout.match(/^ {4}([a-z]+(?:-[a-z]+)+)$/m)[1],
		people: people_of(made.stdout),
		async close() {
			const ended = new Promise((done) => child.on("exit", done));

			child.kill("SIGTERM");
			await ended;
		},
	};
}

export function browser_open() {
	return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
		headless: true, env: { ...process.env, TMPDIR: dir },
		args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
			"--font-render-hinting=none"] });
}

/* A page of somebody who has signed in; email null: of the public. */
export async function page_of(browser, council, email, options = {}) {
	const context = await browser.newContext({ baseURL: council.base, locale: "en-GB",
		timezoneId: "Europe/London", viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();

	page.setDefaultTimeout(15000);
	page.complaints = [];
	page.on("console", (m) => m.type() === "error" && page.complaints.push(m.text()));
	page.on("pageerror", (e) => page.complaints.push(String(e)));
	if (email) {
		await page.goto("/sign-in");
		await page.fill("[name=email]", email);
		await page.fill("[name=password]", council.passphrase);
		await page.locator("main button[type=submit], main form button:not([type=button])")
			.last().click();
		await page.waitForURL((u) => !u.pathname.startsWith("/sign-in"));
	}
	return page;
}
