// What Chromium and axe-core say of HTML pages: one browser for all. Usage: node browser.mjs PAGE…
// Prints JSON by page: violations of axe, requests for anything else, and widths beyond the screen.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };

async function violations(page) {
  // The page's own policy forbids scripts; the judge's runs in the debugger, which may.
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`);
}

async function judged(page, path) {
  const requests = [];
  const listen = (request) => requests.push(request.url().slice(0, 200));
  page.on("request", listen);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESKTOP);
  await page.goto(pathToFileURL(path).href);
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  const dark = await violations(page);
  const beyond = {};
  for (const size of [PHONE, NARROW]) {
    await page.setViewportSize(size);
    const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
    if (width > size.width) beyond[size.width] = width;
  }
  page.off("request", listen);
  const outside = requests.filter((url) => !url.startsWith("data:") && url !== pathToFileURL(path).href);
  return { violations: { light, dark }, outside, beyond };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
// Two pages at a time, in processes of their own.
const waiting = process.argv.slice(2);
const answers = {};
async function judge() {
  const page = await (await browser.newContext()).newPage();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    answers[path] = await judged(page, path);
  }
}
await Promise.all([judge(), judge()]);
await browser.close();
console.log(JSON.stringify(answers));
