/* SPDX-License-Identifier: MIT */
/*
 * shots.mjs -- the pictures of the README and the guides, of an invented council.
 *
 *	node t/browser/shots.mjs OUTDIR          doc/pictures
 *
 * Not a test.  Each at most 200 KB: 1280 pixels wide, and as tall as is worth looking at.
 */
import { mkdirSync, statSync } from "node:fs";

import { browser_open, council_open, page_of } from "./council.mjs";

const out = process.argv[2];
const TALLEST = 1400, HEAVIEST = 200 * 1024;

if (!out) {
	console.error("usage: node t/browser/shots.mjs OUTDIR");
	process.exit(2);
}
mkdirSync(out, { recursive: true });

/* from: the words of the heading at which the picture begins, or what it begins with. */
async function shot(page, name, tallest = TALLEST, from = null) {
	const tall = await page.evaluate(() => document.documentElement.scrollHeight);
	const begin = typeof from === "string" ? page.getByRole("heading", { name: from }) : from;
	const top = begin ? await begin.evaluate((e) =>
		e.getBoundingClientRect().top + scrollY - 30) : 0;
	const file = `${out}/${name}.png`;

	/* Nothing is under the mouse. */
	await page.mouse.move(0, 0);
	await page.screenshot({ path: file, fullPage: true, animations: "disabled",
		clip: { x: 0, y: top, width: 1280, height: Math.min(tall - top, tallest) } });
	const { size } = statSync(file);

	console.log(`${file} ${Math.round(size / 1024)} KB`);
	/* A shorter one weighs less. */
	if (size > HEAVIEST)
		await shot(page, name, Math.floor(tallest * 0.8), from);
}

const council = await council_open();
const browser = await browser_open();
const of = (who) => page_of(browser, council, who && council.people[who]);
const first_link = (page) => page.locator("main tbody tr:first-child a").first();

let page = await of("broker");

await page.goto("/");
await shot(page, "home", 620);
await page.goto("/requests");
await shot(page, "work-list", 1000);
await page.goto("/requests?stage=sent");
await first_link(page).click();
await page.waitForLoadState();
await shot(page, "request");
await shot(page, "request-tiers", TALLEST, "Who could take it");
await page.goto("/requests?stage=new");
await first_link(page).click();
await page.getByRole("button", { name: "Send to a tier" }).click();
await page.waitForLoadState();
await shot(page, "send", 1000,
           page.getByRole("group", { name: "Tier", exact: true }));
await page.goto("/requests?stage=offers");
await first_link(page).click();
await page.getByRole("button", { name: "Compare offers" }).click();
await page.waitForLoadState();
await shot(page, "offers");
await page.locator("main a", { hasText: "Award to" }).last().click();
await page.waitForLoadState();
await shot(page, "award", 1000);
await page.goto("/returns/five");
await shot(page, "five-return");

page = await of("Provider: strategic partner, Part B");
await page.goto("/portal");
await shot(page, "portal");
await first_link(page).click();
await page.waitForLoadState();
await shot(page, "portal-request");
await page.getByRole("button", { name: "Make an offer" }).click();
await page.waitForLoadState();
await shot(page, "offer", 2200);
await page.goto("/portal");
await first_link(page).click();
await page.getByRole("button", { name: "Decline" }).click();
await page.waitForLoadState();
await shot(page, "decline", 800);
await page.goto("/portal/capacity");
await shot(page, "free-hours", 1000);
await page.goto("/portal/placements");
await first_link(page).click();
await page.waitForLoadState();
await shot(page, "placement");

page = await of("director");
await page.goto("/returns/monthly");
await shot(page, "monthly");

page = await of(null);
await page.goto("/register");
await shot(page, "register", 1000);

page = await of("commissioner");
await page.goto("/policies");
await first_link(page).click();
await page.waitForLoadState();
await shot(page, "policy");
await page.goto("/providers");
await first_link(page).click();
await page.getByRole("button", { name: /Suspend/ }).first().click();
await page.waitForLoadState();
await shot(page, "suspend");

page = await of("hospital");
await page.goto("/requests/mine");
await first_link(page).click();
await page.locator("main dd a[href^='/people/']").first().click();
await page.getByRole("button", { name: "Ask for a package" }).click();
await page.waitForLoadState();
await shot(page, "ask", 1800);

await browser.close();
await council.close();
