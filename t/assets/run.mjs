/* SPDX-License-Identifier: MIT */
/*
 * run.mjs -- almoner.js and the style sheet in a real browser, on a page of
 * our own, under the content security policy that the door sends.
 *
 * The page's server is in this file: it counts what the script asks of it.
 */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const npm = process.env.ALM_NPM || `${process.cwd()}/build/npm`;
const { chromium } = createRequire(`${npm}/x.js`)("playwright-core");

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'";
const files = {
	"/almoner.css": ["text/css", "build/gen/almoner.css"],
	"/almoner.js": ["text/javascript", "assets/almoner.js"],
	"/govuk-frontend.min.js": ["text/javascript",
		`${npm}/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js`],
	"/accessible-autocomplete.min.js": ["text/javascript",
		`${npm}/node_modules/accessible-autocomplete/dist/accessible-autocomplete.min.js`],
};

/* Only names at a place where mkasset would put an address. */
const resolved = (text) => text.replace(/"asset:([a-z.-]+)"/g, '"/$1"');

function page_html(seconds) {
	return `<!doctype html><html lang="en" class="govuk-template"><head>
<title>Assets</title><link rel="stylesheet" href="/almoner.css">
<script type="module" src="/almoner.js"></script></head>
<body class="govuk-template__body" data-session-seconds="${seconds}"><main>
<h1 class="govuk-heading-l">Assets</h1>
<form method="post" action="/sent" data-draft="request">
<label class="govuk-label" for="provider">Provider</label>
<select class="govuk-select" id="provider" name="provider" data-autocomplete>
<option value=""></option><option value="7">Brook Homecare</option>
<option value="8">Cedar Care</option></select>
<label><input type="radio" name="reason" value="1" checked> Discharge</label>
<label><input type="radio" name="reason" value="2"> Change</label>
<div class="govuk-form-group" data-depends="reason=1,3"><input name="ward" id="ward"></div>
<label class="govuk-label" for="note">Note</label><input id="note" name="note">
<label class="govuk-label" for="pin">Pin</label><input id="pin" name="pin" type="password">
<button class="govuk-button">Send</button></form></main></body></html>`;
}

/* ---- the server ------------------------------------------------------------ */

let seen = [], draft_status = 204, seconds = 3600;

function answer(request, reply) {
	const path = request.url.split("?")[0];
	let body = "";

	request.on("data", (piece) => { body += piece; });
	request.on("end", () => {
		if (files[path]) {
			reply.writeHead(200, { "content-type": files[path][0] });
			reply.end(resolved(readFileSync(files[path][1], "utf8")));
			return;
		}
		seen.push({ method: request.method, path, body: new URLSearchParams(body) });
		if (path === "/drafts" || path === "/session") {
			reply.writeHead(path === "/drafts" ? draft_status : 204,
				draft_status === 303 ? { location: "/sign-in" } : {});
			reply.end();
		} else if (path === "/sent") {
			/* Slow enough for an impatient second click. */
			setTimeout(() => reply.writeHead(204).end(), 400);
		} else {
			reply.writeHead(200, { "content-type": "text/html; charset=utf-8",
				"content-security-policy": POLICY });
			reply.end(page_html(seconds));
		}
	});
}

/* ---- the harness ------------------------------------------------------------- */

let passed = 0, failed = 0;

function ok(claim, name, got = "") {
	console.log(`${claim ? "ok" : "not ok"} ${name}${claim ? "" : ` (got ${got})`}`);
	if (claim)
		passed++;
	else
		failed++;
}

const asked = (path) => seen.filter((r) => r.path === path);

async function until(claim) {
	for (let i = 0; i < 100 && !claim(); i++)
		await new Promise((done) => setTimeout(done, 100));
	return claim();
}

async function opened(context) {
	const page = await context.newPage();

	page.complaints = [];
	page.on("console", (m) => m.type() === "error" && page.complaints.push(m.text()));
	page.on("pageerror", (e) => page.complaints.push(String(e)));
	seen = [];
	await page.goto(base);
	return page;
}

/* ---- the claims ---------------------------------------------------------------- */

async function start_claims(context) {
	const page = await opened(context);

	await page.waitForSelector("input#provider");
	const names = await page.evaluate(() => document.body.className);
	ok(/\bjs-enabled\b/.test(names) && /\bgovuk-frontend-supported\b/.test(names),
		"the body says that scripts run", names);
	await page.locator("input#provider").fill("ced");
	await page.locator("li", { hasText: "Cedar Care" }).click();
	await page.waitForTimeout(300);
	await page.getByRole("button").click();
	await until(() => asked("/sent").length);
	ok(asked("/sent")[0]?.body.get("provider") === "8", "a suggestion is chosen and sent",
		asked("/sent")[0]?.body);
	ok(page.complaints.length === 0, "the policy allows all of it", page.complaints);
	/* A control: the listener above does hear the policy refuse. */
	await page.evaluate(() => {
		document.querySelector("h1").innerHTML = '<b style="color:red">x</b>';
	});
	ok(page.complaints.length > 0, "control: a style in a page is refused and heard",
		page.complaints);
	await page.close();
}

