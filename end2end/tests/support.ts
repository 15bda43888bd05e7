import { spawnSync } from 'node:child_process';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';

/** Widths in CSS pixels: 640 and 320 are a window of 1,280 at 200 and 400 percent. */
export const WIDTHS = [320, 640, 768, 1280];

/** How a page looks does not depend on the engine behind it: it is looked at on one of them. */
const LOOKED_AT = process.env.ENGINE !== 'postgres';

const WITHOUT_SCRIPTS = new WeakSet<BrowserContext>();

/** Whether scripts run in a page: what looks for violations is one. */
function runsScripts(page: Page): boolean {
  return test.info().project.use.javaScriptEnabled !== false && !WITHOUT_SCRIPTS.has(page.context());
}

/** A window of its own, signed in as somebody of the demonstration's cast. */
export async function signedIn(browser: Browser, subject: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  if (!javaScriptEnabled) WITHOUT_SCRIPTS.add(context);
  const page = await context.newPage();
  await signIn(page, subject);
  return page;
}

/** Signs in through the demonstration's own OpenID provider. */
export async function signIn(page: Page, subject: string, next = '/my') {
  await page.goto(`/sign-in/start?issuer=demonstration&next=${encodeURIComponent(next)}`);
  await page.locator(`button[name="subject"][value="${subject}"]`).click();
  await expect(page.getByRole('button', { name: /Sign out|Cerrar sesión/ })).toBeVisible();
}

const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What must hold of every page: no axe violation, one h1, nothing wider than the screen. */
export async function sound(page: Page, name: string) {
  await expect(page.locator('h1')).toHaveCount(1);
  if (!LOOKED_AT) return;
  if (!runsScripts(page)) return fits(page, name);
  const { violations } = await new AxeBuilder({ page }).withTags(ALL_RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
  expect(found, `${name}: axe`).toEqual([]);
  await fits(page, name);
}

/** Pictures are for people to look at: they are taken where somebody asks for them. */
const PICTURES = process.env.PICTURES !== undefined;

/** Tables whose rows stand as cards on a narrow screen, and are yet wider than it. */
const cutOff = () =>
  [...document.querySelectorAll('.table-region:has(.table-stacks)')]
    .filter((region) => region.scrollWidth > region.clientWidth)
    .map((region) => region.querySelector('caption')?.textContent ?? region.id);

/** Nothing wider than the screen, from a small telephone on; with a picture at each width, where asked for. Nor
 * where only the letters are twice as large. */
export async function fits(page: Page, name: string) {
  if (!LOOKED_AT) return;
  const size = page.viewportSize();
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  expect(await wide(), `${name} with letters twice as large`).toBeLessThanOrEqual(0);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await wide(), `${name} at ${width} px`).toBeLessThanOrEqual(0);
    if (width <= 640) expect(await page.evaluate(cutOff), `${name} at ${width} px: tables that are cut off`).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `test-results/pages/${name}-${width}.png`, fullPage: true });
  }
  if (size) await page.setViewportSize(size);
}

/** Chooses a plan, whom it covers, and goes on. */
export async function choosePlan(page: Page, benefit: string, plan: string, people: string[] = []) {
  await page.goto(`/my/enroll/${benefit}`);
  await page.locator(`input[name="choice"][value="plan:${plan}"]`).check();
  for (const person of people) await page.getByLabel(person).check();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(page).not.toHaveURL(/check=1/);
}

/** Puts money aside, and goes on. */
export async function putAside(page: Page, benefit: string, plan: string, amount: string) {
  await page.goto(`/my/enroll/${benefit}`);
  await page.locator(`input[name="choice"][value="plan:${plan}"]`).check();
  await page.locator('input[name="amount"]').fill(amount);
  await page.getByRole('button', { name: 'Save and go on' }).click();
}

/** Signs and sends; returns the reference number of the receipt. */
export async function send(page: Page, name: string): Promise<string> {
  await page.goto('/my/enroll/review');
  await page.locator('input[name="attested"]').check();
  await page.locator('input[name="signature"]').fill(name);
  await page.getByRole('button', { name: 'Send my choices' }).click();
  await expect(page).toHaveURL(/\/my\/receipts\/OE-/);
  return new URL(page.url()).pathname.split('/').pop() ?? '';
}

/** The rows of a payroll notice's file that are about a reference number, without their line numbers. */
export async function payrollRows(context: BrowserContext, number: number, reference: string): Promise<string[]> {
  const answer = await context.request.get(`/payroll/notices/${number}.csv`);
  expect(answer.status()).toBe(200);
  const lines = (await answer.text()).split('\r\n');
  return lines.filter((line) => line.endsWith(reference)).map((line) => line.split(',').slice(6, 11).join(','));
}

/** Reports a life event; returns the path of its page. */
export async function report(page: Page, kind: string, date: string): Promise<string> {
  await page.goto(`/my/events/new/${kind}`);
  await page.locator('input[name="event_date"]').fill(date);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page).toHaveURL(/\/my\/events\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Adds somebody who is new to the household of an event. */
export async function addPerson(
  page: Page,
  event: string,
  given: string,
  birth: string,
  relationship: string,
  family = 'Test',
) {
  await page.goto(`${event}/household`);
  await page.locator('input[name="given_name"]').fill(given);
  await page.locator('input[name="family_name"]').fill(family);
  await page.locator('input[name="birth"]').fill(birth);
  await page.locator(`input[name="relationship"][value="${relationship}"]`).check();
  await page.getByRole('button', { name: 'Add this person' }).click();
  await expect(page.getByText(`${given} ${family}`).first()).toBeVisible();
}

/** Chooses a health plan for an event, and whom it covers besides. */
export async function cover(page: Page, event: string, plan: string, given: string) {
  await page.goto(`${event}/health`);
  await page.locator(`input[name="choice"][value="plan:${plan}"]`).check();
  await page.getByLabel(given).check();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(page).not.toHaveURL(/check=1/);
}

/** Signs and sends what was chosen for an event; returns the reference number of the receipt. */
export async function sendEvent(page: Page, event: string, name: string): Promise<string> {
  await page.goto(`${event}/review`);
  await page.locator('input[name="attested"]').check();
  await page.locator('input[name="signature"]').fill(name);
  await page.getByRole('button', { name: 'Send my choices' }).click();
  await expect(page).toHaveURL(/\/my\/receipts\/LE-/);
  return new URL(page.url()).pathname.split('/').pop() ?? '';
}

/** Sends a file as a document about somebody, whether a script helps or not. */
export async function sendFile(page: Page, kind: string, about: string, name: string, buffer: Buffer) {
  await page.locator('select[name="kind"]').selectOption(kind);
  await page.getByLabel(about, { exact: true }).check();
  await page.locator('input[name="file"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** veraPDF comes inside another package, without the XML binding that it reads its rules with: Debian has that. */
const VERAPDF = ['node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar', '/usr/share/java/jaxb-runtime.jar'];

/** What veraPDF has to say to files: the first is whether all of them conform to PDF/UA-1. */
export function pdfUa(files: string[]): [boolean, string] {
  const java = spawnSync('java', ['-cp', VERAPDF.join(':'), 'PdfUa.java', ...files], { encoding: 'utf8' });
  return [java.status === 0, java.stdout + java.stderr];
}
