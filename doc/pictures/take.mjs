/* SPDX-License-Identifier: MIT */
/*
 * take.mjs -- takes the pictures of the guides anew, from a demonstration council.
 *
 *	make release && node doc/pictures/take.mjs
 *
 * The council is made in a directory of its own and served on a port of its
 * own for as long as that takes; everything in it is invented.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const npm = process.env.ALM_NPM || join(top, "build/npm");
const almoner = process.env.ALMONER || join(top, "build/almoner");
const { chromium } = createRequire(join(npm, "x.js"))("playwright-core");
const WIDTH = 1060, HEIGHT = 740;

const work = mkdtempSync(join(tmpdir(), "pictures-"));
const said = execFileSync(almoner, ["demo", join(work, "council")], { encoding: "utf8" });
const passphrase = /^ {4}([a-z]+(?:-[a-z]+)+)$/m.exec(said)[1];
const signIns = [...said.matchAll(/^ {2}(\S.*?) {2,}(\S+@\S+) {2,}/gm)];
const base = "http://127.0.0.1:18087";
const server = spawn(almoner, ["serve", "--data", join(work, "council"), "--listen",
	base.slice(7)], { stdio: "ignore" });

async function served() {
	for (let i = 0; i < 100; i++) {
		if (await fetch(base + "/healthz").then((r) => r.ok, () => false))
			return;
		await new Promise((later) => setTimeout(later, 100));
	}
	throw new Error("the demonstration council is not served");
}

/* A browser of its own, signed in as the first of that role. */
async function as(browser, role) {
	const context = await browser.newContext({
		viewport: { width: WIDTH, height: HEIGHT }, locale: "en-GB" });
	const page = await context.newPage();

	if (!role)
		return page;
	await page.goto(base + "/sign-in");
	await page.fill("[name=email]", signIns.find((s) => s[1].startsWith(role))[2]);
	await page.fill("[name=password]", passphrase);
	await page.locator("main").getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL((u) => u.pathname !== "/sign-in");
	return page;
}

/* From the top of the page, or from a heading on. */
async function take(page, name, path, { from, height = HEIGHT } = {}) {
	if (path)
		await page.goto(base + path);
	await page.setViewportSize({ width: WIDTH, height });
	if (from)
		await page.getByText(from, { exact: true }).first().evaluate(
			(e) => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 16));
	await page.screenshot({ path: join(top, "doc/pictures", `${name}.png`) });
	console.log(`${name}.png  ${new URL(page.url()).pathname}`);
}

const first = (page) => page.locator("main table tbody a").first().getAttribute("href");

async function broker(page) {
	await take(page, "home", "/", { height: 560 });
	await take(page, "work-list", "/requests");
	await page.goto(base + "/requests?stage=new");
	const fresh = await first(page);
	await take(page, "request", fresh, { height: 900 });
	await take(page, "candidates", null, { from: "Who could take it", height: 860 });
	await take(page, "send", `${fresh}/send`, { from: "Tier", height: 940 });
	await page.goto(base + "/requests?stage=offers");
	await take(page, "offers", `${await first(page)}/offers`, { height: 1060 });
	await page.locator("main a", { hasText: "Award to" }).last().click();
	await take(page, "award", null, { height: 800 });
}

async function provider(page) {
	await take(page, "portal", "/portal");
	const asked = await first(page);
	await take(page, "asked", asked, { height: 860 });
	await take(page, "offer", `${asked}/offer`,
	           { from: "Rate for an hour of one care worker", height: 760 });
	await take(page, "decline", `${asked}/decline`, { height: 640 });
	await take(page, "free-hours", "/portal/capacity", { height: 860 });
	await page.goto(base + "/portal/placements");
	await take(page, "placement", await first(page), { height: 900 });
}

async function others(browser) {
	const director = await as(browser, "Director");

	await take(director, "five", "/returns/five", { height: 900 });
	await take(director, "monthly", "/returns/monthly", { height: 1180 });
	await take(await as(browser, "Commissioner"), "policy", "/policies/1",
	           { from: "Tiers, in the order in which they are asked", height: 700 });
	await take(await as(browser, null), "register", "/register");
}

try {
	await served();
	const browser = await chromium.launch({ args: ["--no-sandbox"],
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium" });

	await broker(await as(browser, "Broker"));
	await provider(await as(browser, "Provider: strategic partner"));
	await others(browser);
	await browser.close();
} finally {
	server.kill("SIGTERM");
	rmSync(work, { recursive: true, force: true });
}