async function typed_claims(context) {
	const page = await opened(context);

	await page.locator("input#provider").fill("Brook Homecare");
	await page.keyboard.press("Tab");
	await page.waitForTimeout(300);
	await page.locator("input#provider").fill("nobody of that name");
	await page.locator("#note").click();
	await page.waitForTimeout(300);
	await page.getByRole("button").click();
	await until(() => asked("/sent").length);
	ok(asked("/sent")[0]?.body.get("provider") === "", "what is no option chooses nothing",
		asked("/sent")[0]?.body);
	await page.close();
}

async function once_claims(context) {
	const page = await opened(context);

	await page.locator("#note").fill("once");
	await page.getByRole("button").evaluate((button) => { button.click(); button.click(); });
	await page.waitForTimeout(900);
	ok(asked("/sent").length === 1, "a double click sends once", asked("/sent").length);
	await page.close();
}

async function draft_claims(context) {
	const page = await opened(context);

	await page.locator("#note").fill("carer lives abroad");
	await page.locator("#pin").fill("1234");
	await until(() => asked("/drafts").length);
	const body = asked("/drafts")[0]?.body;
	ok(body?.get("note") === "carer lives abroad" && body?.get("draft") === "request" &&
		body?.get("draft_path") === "/", "a draft is kept", body);
	ok(body && !body.has("pin"), "a password is not kept with it", body);
	const status = page.locator(".alm-draft");
	await page.waitForTimeout(300);
	ok(/^Saved \d\d:\d\d$/.test(await status.textContent()), "the page says when",
		await status.textContent());
	for (const code of [401, 303]) {
		draft_status = code;
		seen = [];
		await page.locator("#note").fill(`and now ${code}`);
		await until(() => asked("/drafts").length);
		await page.waitForTimeout(300);
		ok(/signed out/.test(await status.textContent()),
			`a session that ended (${code}) is told`, await status.textContent());
	}
	draft_status = 204;
	await page.close({ runBeforeUnload: false });
}

async function depends_claims(context) {
	const page = await opened(context);
	const ward = page.locator("#ward");

	await page.waitForSelector("body.js-enabled");
	ok(await ward.isVisible(), "a question that arises is shown");
	await ward.fill("Ward 7");
	await page.locator("[value='2']").check();
	ok(!await ward.isVisible(), "one that does not arise is hidden");
	await page.locator("[value='1']").check();
	ok(await ward.isVisible() && await ward.inputValue() === "Ward 7",
		"and comes back with what was typed", await ward.inputValue());
	await page.close();
}

async function session_claims(context) {
	const page = await context.newPage();

	seen = [];
	seconds = 301;
	await page.goto(base);
	const banner = page.locator(".alm-session");
	ok(await banner.count() === 0, "no warning while there is time");
	await banner.waitFor({ timeout: 12000 });
	ok(/signed out in 5 minutes/.test(await banner.textContent()), "the end is announced",
		await banner.textContent());
	await banner.getByRole("button").click();
	await until(() => asked("/session").length);
	await page.waitForTimeout(200);
	ok(asked("/session").length === 1 && await banner.count() === 0, "and may be put off",
		await banner.count());
	seconds = 3600;
	await page.close();
}

async function plain_claims(browser) {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await opened(context);

	await page.locator("select#provider").selectOption("7");
	await page.getByRole("button").click();
	await until(() => asked("/sent").length);
	ok(asked("/sent")[0]?.body.get("provider") === "7", "without scripts the form works",
		asked("/sent")[0]?.body);
	await context.close();
}

function style_claims() {
	const css = readFileSync("build/gen/almoner.css", "utf8");

	ok(!/GDS Transport|@font-face/.test(css), "no typeface of GOV.UK's");
	ok(/--govuk-brand-colour: ?#00594c/.test(css), "the council's colour is a property");
	ok(!/url\(["']?(https?:)?\/\//.test(css) && !/@import/.test(css),
		"the style sheet asks nobody else");
}

const server = createServer(answer).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
	args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});
const context = await browser.newContext();
const claims = [start_claims, typed_claims, once_claims, depends_claims, draft_claims,
	session_claims];

for (const claim of claims) {
	/* One that breaks off is one failure; the others still have their turn. */
	await claim(context).catch((e) => ok(false, claim.name, e));
}
await plain_claims(browser).catch((e) => ok(false, "plain_claims", e));
style_claims();
await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
